import { describe, expect, it } from 'vitest';
import { NO_FILTER } from '../support/filters.ts';
import { createMemoryVendors } from '../support/memory-vendors.ts';
import { type ListSetup, type Order, openDirectory, readPage, walkForward } from '../support/walks.ts';
import { accountId, profileId, someAccount, someProfile, toRows } from '../support/world.ts';

const FACTS = { hasNextPage: true, hasPreviousPage: true, totalCount: false };
const ACCOUNTS = 1000;
const DEPTHS = [1, 9, 10, 37, 59, 98, 99, 100, 101, 150, 198, 199, 298, 500, 777, 1198, 1234, 1300];

/** 1,500 people: a third at CareCloud, a third at HelpCrunch, a third at both; no two at the same instant. */
function setUp(): ListSetup {
  const people = Array.from({ length: 1500 }, (_, index) => index);
  const start = 1_593_000_000_000;
  const world = {
    accounts: people
      .filter((index) => index % 3 !== 0)
      .map((index) =>
        someAccount({
          id: accountId(index),
          email: `p${index}@x.cz`,
          lastChange: start + index * 2000,
        }),
      ),
    profiles: people
      .filter((index) => index % 3 !== 1)
      .map((index) =>
        someProfile({
          id: profileId(index),
          email: `p${index}@x.cz`,
          firstSeen: index * 1000,
          lastSeen: start + 1000 + index * 2000,
        }),
      ),
  };
  return { vendors: createMemoryVendors(toRows(world), { cachesResponses: false }), identityKeys: ['email'] };
}

type Name = 'CARECLOUD' | 'HELPCRUNCH';

/** The lists that this many rows at this depth of the ascending list come from. */
function listsOf(field: Order['field'], depth: number, size: number): readonly Name[] {
  if (field === 'UPDATED_AT') return ['CARECLOUD', 'HELPCRUNCH'];
  if (depth + size <= ACCOUNTS) return ['CARECLOUD'];
  return depth < ACCOUNTS ? ['CARECLOUD', 'HELPCRUNCH'] : ['HELPCRUNCH'];
}

/** One request for each of these reads, and one look-up of the profiles' accounts at CareCloud. */
function costOf(reads: readonly Name[]): Readonly<Partial<Record<Name, number>>> {
  const asked: readonly Name[] = reads.includes('HELPCRUNCH') ? [...reads, 'CARECLOUD'] : reads;
  return Object.fromEntries(asked.map((name) => [name, asked.filter((other) => other === name).length]));
}

describe('without a cache, a page of customers(...) costs the same at any depth', () => {
  it.each([
    // Half of HelpCrunch's rows are dropped, so more than forty may need a second hundred.
    ['SOURCE', 'ASC', [1, 10, 20, 40]],
    ['SOURCE', 'DESC', [1, 10, 20, 40]],
    ['UPDATED_AT', 'ASC', [10, 20, 50, 100]],
    ['UPDATED_AT', 'DESC', [10, 20, 50, 100]],
  ] as const)('by %s %s', async (field, direction, sizes) => {
    const setup = setUp();
    const order: Order = { field, direction };
    const { edges } = await walkForward(setup, { filter: NO_FILTER, order, size: 100 });
    const listsAt = (first: number, size: number) =>
      listsOf(field, direction === 'ASC' ? first : edges.length - first - size, size);

    for (const size of sizes) {
      const request = { filter: NO_FILTER, order, size };
      const [start, end] = await Promise.all([
        readPage(setup, request, { after: null }, FACTS),
        readPage(setup, request, { before: null }, FACTS),
      ]);
      expect(start.requests, `the first ${size}`).toEqual(costOf(listsAt(0, size)));
      // The end of each list that is read there must be learned first.
      const atEnd = listsAt(edges.length - size, size);
      expect(end.requests, `the last ${size}`).toEqual(costOf([...atEnd, ...atEnd]));
      for (const depth of DEPTHS) {
        const after = edges[depth - 1]?.cursor ?? '';
        const next = await readPage(setup, request, { after }, FACTS);
        expect(keys(next.edges)).toEqual(keys(edges.slice(depth, depth + size)));
        expect(next.requests, `${size} after ${depth}`).toEqual(costOf(listsAt(depth, size)));

        const place = edges.length - depth;
        const before = edges[place]?.cursor ?? '';
        const previous = await readPage(setup, request, { before }, FACTS);
        expect(keys(previous.edges)).toEqual(keys(edges.slice(Math.max(0, place - size), place)));
        expect(previous.requests, `${size} before ${place}`).toEqual(costOf(listsAt(place - size, size)));
      }
    }
  });
});

describe('without a cache, a page of a source’s own list is one request at any depth', () => {
  it.each([
    ['CARECLOUD', [1, 20, 100]],
    ['HELPCRUNCH', [1, 20, 99]],
  ] as const)('of %s', async (source, sizes) => {
    for (const size of sizes) {
      expect(await ownListCosts(source, size)).toEqual(DEPTHS.filter((depth) => depth < 900).map(() => 1));
    }
  });

  it('except two for a hundred: with the row before them they exceed one HelpCrunch response', async () => {
    expect(new Set(await ownListCosts('HELPCRUNCH', 100))).toEqual(new Set([2]));
  });
});

/** The cost of pages of this size at each depth, once the first has been read. */
async function ownListCosts(source: Name, size: number): Promise<readonly number[]> {
  const setup = setUp();
  const read = async (page: { readonly first: number; readonly after: string | null }) => {
    const { directory, requests } = openDirectory(setup);
    const list = await directory.listRecords(source, { page, filter: null, order: null, want: FACTS });
    return { cursors: list.edges.map(({ cursor }) => cursor), cost: requests[source] ?? 0 };
  };
  const cursors: string[] = [];
  while (cursors.length < 900) {
    cursors.push(...(await read({ first: 100, after: cursors.at(-1) ?? null })).cursors);
  }
  const depths = DEPTHS.filter((depth) => depth < 900);
  return Promise.all(
    depths.map(async (depth) => (await read({ first: size, after: cursors[depth - 1] ?? null })).cost),
  );
}

function keys(edges: Awaited<ReturnType<typeof readPage>>['edges']): readonly string[] {
  return edges.map(({ node }) => node.key);
}
