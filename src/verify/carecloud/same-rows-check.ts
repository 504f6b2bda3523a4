import type { CareCloudCustomer } from '../../customers/model/care-cloud-customer.ts';
import { judgeSameRows } from '../judge-rows.ts';
import type { Verdict } from '../verdict.ts';
import type { CareCloudContext } from './context.ts';

type Rows = readonly CareCloudCustomer[];

/** So many emails at most are looked up, in one request. */
const MOST_EMAILS = 20;
const FEW = 10;

/**
 * Looks up by email the accounts of three ends of the list: deleted ones, those changed last, which an index may lack,
 * and the first by id. And the other way round: whoever a search by email or by a first name shows, and has a place
 * within the pages in hand, is looked for there. Two requests besides those of other checks.
 */
export async function checkSameRows({ page, sample, largest }: CareCloudContext): Promise<Verdict> {
  const rowsOf = (found: Awaited<ReturnType<typeof page>>): Rows => found?.customers ?? [];
  const byState = await page(null, { limit: largest }, { field: 'STATE', direction: 'ASC' });
  const latest = await page(null, { limit: FEW }, { field: 'LAST_CHANGE', direction: 'DESC' });
  const ends = [rowsOf(byState).slice(0, FEW), rowsOf(latest).slice(0, FEW), sample.customers];
  const listed = ends
    .flatMap((rows) => rows.filter(isFoundAsWritten).slice(0, Math.floor(MOST_EMAILS / ends.length)))
    .filter(
      ({ customerId }, index, all) => all.findIndex((each) => each.customerId === customerId) === index,
    );
  const emails = [...new Set(listed.flatMap(({ email }) => email ?? []))];
  const found = emails.length === 0 ? null : await page({ email_list: emails }, { limit: largest });
  const named = sample.customers.find(
    ({ firstName }) => firstName !== null && firstName.length > 2,
  )?.firstName;
  const byName = named == null ? null : await page({ first_name: named }, { limit: largest });
  const isPlaced = (row: CareCloudCustomer) =>
    isWithin(row, sample.customers, sample.total) ||
    (row.state === 'DELETED' && reachesPastDeleted(rowsOf(byState)));
  return judgeSameRows({
    rows: 'accounts',
    by: 'email',
    listed: listed.map(({ customerId }) => customerId),
    found: found === null ? null : rowsOf(found).map(({ customerId }) => customerId),
    placed: [
      ...new Set([...rowsOf(found), ...rowsOf(byName)].filter(isPlaced).map(({ customerId }) => customerId)),
    ],
    shown: new Set([...sample.customers, ...rowsOf(byState)].map(({ customerId }) => customerId)),
  });
}

function isFoundAsWritten({ email }: CareCloudCustomer): boolean {
  return email !== null && email === email.trim();
}

/** Whether a row belongs among the first by id: the sample is all there is, or goes on beyond it in the same order. */
function isWithin({ customerId }: CareCloudCustomer, rows: Rows, total: number | null): boolean {
  if (total !== null && rows.length >= total) return true;
  const isSorted = rows.every(
    (row, index) => index === 0 || (rows[index - 1]?.customerId ?? '') < row.customerId,
  );
  const last = rows.at(-1)?.customerId;
  return isSorted && last !== undefined && customerId < last;
}

/** Deleted accounts come first by state, after those without one: a page that ends with others shows them all. */
function reachesPastDeleted(byState: Rows): boolean {
  const last = byState.at(-1)?.state;
  return last === 'ACTIVE' || last === 'INACTIVE';
}
