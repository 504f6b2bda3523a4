import { type GraphQLObjectType, isInputObjectType, isListType, isNonNullType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../../src/schema/create-schema.ts';
import { account, customer, fakeDirectory, globalId, profile, runQuery } from '../support/fake-directory.ts';

const schema = createSchema();
const READ_ONLY = ['customers:read'] as const;

/** Names of a type's fields that need a scope. */
function fieldsNeeding(scope: string, typeName: string): string[] {
  const type = schema.getType(typeName) as GraphQLObjectType;
  return Object.values(type.getFields())
    .filter(({ extensions }) => JSON.stringify(extensions.directives ?? []).includes(scope))
    .map(({ name }) => name);
}

test('personal data needs customers:pii', () => {
  expect(fieldsNeeding('customers:pii', 'Customer')).toEqual([
    'name',
    'firstName',
    'lastName',
    'email',
    'phone',
    'birthdate',
  ]);
  expect(fieldsNeeding('customers:pii', 'CareCloudCustomer')).toEqual([
    'salutation',
    'firstName',
    'lastName',
    'preNominals',
    'postNominals',
    'birthdate',
    'email',
    'phone',
    'photoUrl',
    'properties',
  ]);
  expect(fieldsNeeding('customers:pii', 'CareCloudCard')).toEqual(['number', 'secondaryNumber']);
  expect(fieldsNeeding('customers:pii', 'CareCloudVoucher')).toEqual(['code', 'note']);
  expect(fieldsNeeding('customers:pii', 'CareCloudPurchase')).toEqual(['cardNumber']);
  expect(fieldsNeeding('customers:pii', 'CareCloudRelation')).toEqual(['shortName']);
  expect(fieldsNeeding('customers:pii', 'CareCloudAddress')).toEqual([
    'address1',
    'address2',
    'address3',
    'address4',
    'address5',
    'address6',
    'address7',
    'zip',
  ]);
  expect(fieldsNeeding('customers:pii', 'HelpCrunchCustomer')).toEqual([
    'name',
    'email',
    'userId',
    'phone',
    'device',
    'notes',
    'integrationId',
    'customData',
  ]);
});

test('entities need customers:read for everything except the global id, and so does every query', () => {
  for (const name of ['Customer', 'CareCloudCustomer', 'HelpCrunchCustomer']) {
    const fields = Object.keys((schema.getType(name) as GraphQLObjectType).getFields());
    expect(fields.filter((field) => !fieldsNeeding('customers:read', name).includes(field))).toEqual(['id']);
  }
  const queries = Object.keys(schema.getQueryType()?.getFields() ?? {});
  expect(queries.filter((name) => !fieldsNeeding('customers:read', 'Query').includes(name))).toEqual([
    '_service',
    '_entities',
  ]);
});

test('finding people by personal data needs customers:pii', () => {
  const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
  const guarded = inputs.flatMap((type) =>
    Object.values(type.getFields())
      .filter(({ extensions }) => extensions.requiresScopes)
      .map(({ name }) => `${type.name}.${name}`),
  );
  const shared = ['email', 'emails', 'phone', 'firstName', 'lastName', 'birthdate'];
  expect(guarded.sort()).toEqual(
    [
      'CustomerFilter.phones',
      'CustomerKey.email',
      'CustomerKey.phone',
      'CustomerKey.helpCrunchUserId',
      'CustomerKey.cardNumber',
      'CustomerKey.externalId',
      'CustomerKey.voucherCode',
      'CareCloudCustomerFilter.cardNumbers',
      'CareCloudCustomerFilter.externalIds',
      ...shared.map((name) => `CustomerFilter.${name}`),
      ...shared.map((name) => `CareCloudCustomerFilter.${name}`),
      ...['name', 'email', 'userId', 'phone'].map((name) => `HelpCrunchCustomerFilter.${name}`),
      'HelpCrunchChatFilter.customerEmails',
      'HelpCrunchChatFilter.customerUserIds',
    ].sort(),
  );
});

test('without customers:pii a personal field is null with FORBIDDEN at its path, the others are shown', async () => {
  const { directory } = fakeDirectory({
    find: async () =>
      customer({
        account: account(
          {
            customerId: 'a',
            address: { address1: 'Street', zip: '11000', city: 'Prague', countryCode: 'cz' } as never,
          },
          { name: 'Tereza Tajná', city: 'Prague' },
        ),
      }),
    profiles: async () => [profile({ customerId: '7', notes: 'likes tea', locale: 'cs' })],
  });
  const source = `{
    customer(by: { careCloudId: "a" }) {
      id name city
      careCloud { address { address1 zip city countryCode } }
      helpCrunch { notes locale device { ip } }
    }
  }`;
  const { data, errors } = await runQuery(source, { directory, scopes: READ_ONLY });
  expect(data).toEqual({
    customer: {
      id: globalId('Customer', 'CARECLOUD:a'),
      name: null,
      city: 'Prague',
      careCloud: { address: { address1: null, zip: null, city: 'Prague', countryCode: 'cz' } },
      helpCrunch: { notes: null, locale: 'cs', device: null },
    },
  });
  expect(errors?.map(({ path }) => path?.join('.'))).toEqual([
    'customer.name',
    'customer.careCloud.address.address1',
    'customer.careCloud.address.zip',
    'customer.helpCrunch.notes',
    'customer.helpCrunch.device',
  ]);
  for (const { extensions, message } of errors ?? []) {
    expect(extensions).toEqual({ code: 'FORBIDDEN' });
    expect(message).toMatch(/ needs the scope customers:pii\.$/);
  }
});

test('a non-null list is empty without its scope, with one error: the profile stays', async () => {
  const { directory } = fakeDirectory({
    record: async () =>
      profile({ customerId: '7', locale: 'cs', customData: [{ property: 'Plan', value: 1 }] }),
  });
  const source = `{ node(id: "${globalId('HelpCrunchCustomer', '7')}") { id ... on HelpCrunchCustomer { locale customData { property } } } }`;
  const { data, errors } = await runQuery(source, { directory, scopes: READ_ONLY });
  expect(data).toEqual({ node: { id: globalId('HelpCrunchCustomer', '7'), locale: 'cs', customData: [] } });
  expect(errors).toMatchObject([{ path: ['node', 'customData'], extensions: { code: 'FORBIDDEN' } }]);
});

test('no field that needs customers:pii nulls its parent', () => {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  for (const type of types) {
    for (const field of fieldsNeeding('customers:pii', type.name)) {
      const { type: of } = type.getFields()[field] ?? {};
      expect(isNonNullType(of) && !isListType(of.ofType), `${type.name}.${field}`).toBe(false);
    }
  }
});

test('web addresses are shown without query and fragment to clients without personal data', async () => {
  const { directory } = fakeDirectory({
    record: async () =>
      profile({
        customerId: '7',
        source: 'https://shop.example/welcome?email=anna@example.com',
        referer: 'https://mail.example/#inbox/anna',
        lastPage: '/account#token=1?x',
      }),
  });
  const source = `{ node(id: "${globalId('HelpCrunchCustomer', '7')}") { ... on HelpCrunchCustomer { source referer lastPage } } }`;
  expect(await runQuery(source, { directory, scopes: READ_ONLY })).toEqual({
    data: {
      node: {
        source: 'https://shop.example/welcome',
        referer: 'https://mail.example/',
        lastPage: '/account',
      },
    },
  });
  expect((await runQuery(source, { directory })).data?.node).toMatchObject({
    source: 'https://shop.example/welcome?email=anna@example.com',
    lastPage: '/account#token=1?x',
  });
});

test.each([
  ['customer(by: { email: "a@example.com" }) { id }', 'by.email'],
  ['customer(by: { phone: "+420523828931" }) { id }', 'by.phone'],
  ['customers(filter: { lastName: "X" }) { nodes { id } }', 'filter.lastName'],
  ['customers(filter: { emails: [] }) { nodes { id } }', 'filter.emails'],
  [
    'customers(filter: { careCloud: { birthdate: "1985-02-12" } }) { nodes { id } }',
    'filter.careCloud.birthdate',
  ],
  [
    'customers(filter: { helpCrunch: { name: { contains: "x" } } }) { nodes { id } }',
    'filter.helpCrunch.name',
  ],
  ['careCloudCustomers(filter: { phone: "420523828931" }) { nodes { id } }', 'filter.phone'],
  ['customer(by: { helpCrunchUserId: "u" }) { id }', 'by.helpCrunchUserId'],
  ['helpCrunchCustomers(filter: { userId: { eq: "u" } }) { nodes { id } }', 'filter.userId'],
  ['helpCrunchCustomers(filter: { match: ANY, email: { eq: "x" } }) { nodes { id } }', 'filter.email'],
])('without customers:pii a look-up is FORBIDDEN: %s', async (field, input) => {
  const { directory, calls } = fakeDirectory();
  const { errors } = await runQuery(`{ found: ${field} }`, { directory, scopes: READ_ONLY });
  expect(errors).toMatchObject([
    {
      message: `${input} needs the scope customers:pii.`,
      path: ['found'],
      extensions: { code: 'FORBIDDEN' },
    },
  ]);
  expect(calls).toEqual([]);
});

test('with customers:read alone people are found by keys that are not personal', async () => {
  const source = `{
    a: customer(by: { helpCrunchId: "7" }) { id }
    b: customers(filter: { email: null, inSources: [CARECLOUD], careCloud: { customerSourceId: "s", phone: null }, helpCrunch: { company: { eq: "X" }, tags: { anyOf: ["Lead"] } } }) { nodes { id } }
  }`;
  expect((await runQuery(source, { scopes: READ_ONLY })).errors).toBeUndefined();
});

test('without any scope everything is forbidden, without requests', async () => {
  const { directory, calls } = fakeDirectory();
  const id = globalId('Customer', 'CARECLOUD:a');
  const source = `{
    customer(by: { careCloudId: "a" }) { id }
    node(id: "${id}") { id }
    customers { nodes { id } }
    careCloudCustomers { nodes { id } }
    helpCrunchCustomers { nodes { id } }
    _entities(representations: [{ __typename: "Customer", id: "${id}" }]) { __typename }
  }`;
  const { data, errors } = await runQuery(source, { directory, scopes: [] });
  expect(Object.values(data ?? {}).flat()).toEqual([null, null, null, null, null, null]);
  expect(errors?.map(({ extensions }) => extensions)).toEqual(Array(6).fill({ code: 'FORBIDDEN' }));
  const rest = await runQuery(`{ sources { source } nodes(ids: ["${id}"]) { id } }`, {
    directory,
    scopes: [],
  });
  const forbidden = { extensions: { code: 'FORBIDDEN' } };
  expect(rest).toMatchObject({ data: { sources: [], nodes: [] }, errors: [forbidden, forbidden] });
  expect(calls).toEqual([]);
});

test('the schema itself is available to routers', async () => {
  const { data } = await runQuery('{ _service { sdl } }', { scopes: [] });
  expect(data).toMatchObject({
    _service: { sdl: expect.stringContaining('type Customer @key') },
  });
});

test('the scopes that routers read are those the gateway enforces', () => {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const printed = types.flatMap((type) =>
    fieldsNeeding('customers:', type.name).map((field) => `${type.name}.${field}`),
  );
  expect(printed.length).toBeGreaterThan(70);
  for (const path of printed) {
    const [typeName = '', fieldName = ''] = path.split('.');
    const field = (schema.getType(typeName) as GraphQLObjectType).getFields()[fieldName];
    const told: unknown[] = [];
    const context = { access: { may: () => false }, report: (error: unknown) => told.push(error) };
    const info = { fieldNodes: [], path: { prev: undefined, key: fieldName, typename: typeName } };
    try {
      field?.resolve?.({}, {}, context, info as never);
    } catch (error) {
      told.push(error);
    }
    expect(String(told[0]), path).toContain('needs the scope');
  }
});
