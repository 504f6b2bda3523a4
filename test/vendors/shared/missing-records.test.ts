import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emailSpellings } from '../../../src/customers/model/email.ts';
import type { RecordKey } from '../../../src/customers/model/source-record.ts';
import { TRAITS } from '../../../src/vendors/carecloud/traits.ts';
import { surelyFinds, USUAL_SEARCH } from '../../../src/vendors/helpcrunch/criteria/search-traits.ts';
import { chunks } from '../../../src/vendors/shared/look-up/batch-size.ts';
import { completeLookUp } from '../../../src/vendors/shared/look-up/complete-look-up.ts';
import { emailVariants } from '../../../src/vendors/shared/look-up/email-variants.ts';
import {
  learnFromFound,
  learnFromRepeated,
  reasonFor,
} from '../../../src/vendors/shared/traits/learn-from-missing.ts';
import { findMissing, missingOf } from '../../../src/vendors/shared/traits/missing-records.ts';
import { SeenRecords } from '../../../src/vendors/shared/traits/seen-records.ts';
import { createTraitBook } from '../../../src/vendors/shared/traits/trait-book.ts';
import { profileRecord } from '../../customers/support/records.ts';

const ann = profileRecord('1', { keys: { email: 'ann@x.cz' } });
const other = profileRecord('2', { keys: { email: 'ann@x.cz', userId: 'u' } });
const EMAIL = { kind: 'email', value: 'ann@x.cz' };

describe('known records', () => {
  it('must be found when looked up', () => {
    const seen = new SeenRecords();
    seen.saw([ann, other]);
    expect(missingOf([EMAIL], [ann], seen)).toEqual([{ key: EMAIL, id: '2' }]);
    expect(missingOf([EMAIL], [ann, other], seen)).toEqual([]);
    expect(missingOf([{ kind: 'email', value: 'bob@x.cz' }], [], seen)).toEqual([]);
    expect(missingOf([{ kind: 'userId', value: 'u' }], [], seen)).toHaveLength(1);
  });

  it('are forgotten if the record has another value by now, or is gone', async () => {
    const seen = new SeenRecords();
    seen.saw([ann, other]);
    const now = profileRecord('1', { keys: { email: 'new@x.cz' } });
    const one = async (id: string) => (id === '1' ? [now] : []);
    expect(await findMissing([EMAIL], [], seen, one)).toEqual([]);
    expect(missingOf([EMAIL], [], seen)).toEqual([]);
  });

  it('show that a recent look-up by one of their keys lacked them', () => {
    let now = 0;
    const seen = new SeenRecords(() => now);
    seen.lookedUp(EMAIL);
    expect(seen.saw([ann])).toEqual([EMAIL]);
    expect(seen.saw([ann])).toEqual([]);
    // It found one of two.
    seen.lookedUp(EMAIL);
    expect(seen.saw([ann])).toEqual([]);
    expect(seen.saw([other])).toEqual([EMAIL]);
    seen.lookedUp({ kind: 'userId', value: 'v' });
    now = 61_000;
    expect(seen.saw([profileRecord('3', { keys: { userId: 'v' } })])).toEqual([]);
  });
});

it.each([
  ['Ann@x.cz', 'CASE'],
  [' ann@x.cz', 'BLANKS'],
  ['ann@x.cz', 'INCOMPLETE'],
  [null, 'INCOMPLETE'],
])('an email written %j was not found because of its %s', (written, reason) => {
  expect(reasonFor(EMAIL, written)).toBe(reason);
});

it.each([
  // The email found is one that was sent.
  [['ann@x.cz', 'Ann@x.cz'], ['Ann@x.cz'], 'SENSITIVE', 'SIGNIFICANT'],
  [['ann@x.cz'], ['aNN@x.cz'], 'INSENSITIVE', 'SIGNIFICANT'],
  [['ann@x.cz'], [' ann@x.cz'], 'SENSITIVE', 'IGNORED'],
  [['ann@x.cz'], ['bob@x.cz'], 'SENSITIVE', 'SIGNIFICANT'],
  [[], ['aNN@x.cz'], 'SENSITIVE', 'SIGNIFICANT'],
])('%j sent and %j found: letter case is %s, blanks are %s', (sent, found, letterCase, blanks) => {
  const traits = createTraitBook(TRAITS);
  traits.learn('email.case', 'SENSITIVE');
  traits.learn('email.blanks', 'SIGNIFICANT');
  learnFromFound(sent, found, traits, { mindsCase: 'email.case', mindsBlanks: 'email.blanks' });
  expect([traits.currently('email.case'), traits.currently('email.blanks')]).toEqual([letterCase, blanks]);
});

