import { expect, test } from 'vitest';
import type { CustomerDirectory } from '../../../src/customers/customer-directory.ts';
import type { Customer } from '../../../src/customers/model/customer.ts';
import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import { account, customer, fakeDirectory, globalId, profile, runQuery } from '../support/fake-directory.ts';

const ANNA = account({ customerId: 'a' }, { name: 'Anna', updatedAt: 1_588_590_752_000 });
const OLD = profile({ customerId: '7' }, { name: 'Anna N.' });
const NEW = profile({ customerId: '9' });
const IN_BOTH = { find: async () => customer({ account: ANNA }), profiles: async () => [NEW, OLD] };

/** Loads one customer with a selection. */
async function show(selection: string, answers: Partial<CustomerDirectory>) {
  const { directory, calls } = fakeDirectory(answers);
  const { data, errors } = await runQuery(`{ customer(by: { careCloudId: "a" }) { ${selection} } }`, {
    directory,
  });
  return { shown: data?.customer, errors, asked: calls.slice(1).map(([name]) => name) };
}

const down = async () => {
  throw new UpstreamError('UPSTREAM_UNAVAILABLE', 'CARECLOUD', 'CareCloud could not be reached.');
};

test('a person in both sources has the account, and all profiles, last seen first', async () => {
  const selection =
    'sources careCloudId helpCrunchId careCloud { id customerId } helpCrunch { customerId } helpCrunchProfiles { customerId id }';
  expect(await show(selection, IN_BOTH)).toMatchObject({
    errors: undefined,
    shown: {
      sources: ['CARECLOUD', 'HELPCRUNCH'],
      careCloudId: 'a',
      helpCrunchId: '9',
      careCloud: { id: globalId('CareCloudCustomer', 'a'), customerId: 'a' },
      helpCrunch: { customerId: '9' },
      helpCrunchProfiles: [
        { customerId: '9', id: globalId('HelpCrunchCustomer', '9') },
        { customerId: '7', id: globalId('HelpCrunchCustomer', '7') },
      ],
    },
  });
});

test('a value of the account costs no look-up', async () => {
  const { shown, asked } = await show('id name updatedAt careCloudId careCloud { customerId }', IN_BOTH);
  expect(shown).toEqual({
    id: globalId('Customer', 'CARECLOUD:a'),
    name: 'Anna',
    updatedAt: '2020-05-04T11:12:32Z',
    careCloudId: 'a',
    careCloud: { customerId: 'a' },
  });
  expect(asked).toEqual(['field', 'field']);
});

test('a person known only to HelpCrunch is their one profile, without a look-up', async () => {
  const lead = { find: async () => customer({ profile: OLD }), profiles: down };
  const selection = 'sources careCloudId helpCrunchId careCloud { id } helpCrunchProfiles { customerId }';
  expect(await show(selection, lead)).toEqual({
    errors: undefined,
    asked: [],
    shown: {
      sources: ['HELPCRUNCH'],
      careCloudId: null,
      helpCrunchId: '7',
      careCloud: null,
      helpCrunchProfiles: [{ customerId: '7' }],
    },
  });
});

test('a person without a profile has none', async () => {
  const member = { find: async () => customer({ account: ANNA }), profiles: async () => [] };
  const selection = 'sources helpCrunchId helpCrunch { id } helpCrunchProfiles { id }';
  expect((await show(selection, member)).shown).toEqual({
    sources: ['CARECLOUD'],
    helpCrunchId: null,
    helpCrunch: null,
    helpCrunchProfiles: [],
  });
});

test('for an unresolved person the account is looked up again if it is selected', async () => {
  const unresolved = customer({ profile: OLD, identity: 'UNRESOLVED' });
  const again = { find: async () => unresolved, account: async (_customer: Customer) => ANNA };
  const { shown, asked } = await show('id name careCloudId careCloud { customerId } sources', again);
  expect(shown).toEqual({
    id: globalId('Customer', 'HELPCRUNCH:7'),
    name: 'Anna N.',
    careCloudId: 'a',
    careCloud: { customerId: 'a' },
    sources: ['CARECLOUD', 'HELPCRUNCH'],
  });
  expect(asked.filter((name) => name === 'account')).toHaveLength(3);
});

test('and if the source is still down, only what depends on it fails, at its path', async () => {
  const unresolved = customer({ profile: OLD, identity: 'UNRESOLVED' });
  const { shown, errors } = await show('id name careCloudId careCloud { id } sources helpCrunchId', {
    find: async () => unresolved,
    account: down,
  });
  expect(shown).toEqual({
    id: globalId('Customer', 'HELPCRUNCH:7'),
    name: 'Anna N.',
    careCloudId: null,
    careCloud: null,
    sources: ['HELPCRUNCH'],
    helpCrunchId: '7',
  });
  expect(errors?.map(({ path, extensions }) => [path, extensions])).toEqual([
    [['customer', 'careCloudId'], { code: 'UPSTREAM_UNAVAILABLE', source: 'CARECLOUD' }],
    [['customer', 'careCloud'], { code: 'UPSTREAM_UNAVAILABLE', source: 'CARECLOUD' }],
  ]);
});

test('while profiles cannot be looked up, the account is shown and the rest fails at its path', async () => {
  const { shown, errors } = await show(
    'careCloudId sources helpCrunchId helpCrunch { id } helpCrunchProfiles { id }',
    {
      find: async () => customer({ account: ANNA }),
      profiles: down,
    },
  );
  expect(shown).toEqual({
    careCloudId: 'a',
    sources: ['CARECLOUD'],
    helpCrunchId: null,
    helpCrunch: null,
    helpCrunchProfiles: null,
  });
  expect(errors?.map(({ path }) => path?.[1])).toEqual(['helpCrunchId', 'helpCrunch', 'helpCrunchProfiles']);
});

test('an internal error does not count as a source that is down', async () => {
  const { shown, errors } = await show('sources', {
    find: async () => customer({ account: ANNA }),
    profiles: async () => {
      throw new TypeError('a bug');
    },
  });
  expect(shown).toBeNull();
  expect(errors).toMatchObject([{ path: ['customer', 'sources'] }]);
});

test('a record leads to its customer', async () => {
  const { directory, calls } = fakeDirectory({
    record: async () => OLD,
    customerOf: async () => customer({ account: ANNA }),
  });
  const source = `{ node(id: "${globalId('HelpCrunchCustomer', '7')}") { ... on HelpCrunchCustomer { customer { careCloudId } } } }`;
  expect(await runQuery(source, { directory })).toEqual({
    data: { node: { customer: { careCloudId: 'a' } } },
  });
  expect(calls.map(([name]) => name)).toEqual(['record', 'customerOf']);
});

test('custom data can be restricted to some properties', async () => {
  const customData = [
    { property: 'Role', value: 'admin' },
    { property: 'Emails sent', value: 621 },
    { property: 'Paid', value: true },
    { property: 'segment', value: null },
  ];
  const { directory } = fakeDirectory({ record: async () => profile({ customerId: '7', customData }) });
  const source = `query($id: ID!) {
    node(id: $id) { ... on HelpCrunchCustomer {
      all: customData { property value }
      none: customData(properties: []) { property }
      two: customData(properties: ["Paid", "Role", "role"]) { property }
    } }
  }`;
  expect(
    await runQuery(source, { directory, variables: { id: globalId('HelpCrunchCustomer', '7') } }),
  ).toEqual({
    data: { node: { all: customData, none: [], two: [{ property: 'Role' }, { property: 'Paid' }] } },
  });
});
