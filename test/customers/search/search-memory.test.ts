import { expect, test } from 'vitest';
import type { SourceRecord } from '../../../src/customers/model/source-record.ts';
import { readSearchText } from '../../../src/customers/search/read-search-text.ts';
import { SearchMemory } from '../../../src/customers/search/search-memory.ts';

const SECOND = 1_000;
const nova = readSearchText('nova', 'CZ');
const novak = readSearchText('novak', 'CZ');
const KEY = { kind: 'email', value: 'jan@x.cz' } as const;

function scene(scarcity: number) {
  let now = 1_000_000;
  const memory = new SearchMemory({
    freshMs: 10 * SECOND,
    staleMs: 300 * SECOND,
    scarcity: (source) => (source === 'HELPCRUNCH' ? scarcity : 0),
    now: () => now,
  });
  const found = { records: [] as SourceRecord[], requests: [], warnings: [], storedAt: now };
  const search = {
    ...found,
    text: nova,
    isComplete: true,
    coverage: 'PARTS',
    covers: () => true,
    typing: { isLookedUp: false },
  } as const;
  memory.keep('HELPCRUNCH', search);
  memory.keep('CARECLOUD', search);
  memory.keepLookUp('HELPCRUNCH', KEY, found);
  return {
    find: (ageMs: number, maxAgeMs?: number, source: 'HELPCRUNCH' | 'CARECLOUD' = 'HELPCRUNCH') => {
      now = 1_000_000 + ageMs;
      const call = { client: 'desk', ...(maxAgeMs !== undefined && { maxAgeMs }) };
      const isFound = memory.find(source, novak, call) !== undefined;
      if (source === 'HELPCRUNCH') expect(memory.lookUp(source, KEY, call) !== undefined).toBe(isFound);
      return isFound ? memory.ageOf(found) : null;
    },
  };
}

test('a result is reused while it is fresh, and while the source’s budget is scarce the longer the scarcer, with its age', () => {
  expect(scene(0).find(9_999)).toEqual({ ageSeconds: 9, stale: false });
  expect(scene(0).find(10_000)).toBeNull();
  expect(scene(0.5).find(159_999)).toEqual({ ageSeconds: 159, stale: true });
  expect(scene(0.5).find(160_000)).toBeNull();
  expect(scene(1).find(309_999)).toEqual({ ageSeconds: 309, stale: true });
  expect(scene(1).find(310_000)).toBeNull();
});

test('another source’s budget does not count, and an old result only for a client that accepts its age', () => {
  expect(scene(1).find(10_000, undefined, 'CARECLOUD')).toBeNull();
  expect(scene(1).find(59_999, 60_000)).toEqual({ ageSeconds: 59, stale: true });
  expect(scene(1).find(60_000, 60_000)).toBeNull();
  expect(scene(1).find(9_999, 1_000)).toEqual({ ageSeconds: 9, stale: false });
});

test('what a search shows again does not replace a later look-up', () => {
  let now = 1_000_000;
  const memory = new SearchMemory({ freshMs: 10 * SECOND, now: () => now });
  const found = { records: [] as SourceRecord[], requests: [], warnings: [] };
  memory.keepLookUp('HELPCRUNCH', KEY, { ...found, storedAt: now });
  memory.keepLookUp('HELPCRUNCH', KEY, { ...found, storedAt: now - 5 * SECOND });
  now += 9_999;
  expect(memory.lookUp('HELPCRUNCH', KEY, { client: 'desk' })?.storedAt).toBe(1_000_000);
  memory.keepLookUp('HELPCRUNCH', KEY, { ...found, storedAt: now });
  now += 9_999;
  expect(memory.lookUp('HELPCRUNCH', KEY, { client: 'desk' })?.storedAt).toBe(1_009_999);
});
