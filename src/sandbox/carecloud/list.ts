import type { TextMatching } from '../personality/with-habits.ts';
import type { RowIndex, RowOrder, RowPage, RowReader } from '../row-store.ts';
import type { CareCloudQuery, CareCloudSortField } from './query.ts';
import type { CareCloudRow } from './wire.ts';

type Matching = Pick<TextMatching, 'fold' | 'findsBeginnings'>;
type TextField = 'email' | 'first_name' | 'last_name';

const ORDERS: Readonly<Record<CareCloudSortField, RowOrder<CareCloudRow>>> = {
  customer_id: { name: 'customer_id', keyOf: (row) => row.customer_id },
  last_change: { name: 'last_change', keyOf: (row) => row.last_change },
  state: { name: 'state', keyOf: (row) => row.state },
  doi_email: { name: 'doi_email', keyOf: (row) => row.doi_email },
  doi_phone: { name: 'doi_phone', keyOf: (row) => row.doi_phone },
};

const BY_ID: RowIndex<CareCloudRow> = { name: 'customer_id', keyOf: (row) => row.customer_id };
const BY_PHONE: RowIndex<CareCloudRow> = { name: 'phone', keyOf: (row) => row.personal_information.phone };

/**
 * What `GET /customers` lists: the given criteria ANDed, the values of one array ORed, and equality throughout (the
 * documents promise no partial match). Deleted customers are listed like any other.
 */
export const listCareCloud = (
  store: RowReader<CareCloudRow, string>,
  query: CareCloudQuery,
  matching: Matching,
): RowPage<CareCloudRow> =>
  store.select({
    order: query.sortField === null ? null : ORDERS[query.sortField],
    descending: query.descending,
    offset: query.offset,
    limit: query.count,
    candidates: candidatesOf(store, query, matching),
    matches: toPredicate(query, matching),
  });

const candidatesOf = (
  store: RowReader<CareCloudRow, string>,
  { single, arrays }: CareCloudQuery,
  matching: Matching,
): readonly CareCloudRow[] | null => {
  const byEmail: RowIndex<CareCloudRow> = {
    name: 'email',
    keyOf: ({ personal_information: { email } }) =>
      typeof email === 'string' ? foldAs('email', matching)(email) : null,
  };
  if (arrays.customer_ids) return store.lookUp(BY_ID, arrays.customer_ids);
  if (single.email !== undefined) return store.lookUp(byEmail, [foldAs('email', matching)(single.email)]);
  if (arrays.email_list) return store.lookUp(byEmail, arrays.email_list.map(foldAs('email', matching)));
  if (single.phone !== undefined) return store.lookUp(BY_PHONE, [single.phone]);
  return null;
};

const toPredicate = (
  { single, arrays }: CareCloudQuery,
  matching: Matching,
): ((row: CareCloudRow) => boolean) | null => {
  const checks: ((row: CareCloudRow) => boolean)[] = [];
  for (const name of ['email', 'first_name', 'last_name'] as const) {
    const wanted = single[name];
    if (wanted !== undefined) checks.push(textIn(name, [wanted], matching));
  }
  for (const name of ['phone', 'birthdate'] as const) {
    const wanted = single[name];
    if (wanted !== undefined) checks.push((row) => row.personal_information[name] === wanted);
  }
  const { customer_source_id: sourceId } = single;
  if (sourceId !== undefined) checks.push((row) => row.customerSourceId === sourceId);
  if (arrays.email_list) checks.push(textIn('email', arrays.email_list, matching));
  if (arrays.customer_ids) {
    const ids = new Set(arrays.customer_ids);
    checks.push((row) => ids.has(row.customer_id));
  }
  return checks.length === 0 ? null : (row) => checks.every((check) => check(row));
};

const textIn = (
  name: TextField,
  wanted: readonly string[],
  matching: Matching,
): ((row: CareCloudRow) => boolean) => {
  const fold = foldAs(name, matching);
  const folded = new Set(wanted.map(fold));
  const findsBeginnings = matching.findsBeginnings(name);
  return ({ personal_information: person }) => {
    const text = person[name];
    if (typeof text !== 'string') return false;
    const own = fold(text);
    return folded.has(own) || (findsBeginnings && [...folded].some((each) => own.startsWith(each)));
  };
};

const foldAs =
  (field: TextField, { fold }: Matching) =>
  (text: string): string =>
    fold(text, { field, operator: '=' });
