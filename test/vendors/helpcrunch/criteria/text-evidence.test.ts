import { describe, expect, it } from 'vitest';
import { createTextEvidence } from '../../../../src/vendors/helpcrunch/criteria/text-evidence.ts';
import { toRecord } from '../../../../src/vendors/helpcrunch/record.ts';
import { TRAITS } from '../../../../src/vendors/helpcrunch/traits.ts';
import type { SearchCondition } from '../../../../src/vendors/helpcrunch/wire/wire.ts';
import { createTraitBook } from '../../../../src/vendors/shared/traits/trait-book.ts';
import { profile } from '../support/profiles.ts';

const open = () => {
  const traits = createTraitBook(TRAITS);
  return { traits, evidence: createTextEvidence(traits) };
};
const anyOf = (...texts: readonly [field: 'name' | 'email' | 'company', value: string][]) => ({
  comparison: 'OR' as const,
  conditions: texts.map(
    ([field, value]): SearchCondition => ({ field: `customers.${field}`, operator: '~', value }),
  ),
});
const JAN = toRecord(profile({ customerId: '1', name: 'Jan Novák', email: 'jan@x.cz' }));

describe('rows that a search found in another letter case', () => {
  it.each([
    ['by the name', anyOf(['name', 'JAN']), true],
    ['by the email alone', anyOf(['email', 'JAN@']), false],
    ['perhaps by the email', anyOf(['name', 'JAN'], ['email', 'JAN']), false],
    ['in the case typed', anyOf(['name', 'Jan']), false],
  ])('%s', (_, search, isShown) => {
    const { evidence } = open();
    evidence.saw(search, [JAN]);
    expect(evidence.ignoresNameCase()).toBe(isShown);
  });

  it('by the email do not hide that names mind their case; by the name they do', () => {
    const { traits, evidence } = open();
    traits.learn('search.contains.case', 'SENSITIVE');
    evidence.saw(anyOf(['email', 'JAN@']), [JAN]);
    expect([traits.currently('search.contains.case'), evidence.isShown('CASE')]).toEqual([
      'SENSITIVE',
      false,
    ]);
    evidence.saw(anyOf(['name', 'JAN']), [JAN]);
    expect([traits.currently('search.contains.case'), evidence.ignoresNameCase()]).toEqual([
      'INSENSITIVE',
      true,
    ]);
  });

  it('by the email show how emails are compared, if nothing else is known', () => {
    const { evidence } = open();
    evidence.saw(anyOf(['email', 'JAN@']), [JAN]);
    expect([evidence.isShown('CASE'), evidence.ignoresNameCase()]).toEqual([true, false]);
  });
});

it('a row that a search for whole words finds by another field does not show that it finds parts', () => {
  const { evidence } = open();
  const found = toRecord(profile({ customerId: '1', name: 'Jan Novák', email: 'nov@x.cz' }));
  expect(evidence.showsParts(anyOf(['email', '"nov'], ['name', 'nov']), [found])).toBe(false);
  expect(evidence.showsParts(anyOf(['email', '"nov'], ['name', 'nov']), [JAN])).toBe(true);
});
