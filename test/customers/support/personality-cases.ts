import fc from 'fast-check';
import type { ListExplanation } from '../../../src/customers/list/plan/explain-list.ts';
import type { Personality } from '../../../src/sandbox/personality/personality.ts';
import { listCase } from './cases.ts';
import type { Answered } from './memory-vendors.ts';
import type { Account, Profile, World } from './world.ts';
import { worlds } from './world.ts';

/** Emails as people type them, including blanks: most vendors ignore them, but some do not. */
function withBlanks(world: World, places: readonly number[]): World {
  const blank = <Row extends Account | Profile>(row: Row, index: number): Row =>
    row.email?.includes('@') === true && places.includes(index) ? { ...row, email: ` ${row.email}` } : row;
  return { ...world, profiles: world.profiles.map(blank) };
}

/** Their effects are only visible over HTTP, or in no list of customers. */
export const WITHOUT_LISTS = new Set([
  ...['rows-large', 'gzip-unasked', 'brotli-unasked', 'redirects', 'logins-exclusive'],
  ...[
    'customer-id-list-honoured',
    'customer-id-list-ignored',
    'customer-id-list-first',
    'customer-id-list-last',
  ],
  ...['customer-id-list-all', 'customer-id-list-cut', 'segment-records-cut', 'foreign-rows'],
]);

export const personalityCases = fc.record({
  ...listCase,
  world: fc
    .record({
      world: worlds(40),
      places: fc.oneof(fc.constant<readonly number[]>([]), fc.array(fc.nat(40), { maxLength: 4 })),
    })
    .map(({ world, places }) => withBlanks(world, places)),
});

/** Whether the walked list hides an account: the meaning of a personality for the oracle. */
export function hiddenFromLists(
  { name }: Personality,
  explanation: ListExplanation | undefined,
): (account: Account) => boolean {
  if (name !== 'list-hides-deleted') return () => false;
  const isAskedByCriteria = explanation?.legs.some(
    ({ source, criteria }) =>
      source === 'CARECLOUD' && criteria.some(({ handling }) => handling.startsWith('PUSHED_DOWN')),
  );
  return ({ state }) => state === 0 && isAskedByCriteria !== true;
}

/**
 * The part of the world that any response showed, of this or an earlier operation. What nothing showed cannot
 * contradict anything: without it, an answer that is right for these records is silent.
 */
export function shownWorld(world: World, answered: readonly Answered[]): World {
  const shown = new Set(
    answered.flatMap(({ value }) =>
      [...JSON.stringify(value).matchAll(/"(?:customer_id|id)":"?(\w+)/g)].map(([, id]) => id),
    ),
  );
  return {
    accounts: world.accounts.filter(({ id }) => shown.has(id)),
    profiles: world.profiles.filter(({ id }) => shown.has(String(id))),
  };
}
