import { describe, expect, it } from 'vitest';
import type { CustomerKey } from '../../../src/customers/customer-directory.ts';
import type { IdentityKey } from '../../../src/customers/model/source-record.ts';
import { createMemoryVendors } from '../support/memory-vendors.ts';
import { type ListSetup, openDirectory } from '../support/walks.ts';
import { accountId, someAccount, someProfile, toRows } from '../support/world.ts';

const ANN = accountId(0);
const ANN_TOO = accountId(1);
const BOB = accountId(2);

const world = {
  accounts: [
    someAccount({ id: ANN_TOO, email: 'Ann@x.cz', state: 2, lastChange: 2_000 }),
    someAccount({ id: ANN, email: 'ann@x.cz', phone: '+420523828931', lastChange: 1_000 }),
    someAccount({ id: BOB, email: null, phone: '+420601234567' }),
  ],
  profiles: [
    someProfile({ id: 1, email: 'ANN@x.cz', userId: 'chat-ann', lastSeen: 1_000 }),
    someProfile({ id: 2, email: 'ann@x.cz', lastSeen: 5_000, company: 'Acme' }),
    someProfile({ id: 3, email: 'lead@x.cz', userId: 'chat-lead', name: 'Lana Del Red' }),
    someProfile({
      id: 4,
      userId: BOB,
      email: '-',
      phone: { text: '+420 601 234 567', e164: '+420601234567' },
    }),
    someProfile({ id: 5, email: 'lead@x.cz', userId: 'chat-lead', lastSeen: 9_000 }),
  ],
};

function setUp(identityKeys: readonly IdentityKey[] = ['email']) {
  const vendors = createMemoryVendors(toRows(world));
  const setup: ListSetup = { vendors, identityKeys };
  return { ...openDirectory(setup), vendors };
}

const known = (kind: 'customer' | 'record', source: string, id: string): CustomerKey => ({
  kind,
  source,
  id,
});
const by = (kind: 'email' | 'phone' | 'userId', value: string): CustomerKey =>
  kind === 'userId' ? { kind, source: 'HELPCRUNCH', value } : { kind, value };

describe('finding a customer', () => {
  it.each([
    ['the account’s id', known('customer', 'CARECLOUD', ANN), `CARECLOUD:${ANN}`],
    ['a profile’s id', known('customer', 'HELPCRUNCH', '1'), `CARECLOUD:${ANN}`],
    ['careCloudId', known('record', 'CARECLOUD', ANN_TOO), `CARECLOUD:${ANN_TOO}`],
    ['helpCrunchId', known('record', 'HELPCRUNCH', '2'), `CARECLOUD:${ANN}`],
    ['helpCrunchId of a lead', known('record', 'HELPCRUNCH', '3'), 'HELPCRUNCH:3'],
    ['email, letter case ignored', by('email', 'ANN@X.cz'), `CARECLOUD:${ANN}`],
    ['email of leads: the last seen', by('email', 'lead@x.cz'), 'HELPCRUNCH:5'],
    ['phone', by('phone', '+420523828931'), `CARECLOUD:${ANN}`],
    ['helpCrunchUserId', by('userId', 'chat-ann'), `CARECLOUD:${ANN}`],
    ['helpCrunchUserId of leads: the last seen', by('userId', 'chat-lead'), 'HELPCRUNCH:5'],
    ['helpCrunchUserId of a profile no account claims', by('userId', BOB), 'HELPCRUNCH:4'],
  ])('returns %s with the canonical id', async (_key, key, id) => {
    const { directory } = setUp();

    expect(await directory.find(key)).toMatchObject({ key: id, identity: 'RESOLVED' });
  });

  it('joins by the configured keys', async () => {
    const key = by('userId', BOB);

    expect((await setUp(['userId']).directory.find(key))?.key).toBe(`CARECLOUD:${BOB}`);
    expect((await setUp(['email', 'phone']).directory.find(key))?.key).toBe(`CARECLOUD:${BOB}`);
  });

  it.each([
    known('customer', 'CARECLOUD', 'nobody'),
    known('customer', 'HELPCRUNCH', '99'),
    known('customer', 'ELSEWHERE', '1'),
    known('record', 'HELPCRUNCH', 'not-a-number'),
    by('email', 'nobody@x.cz'),
    by('phone', '+420999999999'),
    by('userId', 'nobody'),
  ])('is null if no source knows %j', async (key) => {
    expect(await setUp().directory.find(key)).toBeNull();
  });

  it('looks up at HelpCrunch only what CareCloud does not know', async () => {
    const { directory, requests } = setUp();

    await Promise.all([
      directory.find(by('email', 'ann@x.cz')),
      directory.find(by('phone', '+420523828931')),
    ]);
    expect(requests).toEqual({ CARECLOUD: 2 });

    await directory.find(by('email', 'lead@x.cz'));
    expect(requests).toEqual({ CARECLOUD: 3, HELPCRUNCH: 1 });
  });

  it('sends HelpCrunch one request for ids and for emails that CareCloud does not know', async () => {
    const { directory, requests } = setUp();

    const found = await Promise.all([
      directory.find(known('record', 'HELPCRUNCH', '2')),
      directory.find(by('email', 'ann@x.cz')),
      directory.find(by('email', 'lead@x.cz')),
      directory.record('HELPCRUNCH', '4'),
      directory.find(by('userId', 'chat-lead')),
    ]);

    expect(requests.HELPCRUNCH).toBe(1);
    expect(found.map((each) => each && ('key' in each ? each.key : each.id))).toEqual([
      `CARECLOUD:${ANN}`,
      `CARECLOUD:${ANN}`,
      'HELPCRUNCH:5',
      '4',
      'HELPCRUNCH:5',
    ]);
  });

  it('looks up a key once per operation', async () => {
    const { directory, requests } = setUp();

    for (let times = 0; times < 3; times++) await directory.find(by('email', 'ann@x.cz'));

    expect(requests).toEqual({ CARECLOUD: 1 });
  });
});

