import type { Answer } from '../fault.ts';
import type { SandboxRequest } from '../sandbox-request.ts';

export type WireRow = Readonly<Record<string, unknown>>;
export type WireList = { readonly rows: readonly WireRow[]; readonly total: number | undefined };

type Members = Readonly<Record<string, unknown>>;

/** Whether this request lists customers. */
const asksForList = ({ method, path }: SandboxRequest): boolean =>
  (method === 'GET' && path === '/customers') || (method === 'POST' && path === '/customers/search');

/** Whether it lists customers by criteria: a search, or a list with a parameter other than paging. */
export const asksWithCriteria = (request: SandboxRequest): boolean =>
  asksForList(request) &&
  (request.method === 'POST' || [...request.query.keys()].some((name) => !PAGING.includes(name)));

const PAGING = [
  ...['count', 'offset', 'sort_field', 'sort_direction', 'customer_short_salutation'],
  ...['sort', 'order', 'limit'],
];

/**
 * Replaces the list within the same envelope. Anything other than a list of customers, errors included, stays
 * unchanged.
 */
export const editList = (
  answer: Answer,
  request: SandboxRequest,
  edit: (list: WireList) => WireList,
): Answer => {
  if (answer.status !== 200 || answer.body === undefined || !asksForList(request)) return answer;
  return { ...answer, body: JSON.stringify(editEnvelope(JSON.parse(answer.body), edit)) };
};

/** Replaces every row in an answer, in a list or alone. */
export const editRows = (
  answer: Answer,
  request: SandboxRequest,
  edit: (row: WireRow) => WireRow,
): Answer => {
  if (asksForList(request)) {
    return editList(answer, request, ({ rows, total }) => ({ rows: rows.map(edit), total }));
  }
  const isOne = request.method === 'GET' && request.path.startsWith('/customers/');
  if (answer.status !== 200 || answer.body === undefined || !isOne) return answer;
  const body = JSON.parse(answer.body) as Members;
  const edited = 'data' in body ? { ...body, data: edit(body.data as WireRow) } : edit(body);
  return { ...answer, body: JSON.stringify(edited) };
};

const editEnvelope = (body: Members, edit: (list: WireList) => WireList): Members => {
  const { data } = body;
  if (!Array.isArray(data)) {
    const { customers, total_items: items } = data as Members;
    const { rows, total } = edit({ rows: customers as WireRow[], total: items as number });
    return { ...body, data: { customers: rows, total_items: total } };
  }
  if ('meta' in body) {
    const { rows, total } = edit({ rows: data, total: (body.meta as { total: number }).total });
    return { ...body, data: rows, meta: { total } };
  }
  const { rows, total } = edit({ rows: data, total: body.total as number });
  return { ...body, data: rows, total };
};
