import type { Answer } from '../fault.ts';
import type { SandboxRequest } from '../sandbox-request.ts';
import type { Personality } from './personality.ts';

const LIST_OF_IDS = 'customer_id[]';

/** SPEC declares some parameters as one value and takes several; this one's prose says nothing. */
export const customerIdListHonoured = (): Personality => ({
  name: 'customer-id-list-honoured',
  description:
    'Lists over all customers take `customer_id[]`, though their documents know `customer_id` only.',
  careCloud: { takesCustomerIdLists: true },
});

export const customerIdListIgnored = (): Personality => ({
  name: 'customer-id-list-ignored',
  description: 'Lists over all customers pass over `customer_id[]` and answer with everybody’s rows.',
  careCloud: {
    before: (request) => {
      if (!request.query.has(LIST_OF_IDS)) return request;
      const query = new URLSearchParams(request.query);
      query.delete(LIST_OF_IDS);
      return { ...request, query };
    },
  },
});

export const segmentRecordsCut = (at = 100): Personality => ({
  name: 'segment-records-cut',
  description: `A segment's members end after ${at}, with their true number beside; nothing says how to read on.`,
  careCloud: {
    after: (answer, { path }) =>
      path.startsWith('/segments/') && path.endsWith('/segment-records')
        ? editRows(answer, (rows) => rows.slice(0, at))
        : answer,
  },
});

/** A cross list's first row as if it were another customer's. */
export const foreignRows = (): Personality => ({
  name: 'foreign-rows',
  description: 'The first row of each list about one customer says that it is another customer’s.',
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

/** Other rows in the envelope of a list; what is no list stays as it is. */
const editRows = (answer: Answer, edit: (rows: Rows) => Rows): Answer => {
  if (answer.status !== 200 || answer.body === undefined) return answer;
  const { data } = JSON.parse(answer.body) as { data: Readonly<Record<string, unknown>> };
  const list = Object.entries(data).find(([name, value]) => name !== 'turnover' && Array.isArray(value));
  if (list === undefined || !('total_items' in data)) return answer;
  return { ...answer, body: JSON.stringify({ data: { ...data, [list[0]]: edit(list[1] as Rows) } }) };
};