describe('finding a customer while CareCloud is down', () => {
  const down = (source: string) => {
    const all = setUp();
    all.vendors.fail((each) => each === source);
    return all;
  };
  const unavailable = { code: 'UPSTREAM_UNAVAILABLE', source: 'CARECLOUD' };

  it('returns the profile alone, unresolved', async () => {
    const { directory } = down('CARECLOUD');

    for (const key of [
      by('email', 'ann@x.cz'),
      by('userId', 'chat-ann'),
      known('record', 'HELPCRUNCH', '1'),
    ]) {
      const customer = await directory.find(key);
      expect(customer).toMatchObject({ identity: 'UNRESOLVED', account: null });
      expect(customer?.key).toMatch(/^HELPCRUNCH:[12]$/);
    }
  });

  it('does not retry within one operation', async () => {
    const { directory, requests } = down('CARECLOUD');

    await directory.find(by('email', 'ann@x.cz'));
    await directory.find(by('email', 'ann@x.cz'));
    expect(requests).toEqual({ CARECLOUD: 1, HELPCRUNCH: 1 });
  });

  it('fails if HelpCrunch does not know the key either', async () => {
    const { directory } = down('CARECLOUD');

    await expect(directory.find(by('email', 'nobody@x.cz'))).rejects.toMatchObject(unavailable);
    await expect(directory.find(known('customer', 'CARECLOUD', ANN))).rejects.toMatchObject(unavailable);
  });

  it('reports again that the account is unknown if it is selected', async () => {
    const { directory } = down('CARECLOUD');
    const customer = await directory.find(by('email', 'ann@x.cz'));
    if (customer === null) throw new Error('Expected a customer.');

    await expect(directory.account(customer)).rejects.toMatchObject(unavailable);
    expect(await directory.profiles(customer)).toHaveLength(1);
    expect(await directory.field(customer, 'company')).toBe('Acme');
  });

  it('does not need CareCloud for fields that are not selected', async () => {
    const { directory } = down('CARECLOUD');

    expect((await directory.record('HELPCRUNCH', '3'))?.id).toBe('3');
  });

  it('reports CareCloud, which was requested first, if both are down', async () => {
    const { directory, vendors } = setUp();
    vendors.fail(() => true);

    await expect(directory.find(by('email', 'nobody@x.cz'))).rejects.toMatchObject(unavailable);
  });

  it('still sends HelpCrunch one request', async () => {
    const { directory, requests } = down('CARECLOUD');

    const found = await Promise.all([
      directory.find(known('record', 'HELPCRUNCH', '3')),
      directory.find(by('email', 'lead@x.cz')),
    ]);

    expect(found.map((each) => each?.key)).toEqual(['HELPCRUNCH:3', 'HELPCRUNCH:5']);
    expect(requests.HELPCRUNCH).toBe(1);
  });

  it('does not need HelpCrunch for an account', async () => {
    const { directory } = down('HELPCRUNCH');
    const customer = await directory.find(by('email', 'ann@x.cz'));

    expect(customer?.key).toBe(`CARECLOUD:${ANN}`);
    await expect(directory.find(by('userId', 'chat-ann'))).rejects.toMatchObject({ source: 'HELPCRUNCH' });
    await expect(directory.find(by('email', 'nobody@x.cz'))).rejects.toMatchObject({ source: 'HELPCRUNCH' });
  });
});
