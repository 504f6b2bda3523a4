import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emailSpellings } from '../../../src/customers/model/email.ts';
import { surelyFinds, USUAL_SEARCH } from '../../../src/vendors/helpcrunch/criteria/search-traits.ts';
import { emailVariants } from '../../../src/vendors/shared/look-up/email-variants.ts';
import { reasonFor } from '../../../src/vendors/shared/traits/learn-from-missing.ts';
import { findMissing, missingOf } from '../../../src/vendors/shared/traits/missing-records.ts';
import { SeenRecords } from '../../../src/vendors/shared/traits/seen-records.ts';
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

  it('include keys that were recently looked up without a result', () => {
    let now = 0;
    const seen = new SeenRecords(() => now);
    seen.missed(EMAIL);
    expect(seen.saw([ann])).toEqual([EMAIL]);
    expect(seen.saw([ann])).toEqual([]);
    seen.missed(EMAIL);
    now = 61_000;
    expect(seen.saw([ann])).toEqual([]);
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
  ['~', 'ann', { containsMindsCase: true }, false],
  ['~', '8931', { inside: 'WORD' }, false],
  ['!=', 'Jose', { ignoresAccents: true }, false],
  ['!=', 'Jose', { equalsMindsCase: true }, true],
  ['~', 'ann', {}, true],
] as const)('%s %j under %j: surely found is %j', (operator, value, traits, expected) => {
  const condition = { field: 'customers.name', operator, value } as const;
  expect(surelyFinds(condition, { ...USUAL_SEARCH, ...traits })).toBe(expected);
});
