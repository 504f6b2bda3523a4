import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Person, SourceRecord } from '../../../src/customers/model/source-record.ts';
import { type FoundIn, matchRecord } from '../../../src/customers/search/match-record.ts';
import { readSearchText } from '../../../src/customers/search/read-search-text.ts';
import { servesLonger } from '../../../src/customers/search/serves-longer.ts';

const serves = (shorter: string, longer: string) =>
  servesLonger(readSearchText(shorter), readSearchText(longer));

test.each([
  ['nov', 'Nováková', false],
  ['nov', 'nováková', true],
  ['Nov', 'Nováková', true],
  ['Nová', 'Nováková', true],
  ['novák', 'novák j', true],
  ['novák jan', 'novák jana', true],
  ['novák', 'novák', true],
  ['vesely', 'vesely240', true],
  ['vesely', 'vesely@seznam.cz', true],
  ['vesely jan', 'vesely jan@x.cz', false],
  ['mgr', 'mgr novák', false],
  ['603350', '603350413', false],
  ['603 350', '603 350 413', false],
  ['783', '7831', false],
  ['no', 'nov', false],
])('%s serves %s: %s', (shorter, longer, expected) => expect(serves(shorter, longer)).toBe(expected));

const PROFILES: FoundIn = { idReading: 'HELP_CRUNCH_ID', hasUserIds: true, foundBy: new Set() };

test('whoever the longer text matches by a part, the shorter one matched', () => {
  const piece = fc.constantFrom('a', 'b', 'B', 'á', '@', ' ', '1', '.', 'mgr ');
  const textOf = (max: number) => fc.array(piece, { maxLength: max }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(textOf(5), textOf(3), textOf(6), textOf(6), (start, rest, name, email) => {
      const shorter = readSearchText(start);
      const longer = readSearchText(start + rest);
      fc.pre(servesLonger(shorter, longer));
      const record = recordOf({ firstName: name, email });
      const match = matchRecord(longer, record, PROFILES);
      const parts = match?.readings.filter((reading) => reading !== 'USER_ID') ?? [];
      if (parts.length > 0) expect(matchRecord(shorter, record, PROFILES)).not.toBeNull();
    }),
    { numRuns: 2_000 },
  );
});

function recordOf(person: Partial<Person>): SourceRecord {
  const none = {
    name: null,
    firstName: null,
    lastName: null,
    email: null,
    phone: null,
    birthdate: null,
    gender: null,
    company: null,
    language: null,
    city: null,
    countryCode: null,
    firstSeenAt: null,
    lastSeenAt: null,
    updatedAt: null,
  };
  return { source: 'HELPCRUNCH', id: '1', person: { ...none, ...person }, keys: {}, rank: 0, own: null };
}
