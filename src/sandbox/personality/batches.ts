import { careCloudBadRequest, careCloudForbidden } from '../carecloud/errors.ts';
import type { Answer } from '../fault.ts';
import { helpCrunchBadRequest, helpCrunchErrorAnswer } from '../helpcrunch/errors.ts';
import type { SandboxRequest } from '../sandbox-request.ts';
import type { Personality } from './personality.ts';

const ARRAYS = ['email_list[]', 'customer_ids[]'];
/** Those of other lists. */
const OTHER_ARRAYS = ['card_number_list[]', 'external_ids[]'];

/** CareCloud's 400 without naming the parameter. */
const careCloudRefusal = (): Answer => careCloudBadRequest([]);
const helpCrunchRefusal = (): Answer =>
  helpCrunchBadRequest('NEW', [{ name: 'request', message: 'This value is not valid.' }]);

/** As with a SQL `IN` cut by a proxy, or PHP's `max_input_vars`: the rest is silently dropped. */
export const emailListCut = (to = 20): Personality => ({
  name: 'email-list-cut',
  description: `CareCloud reads the first ${to} values of email_list[], customer_ids[], card_number_list[] and external_ids[], and drops the rest silently.`,
  careCloud: {
    before: (request) => {
      const query = new URLSearchParams();
      const seen = new Map<string, number>();
      for (const [name, value] of request.query) {
        const count = (seen.get(name) ?? 0) + 1;
        seen.set(name, count);
        if (![...ARRAYS, ...OTHER_ARRAYS].includes(name) || count <= to) query.append(name, value);
      }
      return { ...request, query };
    },
  },
});

export const orSearchCut = (to = 25): Personality => ({
  name: 'or-search-cut',
  description: `HelpCrunch reads the first ${to} conditions of an OR search, be it for customers or chats, and drops the rest silently.`,
  helpCrunch: {
    before: (request) => {
      const body = anySearchBody(request);
      if (body?.comparison !== 'OR' || !Array.isArray(body.filter)) return request;
      return { ...request, body: { ...body, filter: body.filter.slice(0, to) } };
    },
  },
});

export const largeSearchesRefused = (most = 50): Personality => ({
  name: 'large-searches-refused',
  description: `A search with more than ${most} values is a 400 that does not state the reason.`,
  careCloud: {
    before: (request) =>
      ARRAYS.some((name) => request.query.getAll(name).length > most) ? careCloudRefusal() : request,
  },
  helpCrunch: {
    before: (request) => ((searchBody(request)?.filter.length ?? 0) > most ? helpCrunchRefusal() : request),
  },
});

export const emailSearchesRefused = (): Personality => ({
  name: 'email-searches-refused',
  description: 'HelpCrunch returns 400 for every search by email, however small.',
  helpCrunch: {
    before: (request) =>
      searchBody(request)?.filter.some(({ field }) => field === 'customers.email')
        ? helpCrunchRefusal()
        : request,
  },
});

export const largePagesRefused = (most = 50): Personality => ({
  name: 'large-pages-refused',
  description: `Pages of more than ${most} rows are a 400 that does not name the parameter.`,
  careCloud: {
    before: (request) => (Number(request.query.get('count') ?? 0) > most ? careCloudRefusal() : request),
  },
  helpCrunch: {
    before: (request) =>
      Number(request.query.get('limit') ?? anySearchBody(request)?.limit ?? 0) > most
        ? helpCrunchRefusal()
        : request,
  },
});

export const largeSearchPagesRefused = (most = 50): Personality => ({
  name: 'large-search-pages-refused',
  description: `A HelpCrunch search of more than ${most} rows is a 400 that does not state the reason, unlike a page of the list.`,
  helpCrunch: {
    before: (request) => (Number(searchBody(request)?.limit ?? 0) > most ? helpCrunchRefusal() : request),
  },
});

export const countRefused = (): Personality => ({
  name: 'count-refused',
  description: 'CareCloud does not accept `count`, and its 400 does not name it.',
  careCloud: { before: (request) => (request.query.has('count') ? careCloudRefusal() : request) },
});

export const searchForbidden = (): Personality => ({
  name: 'search-forbidden',
  description: 'HelpCrunch’s key may list but not search: 403.',
  helpCrunch: { before: (request) => (isSearch(request) ? helpCrunchErrorAnswer('NEW', 403) : request) },
});

export const searchMissing = (): Personality => ({
  name: 'search-missing',
  description: 'HelpCrunch has no search: 404.',
  helpCrunch: { before: (request) => (isSearch(request) ? helpCrunchErrorAnswer('NEW', 404) : request) },
});

/** Listing by criteria is not permitted: the enterprise interface's read rights are configured per resource. */
export const criteriaForbidden = (): Personality => ({
  name: 'criteria-forbidden',
  description: 'CareCloud lists and finds by id, but returns 403 for criteria.',
  careCloud: {
    before: (request) =>
      [...ARRAYS, 'email', 'phone', 'first_name', 'last_name', 'birthdate'].some((name) =>
        request.query.has(name),
      )
        ? careCloudForbidden('customers')
        : request,
  },
});

/** Chats are searched for in the same way as customers. */
const anySearchBody = ({ method, path, body }: SandboxRequest) =>
  method === 'POST' && path.endsWith('/search') && typeof body === 'object' && body !== null
    ? (body as { limit?: unknown; comparison?: unknown; filter?: unknown })
    : null;

const isSearch = ({ method, path }: SandboxRequest): boolean =>
  method === 'POST' && path === '/customers/search';

type SearchBody = {
  readonly comparison?: unknown;
  readonly limit?: unknown;
  readonly filter: readonly { readonly field?: unknown }[];
};

/** Null if it is not a search, or one that would be refused anyway. */
const searchBody = (request: SandboxRequest): SearchBody | null => {
  const { body } = request;
  if (!isSearch(request) || typeof body !== 'object' || body === null) return null;
  const { filter } = body as { filter?: unknown };
  return Array.isArray(filter) && filter.every((each) => typeof each === 'object' && each !== null)
    ? (body as SearchBody)
    : null;
};
