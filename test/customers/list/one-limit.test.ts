import { expect, it } from 'vitest';
import { tiesByLimit } from '../../../src/sandbox/personality/order.ts';
import { createMemoryVendors } from '../support/memory-vendors.ts';
import { type Order, type ReadPage, readPage, toRow, walkBackward, walkForward } from '../support/walks.ts';
import { accountId, INSTANTS, profileId, someAccount, someProfile, toRows } from '../support/world.ts';

const numbers = Array.from({ length: 70 }, (_, index) => index);
const instant = (n: number) => (n % 4 === 3 ? null : (INSTANTS[n % 4] ?? null));
/** Many rows of few keys; nobody is in both sources. */
const world = {
  accounts: numbers.map((n) => someAccount({ id: accountId(n), lastChange: instant(n) })),
  profiles: numbers.map((n) =>
    someProfile({ id: profileId(n), firstSeen: instant(n), lastSeen: instant(n + 1) }),
  ),
};
const everybody = [
  ...world.accounts.map(({ id }) => `CARECLOUD:${id}`),
  ...world.profiles.map(({ id }) => `HELPCRUNCH:${id}`),
].toSorted();
const filter = { shared: {}, inSources: [], notInSources: [], own: new Map() };

const orders: readonly Order[] = (['SOURCE', 'UPDATED_AT'] as const).flatMap((field) =>
  (['ASC', 'DESC'] as const).map((direction) => ({ field, direction })),
);
const cases = orders.flatMap((order) =>
  [true, false].flatMap((cachesResponses) =>
    [1, 7, 20, 100].map((size) => ({ order, cachesResponses, size })),
  ),
);

it.each(cases)('a walk has everybody once where the order of equal rows depends on the limit: %j', async ({
  order,
  cachesResponses,
  size,
}) => {
  for (const walk of [walkForward, walkBackward]) {
    const vendors = createMemoryVendors(toRows(world), { cachesResponses, personalities: [tiesByLimit()] });
    const { edges, pages } = await walk({ vendors, identityKeys: ['email'] }, { filter, order, size });
    const warnings = pages.flatMap(({ sources }) => sources.flatMap(({ warning }) => warning ?? []));
    expect(warnings).toEqual([]);
    expect(edges.map((edge) => toRow(edge).customer).toSorted()).toEqual(everybody);
  }
});

const mixed = orders.flatMap((order) =>
  [true, false].flatMap((cachesResponses) =>
    [
      [3, 100],
      [7, 3],
      [100, 1, 1, 100],
    ].map((sizes) => ({ order, cachesResponses, sizes })),
  ),
);

it.each(
  mixed,
)('a walk whose pages have different sizes has everybody once, or says that rows moved: %j', async ({
  order,
  cachesResponses,
  sizes,
}) => {
  const setup = {
    vendors: createMemoryVendors(toRows(world), { cachesResponses, personalities: [tiesByLimit()] }),
    identityKeys: ['email'],
  } as const;
  for (const isForward of [true, false]) {
    const listed: string[] = [];
    const warnings: string[] = [];
    let cursor: string | null = null;
    for (let pages = 0, hasMore = true; hasMore; pages++) {
      expect(pages).toBeLessThan(150);
      const size = sizes[pages % sizes.length] ?? 1;
      const from = isForward ? { after: cursor } : { before: cursor };
      const page: ReadPage = await readPage(setup, { filter, order, size }, from);
      listed.push(...page.edges.map((edge) => toRow(edge).customer));
      warnings.push(...page.sources.flatMap(({ warning }) => warning ?? []));
      hasMore = isForward ? page.pageInfo.hasNextPage : page.pageInfo.hasPreviousPage;
      cursor = isForward ? page.pageInfo.endCursor : page.pageInfo.startCursor;
    }
    if (warnings.length === 0) expect(listed.toSorted()).toEqual(everybody);
    else expect(new Set(warnings)).toEqual(new Set(['UNSTABLE_ORDER']));
  }
});
