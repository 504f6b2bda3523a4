import { describe, expect, it } from 'vitest';
import type { CustomerSource } from '../../src/customers/customer-source.ts';
import type { Person, RecordKey } from '../../src/customers/model/source-record.ts';
import { seenPerson } from '../support/seen.ts';
import { createMemoryVendors } from './support/memory-vendors.ts';
import { countingMeter, testCall } from './support/walks.ts';
import { accountId, someAccount, someProfile, toCareCloudRow, toHelpCrunchRow } from './support/world.ts';

const account = toCareCloudRow(
  someAccount({
    id: accountId(0),
    email: 'ann@x.cz',
    phone: '+420523828931',
    firstName: 'Ann',
    lastName: 'Roe',
    birthdate: '1985-02-12',
    lastChange: 1_593_000_000_000,
  }),
);
const profile = toHelpCrunchRow(
  someProfile({
    id: 7,
    email: 'ann@x.cz',
    phone: { text: '+420 523 828 931', e164: '+420523828931' },
    name: 'Ann Roe',
    company: 'Acme',
    city: 'Brno',
    countryCode: 'CZ',
    firstSeen: 1_593_000_000_000,
    lastSeen: 1_593_000_000_000,
  }),
);
const whole = {
  careCloud: [
    {
      ...account,
      personal_information: {
        ...account.personal_information,
        gender: 2,
        address: { city: 'Brno', country_code: 'CZ' },
      },
    },
  ],
  helpCrunch: [{ ...profile, locale: 'cs' }],
};
const { sources } = createMemoryVendors(whole);

async function firstPerson(source: CustomerSource): Promise<Person> {
  const [filter] = source.planOwn(null).filters;
  const order = { field: source.abilities.unifiedOrders.SOURCE, direction: 'ASC' } as const;
  const page = await source.list({ filter, order }, { offset: 0, limit: 1 }, testCall(countingMeter()));
  const [record] = page.records;
  if (record === undefined) throw new Error('Expected a record.');
  return record.person;
}

async function costOf(source: CustomerSource, keys: readonly RecordKey[]): Promise<number> {
  const meter = countingMeter();
  await source.lookUp(keys, testCall(meter));
  return meter.requests[source.name] ?? 0;
}

const VALUES = {
  id: (index: number) => String(index + 1),
  userId: (index: number) => `user-${index}`,
  email: (index: number) => `p${index}@x.cz`,
  phone: (index: number) => `+4205238${String(index).padStart(5, '0')}`,
} as const;

describe.each(
  sources.map((source) => [source.name, source] as const),
)('%s supports what it declares:', (_name, source) => {
  const { abilities } = source;

  it('it fills the unified fields it declares, and no others', async () => {
    const person = await firstPerson(source);
    const filled = Object.entries(seenPerson(person)).flatMap(([name, value]) =>
      value === null ? [] : [name],
    );

    expect(filled.toSorted()).toEqual([...abilities.fills].toSorted());
  });

  it('it has the orders of the unified list', () => {
    for (const field of Object.values(abilities.unifiedOrders)) expect(abilities.orders).toContain(field);
  });

  it.each([
    'id',
    'userId',
    'email',
    'phone',
  ] as const)('it looks up a batch by %s in one request', async (kind) => {
    const batch = abilities.lookUpBatch[kind];
    const keys = (count: number) =>
      Array.from({ length: count }, (_, index): RecordKey => ({ kind, value: VALUES[kind](index) }));

    expect(await costOf(source, keys(batch))).toBe(1);
    expect(await costOf(source, keys(batch + 1))).toBe(2);
  });

  it('it mixes kinds in one request as declared', async () => {
    const keys = (['email', 'userId'] as const).map((kind): RecordKey => ({ kind, value: VALUES[kind](0) }));

    expect(await costOf(source, keys)).toBe(abilities.lookUpMixesKinds ? 1 : 2);
  });
});
