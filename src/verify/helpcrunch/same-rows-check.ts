import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import { sortKey, toRecord } from '../../vendors/helpcrunch/record.ts';
import { judgeSameRows } from '../judge-rows.ts';
import { allOf, anyOf, type Verdict } from '../verdict.ts';
import { all, type HelpCrunchContext, profileIdsOf } from './context.ts';

type Rows = readonly HelpCrunchCustomer[];

const FEW = 10;

/**
 * Searches by email for the newest profiles, which an index may lack, and the first ones of the list; and compares the
 * first page of the list with that of a search that everybody satisfies. Two requests besides those of other checks.
 */
export async function checkSameRows({ page, sample }: HelpCrunchContext): Promise<Verdict> {
  const newest = await page(null, { limit: FEW }, { field: 'FIRST_SEEN', direction: 'DESC' });
  const listed = [newest?.customers ?? [], sample.customers]
    .flatMap((rows) => rows.filter(({ email }) => email !== null && email === email.trim()).slice(0, FEW))
    .filter(
      ({ customerId }, index, rows) => rows.findIndex((each) => each.customerId === customerId) === index,
    );
  const conditions = [...new Set(listed.flatMap(({ email }) => email ?? []))].map(
    (value) => ({ field: 'customers.email', operator: '=', value }) as const,
  );
  const found = conditions.length === 0 ? null : await page({ comparison: 'OR', conditions }, { limit: 100 });
  const byEmail = judgeSameRows({
    rows: 'profiles',
    by: 'email',
    listed: listed.map(({ customerId }) => customerId),
    found: profileIdsOf(found),
    placed: [],
    shown: new Set(),
  });
  const everybody = await page(all({ field: 'customers.id', operator: '>', value: 0 }), { limit: 100 });
  // Where rows of equal times are cut by the page's end is chance.
  const last = keyOf(sample.customers.at(-1));
  const isPlaced = (row: HelpCrunchCustomer) => last === null || (keyOf(row) ?? 0) < last;
  const idsOf = (rows: Rows) => rows.filter(isPlaced).map(({ customerId }) => customerId);
  const byId = judgeSameRows({
    rows: 'profiles',
    by: 'id',
    listed: idsOf(sample.customers),
    found: profileIdsOf(everybody),
    placed: idsOf(everybody?.customers ?? []),
    shown: new Set(sample.customers.map(({ customerId }) => customerId)),
  });
  return sample.customers.length < 2 ? allOf([byEmail]) : anyOf([byEmail, byId]);
}

function keyOf(row: HelpCrunchCustomer | undefined): number | null {
  const key = row === undefined ? null : sortKey(toRecord(row), 'FIRST_SEEN');
  return typeof key === 'number' ? key : null;
}
