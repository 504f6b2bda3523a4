import { describe, expect, it } from 'vitest';
import { requestsFor, windowOf } from '../../../src/customers/lookup/lookup-batching.ts';
import type { IdentityKey } from '../../../src/customers/model/source-record.ts';
import { createMemoryVendors, type VendorSettings } from '../support/memory-vendors.ts';
import { accountRecord, profileRecord } from '../support/records.ts';

function contextOf(identityKeys: readonly IdentityKey[], settings: VendorSettings = {}) {
  const { sources } = createMemoryVendors({ careCloud: [], helpCrunch: [] }, settings);
  const [accounts, profiles] = sources;
  if (accounts === undefined || profiles === undefined) throw new Error('Expected two sources.');
  return { accounts, profiles, context: { sources, identityKeys } };
}

const profiles = (count: number, email = (index: number) => `p${index}@x.cz`) =>
  Array.from({ length: count }, (_, index) =>
    profileRecord(String(index), {
      keys: { email: email(index).toLowerCase(), userId: `u${index}`, phone: '+420523828931' },
      person: { email: email(index) },
    }),
  );

describe('a window of rows', () => {
  it('contains as many as one request to the other source can hold', () => {
    const { context, profiles: source } = contextOf(['email'], { careCloudBatch: 10 });

    expect(windowOf(profiles(30), source, context)).toBe(10);
    expect(windowOf(profiles(7), source, context)).toBe(7);
    expect(windowOf([], source, context)).toBe(0);
  });

  it('counts emails not in lower case twice', () => {
    const { context, profiles: source } = contextOf(['email'], { careCloudBatch: 10 });

    expect(
      windowOf(
        profiles(30, (index) => `P${index}@x.cz`),
        source,
        context,
      ),
    ).toBe(5);
  });

  it('counts every spelling of an accented email', () => {
    const { context, profiles: source } = contextOf(['email'], { careCloudBatch: 12 });
    const windowWith = (letter: string) =>
      windowOf(
        profiles(30, (index) => `${letter}${index}@x.cz`),
        source,
        context,
      );

    expect([windowWith('\u00e9'), windowWith('e\u0301'), windowWith('\u00c9')]).toEqual([6, 6, 3]);
  });

  it('counts rows without a key as nothing', () => {
    const { context, profiles: source } = contextOf(['email'], { careCloudBatch: 2 });
    const nobody = Array.from({ length: 50 }, (_, index) => profileRecord(`n${index}`));

    expect(windowOf([...nobody, ...profiles(5)], source, context)).toBe(52);
  });

  it('has at least one row', () => {
    const { context, profiles: source } = contextOf(['email'], { careCloudBatch: 2 });
    const capitals = profiles(3, (index) => `P${index}@x.cz`);

    expect(windowOf(capitals, source, context)).toBe(1);
  });

  it('is not reduced by kinds with separate requests', () => {
    const { context, profiles: source } = contextOf(['email', 'userId'], { careCloudBatch: 10 });

    expect(windowOf(profiles(30), source, context)).toBe(10);
  });

  it('is reduced by kinds that share a request', () => {
    const { context, accounts } = contextOf(['email', 'userId'], { helpCrunchBatch: 10 });
    const rows = Array.from({ length: 30 }, (_, index) =>
      accountRecord(`a${index}`, {
        keys: { email: `p${index}@x.cz`, userId: `a${index}` },
        person: { email: `p${index}@x.cz` },
      }),
    );

    expect(windowOf(rows, accounts, context)).toBe(5);
  });

  it('sends a few concurrently of keys with one request each', () => {
    const { context, profiles: source } = contextOf(['phone']);

    expect(windowOf(profiles(30), source, context)).toBe(5);
  });

  it('is everything if no other source is needed', () => {
    const { profiles: source } = contextOf(['email']);

    expect(windowOf(profiles(300), source, { sources: [source], identityKeys: ['email'] })).toBe(300);
  });
});

describe('the requests of a look-up', () => {
  const emails = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ kind: 'email' as const, value: `p${index}@x.cz` }));

  it('are one per batch and kind', () => {
    const { accounts } = contextOf(['email'], { careCloudBatch: 10 });

    expect(requestsFor([], accounts.abilities)).toBe(0);
    expect(requestsFor(emails(10), accounts.abilities)).toBe(1);
    expect(requestsFor(emails(11), accounts.abilities)).toBe(2);
    expect(requestsFor([...emails(1), { kind: 'userId', value: 'u' }], accounts.abilities)).toBe(2);
    expect(
      requestsFor(
        [
          { kind: 'phone', value: '+1' },
          { kind: 'phone', value: '+2' },
        ],
        accounts.abilities,
      ),
    ).toBe(2);
  });

  it('are shared if kinds may mix', () => {
    const { profiles: source } = contextOf(['email'], { helpCrunchBatch: 10 });

    expect(requestsFor([...emails(9), { kind: 'userId', value: 'u' }], source.abilities)).toBe(1);
    expect(requestsFor([...emails(10), { kind: 'userId', value: 'u' }], source.abilities)).toBe(2);
  });
});
