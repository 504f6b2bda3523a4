import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leastPeople } from '../../../src/customers/list/people-in-hand.ts';
import type { Customer } from '../../../src/customers/model/customer.ts';
import { claims } from '../../../src/customers/model/identity.ts';
import type { IdentityKey, SourceRecord } from '../../../src/customers/model/source-record.ts';
import { runs } from '../support/cases.ts';

const value = fc.option(fc.constantFrom('1', '2', '3'), { nil: undefined });
const record = fc.record({
  keys: fc.record({ email: value, phone: value }),
}) as unknown as fc.Arbitrary<SourceRecord>;

test('is never more than the people there are, whatever the accounts that nobody could ask for', () => {
  fc.assert(
    fc.property(
      fc.array(record, { maxLength: 6 }),
      fc.array(record, { maxLength: 4 }),
      fc.constantFrom<readonly IdentityKey[]>(['email'], ['email', 'phone']),
      (profiles, accounts, keys) => {
        const people = new Set(
          profiles.map((profile) => accounts.find((account) => claims(account, profile, keys)) ?? profile),
        );
        const customers = profiles.map((profile) => ({ identity: 'UNRESOLVED', profile, account: null }));
        const least = leastPeople(customers as unknown as Customer[], keys);
        expect(least).toBeLessThanOrEqual(people.size);
        expect(least > 0).toBe(people.size > 0);
      },
    ),
    runs(300),
  );
});

test('counts profiles with different emails, and those without one, if only the email joins records', () => {
  const customers = ['1', '1', '2', undefined].map((email) => ({
    identity: 'UNRESOLVED',
    profile: { keys: { email } },
    account: null,
  }));
  expect(leastPeople(customers as unknown as Customer[], ['email'])).toBe(3);
  expect(leastPeople(customers as unknown as Customer[], ['email', 'phone'])).toBe(1);
});
