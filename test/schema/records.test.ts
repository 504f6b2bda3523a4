import { execute, type GraphQLObjectType, getNamedType, isLeafType, isObjectType, parse } from 'graphql';
import { expect, test } from 'vitest';
import type { CareCloudCustomer } from '../../src/customers/model/care-cloud-customer.ts';
import type { HelpCrunchCustomer } from '../../src/customers/model/help-crunch-customer.ts';
import { createSchema } from '../../src/schema/create-schema.ts';
import { account, customer, fakeDirectory, profile } from './support/fake-directory.ts';

const schema = createSchema();
const MOMENT = 1_588_590_752_000;

const own: CareCloudCustomer = {
  customerId: 'a',
  salutation: 'Dear Mr. Smith',
  firstName: 'John',
  lastName: 'Smith',
  preNominals: 'Ing.',
  postNominals: 'Ph.D.',
  gender: 'MALE',
  birthdate: '1985-02-12',
  email: 'john@example.com',
  phone: '420523828931',
  languageId: 'en',
  storeId: '8bed991c68a4',
  photoUrl: 'https://example.com/photo',
  address: {
    address1: 'Old Town Square',
    address2: '34',
    address3: '3',
    address4: '4',
    address5: '5',
    address6: '6',
    address7: '7',
    zip: '11000',
    city: 'Prague 1',
    countryCode: 'cz',
  },
  agreement: {
    gtc: 'YES',
    profiling: 'NO',
    marketingCommunication: 'NOT_SET',
    custom: [{ agreementId: '89', value: null }],
  },
  consents: [{ consentId: '8f', value: 'YES', lastChangeAt: MOMENT }],
  doiEmailAt: MOMENT,
  doiPhoneAt: MOMENT,
  lastChangeAt: MOMENT,
  state: 'ACTIVE',
};

const chat: HelpCrunchCustomer = {
  customerId: '7',
  name: 'John Smith',
  email: 'john@example.com',
  userId: 'u-7',
  company: 'Example',
  phone: '(213) 555-0142',
  firstSeenAt: MOMENT,
  lastSeenAt: MOMENT + 500,
  location: { regionCode: 'CA', countryCode: 'US', city: 'Los Angeles' },
  device: {
    id: '28874635',
    ip: '192.168.1.1',
    timezone: 'Europe/Kiev',
    platform: 'desktop',
    userAgent: 'Mozilla/5.0',
  },
  unsubscribed: false,
  blocked: true,
  source: 'https://example.com/',
  referer: 'https://google.com/',
  locale: 'en',
  notes: 'likes tea',
  lastPage: 'https://example.com/last',
  createdFrom: 'telegram',
  integrationId: '465847687',
  tags: [{ name: 'Lead', color: '#eb5a46' }],
  customData: [{ property: 'Emails sent', value: 621 }],
};

/** Fields that are not part of the record: facets, and catalogue entries. */
const isAskedFor = (type: GraphQLObjectType, { name, extensions }: { name: string; extensions: object }) =>
  'asks' in extensions ||
  (type.name === 'CareCloudCustomer' && name === 'store') ||
  (/^CareCloud(Consent|CustomAgreement)$/.test(type.name) && ['name', 'textId', 'channel'].includes(name));

/** Everything below a type that is not another entity, e.g. `{ address { city } state }`. */
function everythingOf(type: GraphQLObjectType): string {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (isAskedFor(type, field)) return [];
    const named = getNamedType(field.type);
    if (isLeafType(named)) return field.name;
    return isObjectType(named) && named.name !== 'Customer' ? `${field.name} ${everythingOf(named)}` : [];
  });
  return `{ ${fields.join(' ')} }`;
}

/** Runs a list of one row through GraphQL.js, with a directory that responds at once. */
function listed(list: string, node: object, nodeType: string) {
  const page = { edges: [{ cursor: 'c', node }] };
  const { directory } = fakeDirectory({ list: () => page as never, listRecords: () => page as never });
  const document = parse(
    `{ ${list} { nodes ${everythingOf(schema.getType(nodeType) as GraphQLObjectType)} } }`,
  );
  return execute({ schema, document, contextValue: { directory, access: { may: () => true } } });
}

function withTimes(value: unknown): unknown {
  const text = JSON.stringify(value, (key, member) =>
    key.endsWith('At') && typeof member === 'number'
      ? new Date(member).toISOString().replace('.000Z', 'Z')
      : member,
  );
  return JSON.parse(text);
}

test('an account shows every value of CareCloud’s, without a promise', () => {
  const result = listed('careCloudCustomers', account(own), 'CareCloudCustomer');
  expect(result).not.toBeInstanceOf(Promise);
  expect(JSON.parse(JSON.stringify(result))).toEqual({
    data: { careCloudCustomers: { nodes: [{ id: expect.any(String), ...(withTimes(own) as object) }] } },
  });
});

test('a profile shows every value of HelpCrunch’s, without a promise', () => {
  const result = listed('helpCrunchCustomers', profile(chat), 'HelpCrunchCustomer');
  expect(result).not.toBeInstanceOf(Promise);
  expect(JSON.parse(JSON.stringify(result))).toEqual({
    data: { helpCrunchCustomers: { nodes: [{ id: expect.any(String), ...(withTimes(chat) as object) }] } },
  });
});

test('a fully known person needs no promise either', () => {
  const known = customer({
    account: account(own, { name: 'John Smith', phone: '+420523828931' }),
    profile: profile(chat),
  });
  const page = { edges: [{ cursor: 'c', node: known }] };
  const { directory } = fakeDirectory({ list: () => page as never });
  const document = parse('{ customers { nodes { id sources careCloudId name phone careCloud { state } } } }');
  const result = execute({ schema, document, contextValue: { directory, access: { may: () => true } } });
  expect(result).not.toBeInstanceOf(Promise);
  expect(JSON.parse(JSON.stringify(result))).toMatchObject({
    data: {
      customers: {
        nodes: [{ name: 'John Smith', phone: '+420523828931', sources: ['CARECLOUD', 'HELPCRUNCH'] }],
      },
    },
  });
});
