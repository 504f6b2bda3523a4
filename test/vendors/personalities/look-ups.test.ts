import { describe, expect, it } from 'vitest';
import type { RecordKey } from '../../../src/customers/model/source-record.ts';
import { careCloudRow } from '../../../src/sandbox/carecloud/wire.ts';
import { helpCrunchRow } from '../../../src/sandbox/helpcrunch/wire.ts';
import {
  countRefused,
  emailListCut,
  emailSearchesRefused,
  largePagesRefused,
  largeSearchesRefused,
  orSearchCut,
  searchForbidden,
  searchMissing,
} from '../../../src/sandbox/personality/batches.ts';
import type { Personality } from '../../../src/sandbox/personality/personality.ts';
import {
  idsTooLarge,
  idTwice,
  listsWithGaps,
  numericTexts,
  rowsWithoutId,
  timesInMilliseconds,
} from '../../../src/sandbox/personality/shapes.ts';
import {
  nobodyIs204,
  nobodyIs404,
  nobodyIsEmpty,
  nobodyIsNull,
} from '../../../src/sandbox/personality/transport.ts';
import { createMemoryVendors } from '../../customers/support/memory-vendors.ts';

const PEOPLE = 70;
const numbers = Array.from({ length: PEOPLE }, (_, index) => index + 1);
const ROWS = {
  careCloud: numbers.map((n) =>
    careCloudRow(
      { customer_id: `c${n}`, last_change: '2024-01-01 10:00:00' },
      { email: `p${n}@x.cz`, first_name: '7' },
    ),
  ),
  helpCrunch: numbers.map((n) =>
    helpCrunchRow({ id: n, email: `p${n}@x.cz`, userId: `${n}`, lastSeen: 1_600_000_000 + n, firstSeen: 5 }),
  ),
};
/** Every person, and an unknown one after each. */
const KEYS: readonly RecordKey[] = numbers.flatMap((n) => [
  { kind: 'email', value: `p${n}@x.cz` },
  { kind: 'email', value: `nobody${n}@x.cz` },
]);

type Source = 'CARECLOUD' | 'HELPCRUNCH';

function open(source: Source, personalities: readonly Personality[]) {
  const vendors = createMemoryVendors(ROWS, { personalities, careCloudBatch: 100, helpCrunchBatch: 100 });
  const opened = vendors.sources.find(({ name }) => name === source);
  if (opened === undefined) throw new Error(source);
  let sent = 0;
  const call = {
    signal: new AbortController().signal,
    deadlineAt: Date.now() + 60_000,
    bypassCache: false,
    client: 'test',
    meter: { sent: () => void sent++, saved() {} },
  };
  const order = { field: opened.abilities.unifiedOrders.SOURCE, direction: 'ASC' } as const;
  return {
    list: (offset: number, limit: number) => opened.list({ filter: null, order }, { offset, limit }, call),
    lookUp: (keys: readonly RecordKey[]) => opened.lookUp(keys, call),
    filters: () => opened.abilities.filters,
    requests() {
      const before = sent;
      sent = 0;
      return before;
    },
  };
}

const idOf = (source: Source, n: number) => (source === 'CARECLOUD' ? `c${n}` : `${n}`);
const everybody = (source: Source) => numbers.flatMap((n) => [[idOf(source, n)], []]);
const idsOf = (found: readonly (readonly { readonly id: string }[])[]) =>
  found.map((records) => records.map(({ id }) => id));

describe.each(['CARECLOUD', 'HELPCRUNCH'] as const)('look-ups at %s find all people', (source) => {
  it.each([
    ['a usual vendor', []],
    ['email_list cut to 3', [emailListCut(3)]],
    ['email_list cut to 20', [emailListCut(20)]],
    ['OR searches cut to 4', [orSearchCut(4)]],
    ['OR searches cut to 25', [orSearchCut(25)]],
    ['searches of more than 5 refused', [largeSearchesRefused(5)]],
    ['searches of more than 50 refused', [largeSearchesRefused(50)]],
    ['pages of more than 50 refused', [largePagesRefused(50)]],
    ['pages and searches refused', [largePagesRefused(50), largeSearchesRefused(7)]],
    ['count refused', [countRefused()]],
    ['lists with gaps', [listsWithGaps()]],
    ['numbers for texts', [numericTexts()]],
    ['the first row twice', [idTwice()]],
    ['times in milliseconds', [timesInMilliseconds()]],
    ['nobody as 204', [nobodyIs204()]],
    ['nobody as an empty body', [nobodyIsEmpty()]],
    ['nobody as null', [nobodyIsNull()]],
    ['nobody as 404', [nobodyIs404()]],
  ])('of %s', async (_name, personalities) => {
    const { list, lookUp } = open(source, personalities);
    await list(0, 1);
    expect(idsOf(await lookUp(KEYS))).toEqual(everybody(source));
    const nobody: RecordKey[] = [1, 2].map((n) => ({ kind: 'email', value: `none${n}@x.cz` }));
    expect(idsOf(await lookUp(nobody))).toEqual([[], []]);
    expect(idsOf(await lookUp(KEYS))).toEqual(everybody(source));
  });

  it('in one request more than once, if nothing is cut', async () => {
    const { list, lookUp, requests } = open(source, []);
    await list(0, 1);
    requests();
    await lookUp(KEYS.slice(0, 60));
    expect(requests()).toBe(1);
    await lookUp(KEYS.slice(60, 120));
    expect(requests()).toBe(1);
  });

  it('with at most log₂ more requests, once, if larger ones are refused', async () => {
    const { list, lookUp, requests } = open(source, [largeSearchesRefused(25)]);
    await list(0, 100);
    requests();
    await lookUp(KEYS.slice(0, 100));
    // 100, 50 and 25 in sequence, and the rest in 25s.
    expect(requests()).toBe(2 + 4);
    await lookUp(KEYS.slice(0, 100));
    expect(requests()).toBe(4);
  });

  it('and pages lose only the rows without an id', async () => {
    const { list } = open(source, [source === 'HELPCRUNCH' ? idsTooLarge(7) : rowsWithoutId(7)]);
    const { records, total, skipped } = await list(0, 70);
    expect([records.length, total]).toEqual([PEOPLE, PEOPLE]);
    expect(skipped).toBe(records.filter(({ isUnreadable }) => isUnreadable).length);
    expect(skipped).toBeGreaterThan(5);
    expect(skipped).toBeLessThan(25);
  });
});

it('a refused single condition ends the search for a size', async () => {
  const { list, lookUp, requests } = open('HELPCRUNCH', [emailSearchesRefused()]);
  await list(0, 100);
  requests();
  await expect(lookUp(KEYS.slice(0, 100))).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED' });
  expect(requests()).toBeLessThanOrEqual(1 + 7);
  const ids: RecordKey[] = numbers.map((n) => ({ kind: 'id', value: `${n}` }));
  expect((await lookUp(ids)).flat()).toHaveLength(PEOPLE);
});

it.each([
  searchForbidden(),
  searchMissing(),
])('$name: the list and ids still work, and no filter is promised', async (personality) => {
  const { list, lookUp, filters } = open('HELPCRUNCH', [personality]);
  expect(filters()).not.toEqual([]);
  const ids: RecordKey[] = [1, 2, 99_999].map((n) => ({ kind: 'id', value: `${n}` }));
  expect(idsOf(await lookUp(ids))).toEqual([['1'], ['2'], []]);
  await expect(lookUp(KEYS)).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED' });
  expect(filters()).toEqual([]);
  expect((await list(0, 100)).records).toHaveLength(PEOPLE);
});
