import { describe, expect, it } from 'vitest';
import {
  bestAccount,
  claims,
  compareIds,
  resolveAccount,
  sortProfiles,
} from '../../../src/customers/model/identity.ts';
import { accountRecord, profileRecord } from '../support/records.ts';

describe('claiming', () => {
  const account = accountRecord('a1', { keys: { email: 'ann@x.cz', userId: 'a1', phone: '+420523828931' } });

  it('needs one equal key of those that count', () => {
    const profile = profileRecord('7', { keys: { email: 'bob@x.cz', userId: 'a1' } });

    expect(claims(account, profile, ['email'])).toBe(false);
    expect(claims(account, profile, ['userId'])).toBe(true);
    expect(claims(account, profile, ['email', 'userId'])).toBe(true);
    expect(claims(account, profile, ['phone'])).toBe(false);
  });

  it('never treats two missing values as equal', () => {
    expect(claims(accountRecord('a1'), profileRecord('7'), ['email', 'userId', 'phone'])).toBe(false);
  });
});

describe('resolving', () => {
  const byEmail = accountRecord('a9', { keys: { email: 'ann@x.cz' }, rank: 1 });
  const byPhone = accountRecord('a1', { keys: { phone: '+420523828931' }, person: { updatedAt: 9 } });
  const profile = profileRecord('7', { keys: { email: 'ann@x.cz', phone: '+420523828931' } });

  it('prefers the strongest key to the best account', () => {
    expect(resolveAccount(profile, [byPhone, byEmail], ['email', 'phone'])).toBe(byEmail);
    expect(resolveAccount(profile, [byPhone, byEmail], ['phone', 'email'])).toBe(byPhone);
  });

  it('is none if no account claims the profile', () => {
    expect(resolveAccount(profile, [byPhone], ['email'])).toBeNull();
    expect(resolveAccount(profile, [], ['email'])).toBeNull();
  });
});

describe('the best account', () => {
  const changed = (id: string, updatedAt: number | null, rank = 0) =>
    accountRecord(id, { person: { updatedAt }, rank });

  it.each([
    ['active before the later changed', [changed('a', 9, 1), changed('b', 1)], 'b'],
    ['then the latest change', [changed('a', 1), changed('b', 2)], 'b'],
    ['any change before none', [changed('a', null), changed('b', 1)], 'b'],
    ['then the lowest id', [changed('b', 1), changed('a', 1)], 'a'],
    ['the lowest id where neither changed', [changed('b', null), changed('a', null)], 'a'],
  ])('is %s', (_rule, accounts, id) => {
    expect(bestAccount(accounts)?.id).toBe(id);
    expect(bestAccount(accounts.toReversed())?.id).toBe(id);
  });

  it('is null without accounts', () => {
    expect(bestAccount([])).toBeNull();
  });
});

describe('profiles of an account', () => {
  it('are sorted last seen first, never seen last, then by id as a number', () => {
    const seen = (id: string, lastSeenAt: number | null) => profileRecord(id, { person: { lastSeenAt } });
    const profiles = [seen('10', null), seen('9', null), seen('3', 1), seen('20', 2), seen('4', 2)];

    expect(sortProfiles(profiles).map(({ id }) => id)).toEqual(['4', '20', '3', '9', '10']);
    expect(sortProfiles(profiles.toReversed()).map(({ id }) => id)).toEqual(['4', '20', '3', '9', '10']);
  });
});

describe('ids', () => {
  it('compare as numbers when they are, else by code unit', () => {
    expect(compareIds('9', '10')).toBeLessThan(0);
    expect(compareIds('10', '10')).toBe(0);
    expect(compareIds('b', 'a')).toBeGreaterThan(0);
    expect(compareIds('8ea2', '8ea10')).toBeGreaterThan(0);
  });
});
