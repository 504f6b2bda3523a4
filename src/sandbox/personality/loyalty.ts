import type { Answer } from '../fault.ts';
import type { SandboxRequest } from '../sandbox-request.ts';
import type { Personality } from './personality.ts';

const LIST_OF_IDS = 'customer_id[]';

/** The specification declares some parameters as one value but accepts several; this one's prose does not say. */
export const customerIdListHonoured = (): Personality => ({
  name: 'customer-id-list-honoured',
  description: 'Lists over all customers accept `customer_id[]`, although only `customer_id` is documented.',
  careCloud: { takesCustomerIdLists: true },
});

export const customerIdListIgnored = (): Personality => ({
  name: 'customer-id-list-ignored',
  description: 'Lists over all customers ignore `customer_id[]` and return the rows of all customers.',
  careCloud: {
    before: (request) => {
      if (!request.query.has(LIST_OF_IDS)) return request;
      const query = new URLSearchParams(request.query);
      query.delete(LIST_OF_IDS);
      return { ...request, query };
    },
  },
});

/** Treats several `customer_id[]` as the documented single `customer_id`. */
const readsOne = (
  name: string,
  description: string,
  pick: (ids: readonly string[]) => string,
): Personality => ({
  name,
  description,
  careCloud: {
    before: (request) => {
      const ids = request.query.getAll(LIST_OF_IDS);
      if (ids.length === 0) return request;
      const query = new URLSearchParams(request.query);
      query.delete(LIST_OF_IDS);
      query.set('customer_id', pick(ids));
      return { ...request, query };
    },
  },
});

export const customerIdListFirst = (): Personality =>
  readsOne('customer-id-list-first', 'Lists over all customers read the first `customer_id[]` only.', (ids) =>
    String(ids[0]),
  );

export const customerIdListLast = (): Personality =>
  readsOne('customer-id-list-last', 'Lists over all customers read the last `customer_id[]` only.', (ids) =>
    String(ids.at(-1)),
  );

export const customerIdListAll = (): Personality =>
  readsOne(
    'customer-id-list-all',
    'Lists over all customers search for rows that belong to every `customer_id[]` at once, and find none.',
    (ids) => (ids.every((id) => id === ids[0]) ? String(ids[0]) : 'nobody'),
  );

export const customerIdListCut = (to = 20): Personality => ({
  name: 'customer-id-list-cut',
  description: `Lists over all customers accept ${to} \`customer_id[]\`, and drop the rest silently.`,
  careCloud: {
    takesCustomerIdLists: true,
    before: (request) => {
      const query = new URLSearchParams();
      let count = 0;
      for (const [name, value] of request.query) {
        if (name !== LIST_OF_IDS || ++count <= to) query.append(name, value);
      }
      return { ...request, query };
    },
  },
});

export const segmentRecordsCut = (at = 100): Personality => ({
  name: 'segment-records-cut',
  description: `A segment's members end after ${at}, with their true number; there is no way to read on.`,
  careCloud: {
    after: (answer, { path }) =>
      path.startsWith('/segments/') && path.endsWith('/segment-records')
        ? editRows(answer, (rows) => rows.slice(0, at))
        : answer,
  },
});

/** A paged list whose documented `total_items` is missing, and whose `count` is limited without a refusal. */
export const loyaltyListsCut = (at = 20): Personality => ({
  name: 'loyalty-lists-cut',
  description: `Lists about customers state no total, and no page of one has more than ${at} rows.`,
  careCloud: {
    after: (answer, request) => {
      const isPaged = /^\/(?:cards|vouchers|purchases|point-history|customer-source-records)$/.test(
        request.path,
      );
      const isBelow = /^\/customers\/[^/]+\/(?:property-records|related-customers)$/.test(request.path);
      return isPaged || isBelow ? editRows(answer, (rows) => rows.slice(0, at), false) : answer;
    },
  },
});

/** The first row of a cross list belongs to another customer. */
export const foreignRows = (): Personality => ({
  name: 'foreign-rows',
  description: 'The first row of each list for one customer belongs to another customer.',
  careCloud: {
    after: (answer: Answer, request: SandboxRequest) =>
      request.query.has('customer_id')
        ? editRows(answer, ([first, ...rest]) =>
            first === undefined ? [] : [{ ...first, customer_id: '8000000000000000000000else' }, ...rest],
          )
        : answer,
  },
});

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Replaces the rows within a list's envelope; anything else stays unchanged. */
const editRows = (answer: Answer, edit: (rows: Rows) => Rows, hasTotal = true): Answer => {
  if (answer.status !== 200 || answer.body === undefined) return answer;
  const { data } = JSON.parse(answer.body) as { data: Readonly<Record<string, unknown>> };
  const list = Object.entries(data).find(([name, value]) => name !== 'turnover' && Array.isArray(value));
  if (list === undefined || !('total_items' in data)) return answer;
  const { total_items: total, ...others } = data;
  const edited = { ...others, [list[0]]: edit(list[1] as Rows), ...(hasTotal && { total_items: total }) };
  return { ...answer, body: JSON.stringify({ data: edited }) };
};