it.each([
  // Found when sent as it is written: letter case was why.
  [1, ['Ann@x.cz'], 'SENSITIVE', 'NO'],
  [1, [], 'SENSITIVE', 'YES'],
  [0, ['Ann@x.cz'], 'INSENSITIVE', 'NO'],
  // Not among the spellings that were sent.
  [0, ['aNn@x.cz'], 'SENSITIVE', 'NO'],
])('sent in other letter cases, %s found and %j still missing: %s, complete: %s', (...each) => {
  const [found, missing, letterCase, complete] = each;
  const traits = createTraitBook(TRAITS);
  traits.learn('email.case', 'SENSITIVE');
  const names = {
    mindsCase: 'email.case',
    mindsBlanks: 'email.blanks',
    isComplete: 'criteria.complete',
  } as const;
  const still = missing.map((written) => ({ key: EMAIL, written }));
  learnFromRepeated(Array(found).fill(ann), still, traits, names);
  expect([traits.currently('email.case'), traits.currently('criteria.complete')]).toEqual([
    letterCase,
    complete,
  ]);
});

describe('a look-up that lacks known records', () => {
  const people = ['1', '2', '3', '4', '5', '6'].map((n) =>
    profileRecord(n, { keys: { email: `p${n}@x.cz` } }),
  );
  const keys: readonly RecordKey[] = people.map(({ keys: { email = '' } }) => ({
    kind: 'email',
    value: email,
  }));

  async function lookUp(answer: (values: readonly string[]) => readonly string[]) {
    const seen = new SeenRecords();
    seen.saw(people);
    let size = keys.length;
    const missed: string[] = [];
    const requests: number[] = [];
    const search = async (some: readonly RecordKey[]) => {
      const parts = chunks(some, size).map((part) => answer(part.map(({ value }) => value)));
      requests.push(...chunks(some, size).map(({ length }) => length));
      return people.filter(({ keys: { email = '' } }) => parts.flat().includes(email));
    };
    const found = await completeLookUp(keys, {
      search,
      one: async (id) => people.filter((person) => person.id === id),
      comparedValue: ({ value }) => value,
      seen,
      mayBeCut: (some) => Math.min(some.length, size) > 1,
      onCut: (some) => {
        size = Math.ceil(Math.min(some.length, size) / 2);
      },
      onMissing: (missing) => {
        missed.push(...missing.map(({ record }) => record.id));
        return false;
      },
      onAskedAnew: () => {},
    });
    return { found: found.map(({ id }) => id).toSorted(), missed, requests };
  }

  it('because it was cut is repeated in parts, and teaches nothing about searches', async () => {
    const { found, missed, requests } = await lookUp((values) => values.slice(0, 2));
    expect(found).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(missed).toEqual([]);
    expect(requests).toEqual([6, 1, 3, 3, 1, 2, 2, 2]);
  });

  it('because the search does not find them gets them by their ids', async () => {
    const { found, missed, requests } = await lookUp((values) =>
      values.filter((value) => !['p2@x.cz', 'p5@x.cz'].includes(value)),
    );
    expect(found).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(missed).toEqual(['2', '5']);
    expect(requests).toEqual([6, 1]);
  });
});

it('the variants of an email begin with its spellings, are few, and have the usual letter cases', () => {
  fc.assert(
    fc.property(fc.emailAddress(), fc.boolean(), fc.boolean(), (email, mindsCase, mindsBlanks) => {
      const variants = emailVariants(email, { mindsCase, mindsBlanks });
      const usual = emailSpellings(email);
      expect(variants.slice(0, usual.length)).toEqual(usual);
      expect(variants.length).toBeLessThanOrEqual(21);
      if (mindsCase) expect(variants).toContain(email.toUpperCase());
      if (mindsBlanks) expect(variants).toContain(` ${email}`);
    }),
  );
});

it.each([
  ['=', 'VIP', { equalsMindsCase: true }, false],
  ['=', '123', { equalsMindsCase: true }, true],
  ['=', '123', { equalsMindsBlanks: true }, false],
  ['~', 'ann', { containsMindsCase: true }, false],
  ['~', '8931', { inside: 'WORD' }, false],
  ['!=', 'Jose', { ignoresAccents: true }, false],
  ['!=', 'Jose', { equalsMindsCase: true }, true],
  ['~', 'ann', {}, true],
] as const)('%s %j under %j: surely found is %j', (operator, value, traits, expected) => {
  const condition = { field: 'customers.name', operator, value } as const;
  expect(surelyFinds(condition, { ...USUAL_SEARCH, ...traits })).toBe(expected);
});
