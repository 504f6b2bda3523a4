import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PROPERTY_TIMEOUT, runs, severalKeys } from '../support/cases.ts';
import { createMemoryVendors } from '../support/memory-vendors.ts';
import { customerByEmail, customerOf, profilesOf } from '../support/oracle.ts';
import { openDirectory } from '../support/walks.ts';
import { accountId, someAccount, someProfile, tangledWorlds, toRows } from '../support/world.ts';

it('a profile with the email of A and B and the phone of B and C is shown under each, and resolves by the stronger key', async () => {
  const [a, b, c] = [0, 1, 2].map(accountId) as [string, string, string];
  const accounts = [
    someAccount({ id: a, email: 'ann@x.cz', lastChange: 3_000 }),
    someAccount({ id: b, email: 'ann@x.cz', phone: '+420523828931', lastChange: 1_000 }),
    someAccount({ id: c, phone: '+420523828931', lastChange: 2_000 }),
  ];
  const phone = { text: '+420 523 828 931', e164: '+420523828931' };
  const profiles = [someProfile({ id: 1, email: 'ann@x.cz', phone })];
  for (const [keys, owner] of [
    [['email', 'phone'], a],
    [['phone', 'email'], c],
  ] as const) {
    const vendors = createMemoryVendors(toRows({ accounts, profiles }));
    const { directory } = openDirectory({ vendors, identityKeys: keys });
    const found = await directory.find({ kind: 'record', source: 'HELPCRUNCH', id: '1' });
    expect(found?.key).toBe(`CARECLOUD:${owner}`);
    for (const id of [a, b, c]) {
      const account = await directory.find({ kind: 'record', source: 'CARECLOUD', id });
      if (account === null) throw new Error('Expected an account.');
      expect((await directory.profiles(account)).map((profile) => profile.id)).toEqual(['1']);
    }
  }
});

it(
  'every way to a person leads to the same one, even if keys contradict each other',
  async () => {
    await fc.assert(
      fc.asyncProperty(severalKeys, tangledWorlds(8), fc.boolean(), async (keys, world, isOneOperation) => {
        const vendors = createMemoryVendors(toRows(world));
        const shared = openDirectory({ vendors, identityKeys: keys }).directory;
        // Earlier look-ups of an operation must not change what it finds next.
        const directory = () =>
          isOneOperation ? shared : openDirectory({ vendors, identityKeys: keys }).directory;
        for (const profile of world.profiles) {
          const found = await directory().find({
            kind: 'record',
            source: 'HELPCRUNCH',
            id: String(profile.id),
          });
          expect(found?.key).toBe(customerOf(profile, world, keys));
        }
        for (const account of world.accounts) {
          const found = await directory().find({ kind: 'record', source: 'CARECLOUD', id: account.id });
          expect(found?.key).toBe(`CARECLOUD:${account.id}`);
          if (found === null) continue;
          const profiles = await directory().profiles(found);
          const expected = profilesOf(account, world, keys).map(({ id }) => String(id));
          expect(profiles.map(({ id }) => id)).toEqual(expected);
        }
        for (const email of ['ann@x.cz', 'BOB@x.cz']) {
          const found = await directory().find({ kind: 'email', value: email });
          expect(found?.key ?? null).toBe(customerByEmail(email, world, keys));
        }
      }),
      runs(150),
    );
  },
  PROPERTY_TIMEOUT,
);
