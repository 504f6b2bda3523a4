import type { SandboxRequest } from '../sandbox-request.ts';
import type { Personality } from './personality.ts';

/** One page of chats or messages, without the envelope. */
type Page = { readonly rows: readonly unknown[]; readonly total: number | undefined };

/** Replaces pages of chats and of messages; everything else stays unchanged. */
const pages = (name: string, description: string, edit: (page: Page) => Page): Personality => ({
  name,
  description,
  helpCrunch: {
    after: (answer, request) => {
      if (answer.status !== 200 || answer.body === undefined || !isPage(request)) return answer;
      return { ...answer, body: JSON.stringify(editEnvelope(JSON.parse(answer.body), edit)) };
    },
  },
});

const isPage = ({ method, path }: SandboxRequest): boolean =>
  method === 'POST' ? path === '/chats/search' : /^\/chats(?:\/\d+\/messages)?$/.test(path);

type Envelope = {
  readonly data: readonly unknown[];
  readonly total?: number;
  readonly meta?: { readonly total?: number };
};

/** The total is beside the rows, or in `meta`. */
const editEnvelope = ({ data, total, meta }: Envelope, edit: (page: Page) => Page): Envelope => {
  const edited = edit({ rows: data, total: meta?.total ?? total });
  const stated = edited.total === undefined ? {} : { total: edited.total };
  return meta === undefined ? { ...stated, data: edited.rows } : { data: edited.rows, meta: stated };
};

const cutTo = ({ rows, total }: Page, most: number): Page => ({ rows: rows.slice(0, most), total });

export const chatPagesCut = (most = 20): Personality =>
  pages('chat-pages-cut', `No page of chats or messages has more than ${most} rows.`, (page) =>
    cutTo(page, most),
  );

export const chatTotalsMissing = (most = 20): Personality =>
  pages(
    'chat-totals-missing',
    `Chats and messages have no total, and no page more than ${most} rows.`,
    (page) => ({ ...cutTo(page, most), total: undefined }),
  );

export const chatTotalsOfPage = (): Personality =>
  pages(
    'chat-totals-of-page',
    'Every total of chats and messages is the number of rows on its page.',
    ({ rows }) => ({ rows, total: rows.length }),
  );

export const chatTotalsTooHigh = (by = 1): Personality =>
  pages(
    'chat-totals-too-high',
    `Every total of chats and messages is ${by} too high.`,
    ({ rows, total }) => ({
      rows,
      total: (total ?? 0) + by,
    }),
  );

export const chatTotalsTooLow = (by = 2): Personality =>
  pages('chat-totals-too-low', `Every total of chats and messages is ${by} too low.`, ({ rows, total }) => ({
    rows,
    total: Math.max(0, (total ?? 0) - by),
  }));

export const chatSortIgnored = (): Personality => ({
  name: 'chat-sort-ignored',
  description: 'Chats come in the order in which they are stored, whatever was requested.',
  helpCrunch: {
    before: (request) => {
      if (request.path !== '/chats' && request.path !== '/chats/search') return request;
      const query = new URLSearchParams([...request.query].filter(([name]) => !isSort(name)));
      return { ...request, query, body: withoutSort(request.body) };
    },
  },
});

const isSort = (name: string): boolean => name === 'sort' || name === 'order';

const withoutSort = (body: unknown): unknown =>
  typeof body === 'object' && body !== null
    ? Object.fromEntries(Object.entries(body).filter(([name]) => !isSort(name)))
    : body;
