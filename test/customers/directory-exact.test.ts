import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CustomerDirectory } from '../../src/customers/customer-directory.ts';
import { identityKeys, PROPERTY_TIMEOUT, runs } from './support/cases.ts';
import { createMemoryVendors } from './support/memory-vendors.ts';
import { customerByEmail, customerOf, type Key, profilesOf } from './support/oracle.ts';
import { openDirectory } from './support/walks.ts';
import { EMAILS, toRows, type World, worlds } from './support/world.ts';

const cases = fc.record({
  world: worlds(40),
  keys: identityKeys,
  settings: fc.record({
    careCloudBatch: fc.constantFrom(2, 7, 100),
    helpCrunchBatch: fc.constantFrom(2, 10, 100),
    maxConditions: fc.constantFrom(3, 100),
  }),
});

it(
  'finds the same people in any data, starting from any record or email',
  async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ world, keys, settings }) => {
        const vendors = createMemoryVendors(toRows(world), settings);
        const { directory } = openDirectory({ vendors, identityKeys: keys });
        await Promise.all([
          expectAccounts(directory, world, keys),
          expectProfiles(directory, world, keys),
          expectEmails(directory, world, keys),
        ]);
      }),
      runs(150),
    );
  },
  PROPERTY_TIMEOUT,
);

/** Every account is a customer, with every profile that shares a key. */
async function expectAccounts(directory: CustomerDirectory, world: World, keys: readonly Key[]) {
  await Promise.all(
    world.accounts.map(async (account) => {
      const customer = await directory.find({ kind: 'customer', source: 'CARECLOUD', id: account.id });
      if (customer === null) throw new Error(`Nobody found ${account.id}.`);
      expect(customer).toMatchObject({ key: `CARECLOUD:${account.id}`, identity: 'RESOLVED' });
      const profiles = await directory.profiles(customer);
      expect(profiles.map(({ id }) => Number(id))).toEqual(
        profilesOf(account, world, keys).map(({ id }) => id),
      );
    }),
  );
}

/** Every profile belongs to the account it resolves to, or is a customer by itself. */
async function expectProfiles(directory: CustomerDirectory, world: World, keys: readonly Key[]) {
  await Promise.all(
    world.profiles.map(async (profile) => {
      const record = await directory.record('HELPCRUNCH', String(profile.id));
      if (record === null) throw new Error(`Nobody found ${profile.id}.`);
      const { key } = await directory.customerOf(record);
      expect(key).toBe(customerOf(profile, world, keys));
    }),
  );
}

async function expectEmails(directory: CustomerDirectory, world: World, keys: readonly Key[]) {
  await Promise.all(
    EMAILS.map(async (email) => {
      const customer = await directory.find({ kind: 'email', value: email });
      expect(customer?.key ?? null).toBe(customerByEmail(email, world, keys));
    }),
  );
}
