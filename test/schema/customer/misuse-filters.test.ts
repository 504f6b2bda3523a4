import { expect, test } from 'vitest';
import { fakeDirectory, runQuery } from '../support/fake-directory.ts';

const TOO_MANY = Array.from({ length: 1001 }, (_, index) => `${index}@example.com`);

/** Inputs that CustomerFilter and CareCloudCustomerFilter have in common. */
const shared: readonly [string, object, string][] = [
  [
    'a last name of 501 characters',
    { lastName: 'a'.repeat(501) },
    'lastName: expected at most 500 characters, got a string of 501 characters.',
  ],
  ['an empty email', { email: '' }, 'email: expected a non-empty string, got an empty string.'],
  ['an empty first name', { firstName: ' ' }, 'firstName: expected a non-empty string'],
  ['an empty last name', { lastName: '' }, 'lastName: expected a non-empty string'],
  [
    'half a character',
    { lastName: '\udc00' },
    'lastName: expected well-formed Unicode, got a string of 1 character.',
  ],
  ['1001 emails', { emails: TOO_MANY }, 'emails: expected at most 1000 values, got 1001.'],
  ['an empty one of the emails', { emails: ['a@example.com', ''] }, 'emails[1]: expected a non-empty string'],
  ['an invalid phone', { phone: 'abc' }, 'phone: expected a phone number with its country code'],
  ['a phone of zeros', { phone: '00000000' }, 'phone: expected a phone number with its country code'],
];

const careCloud: typeof shared = [
  ...shared,
  ['an empty source id', { customerSourceId: '' }, 'customerSourceId: expected a non-empty string'],
  ['1001 ids', { customerIds: TOO_MANY }, 'customerIds: expected at most 1000 values, got 1001.'],
  ['a path among the ids', { customerIds: ['a', '..'] }, 'customerIds[1]: expected a CareCloud customer id'],
];

const helpCrunch: typeof shared = [
  [
    'a part of 501 characters',
    { name: { contains: 'a'.repeat(501) } },
    'name.contains: expected at most 500 characters, got a string of 501 characters.',
  ],
  ['a word for an id', { id: { eq: 'abc' } }, 'id.eq: expected a HelpCrunch id, a whole number'],
  ['a fraction for an id', { id: { gte: '1e3' } }, 'id.gte: expected a HelpCrunch id, a whole number'],
  ['a word among the ids', { id: { in: ['1', 'x'] } }, 'id.in[1]: expected a HelpCrunch id, a whole number'],
  ['1001 ids', { id: { in: TOO_MANY } }, 'id.in: expected at most 1000 values, got 1001.'],
  ['an empty string', { name: { eq: '' } }, 'name.eq: expected a non-empty string'],
  ['an empty part', { company: { contains: ' ' } }, 'company.contains: expected a non-empty string'],
  ['1001 texts', { email: { in: TOO_MANY } }, 'email.in: expected at most 1000 values, got 1001.'],
  ['an empty one of the texts', { city: { in: [''] } }, 'city.in[0]: expected a non-empty string'],
  ['1001 tags', { tags: { allOf: TOO_MANY } }, 'tags.allOf: expected at most 1000 values, got 1001.'],
  ['an empty tag', { tags: { anyOf: ['Lead', ''] } }, 'tags.anyOf[1]: expected a non-empty string'],
];

/** 501 values each. */
const MANY = TOO_MANY.slice(500);
const together: readonly [keyof typeof QUERIES, object][] = [
  ['customers', { emails: MANY, helpCrunch: { tags: { anyOf: MANY } } }],
  ['customers', { careCloud: { emails: MANY, customerIds: MANY.map((_, index) => `a${index}`) } }],
  ['careCloud', { emails: MANY, storeIds: MANY }],
  ['helpCrunch', { city: { in: MANY }, company: { in: MANY } }],
];

const QUERIES = {
  customers: 'query($filter: CustomerFilter) { list: customers(filter: $filter) { nodes { id } } }',
  careCloud:
    'query($filter: CareCloudCustomerFilter) { list: careCloudCustomers(filter: $filter) { nodes { id } } }',
  helpCrunch:
    'query($filter: HelpCrunchCustomerFilter) { list: helpCrunchCustomers(filter: $filter) { nodes { id } } }',
};

const people: typeof shared = [
  ...shared,
  ['1001 phones', { phones: TOO_MANY }, 'phones: expected at most 1000 values, got 1001.'],
  [
    'an invalid phone among several',
    { phones: ['+420 523 828 931', 'abc'] },
    'phones[1]: expected a phone number',
  ],
];

test.each([
  ...people.map(([what, filter, message]) => ['customers', what, filter, `filter.${message}`] as const),
  ...careCloud.map(
    ([what, filter, message]) =>
      ['customers', `careCloud: ${what}`, { careCloud: filter }, `filter.careCloud.${message}`] as const,
  ),
  ...helpCrunch.map(
    ([what, filter, message]) =>
      ['customers', `helpCrunch: ${what}`, { helpCrunch: filter }, `filter.helpCrunch.${message}`] as const,
  ),
  ...careCloud.map(([what, filter, message]) => ['careCloud', what, filter, `filter.${message}`] as const),
  ...helpCrunch.map(([what, filter, message]) => ['helpCrunch', what, filter, `filter.${message}`] as const),
])('%s: %s is BAD_USER_INPUT, without requests', async (list, _what, filter, message) => {
  const { directory, calls } = fakeDirectory();
  const { data, errors } = await runQuery(QUERIES[list], { directory, variables: { filter } });
  expect(data).toEqual({ list: null });
  expect(errors).toMatchObject([{ path: ['list'], extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(errors?.[0]?.message).toContain(message);
  expect(errors?.[0]?.message).not.toMatch(/abc|1e3|@example/);
  expect(calls).toEqual([]);
});

test.each([
  ['birthdate: "1985-02-30"', 'Date: expected an existing day'],
  ['birthdate: "12.02.1985"', 'Date: expected an existing day'],
  ['birthdate: 19850212', 'Date: expected an existing day'],
  ['helpCrunch: { lastSeen: { gt: "yesterday" } }', 'DateTime: expected a moment in RFC 3339'],
  ['helpCrunch: { lastSeen: { gt: "2020-05-04" } }', 'DateTime: expected a moment in RFC 3339'],
  ['helpCrunch: { lastSeen: { gt: "2020-05-04T11:12:32" } }', 'DateTime: expected a moment in RFC 3339'],
  ['helpCrunch: { lastSeen: { gt: 1603885746 } }', 'DateTime: expected a moment in RFC 3339'],
])('customers(filter: { %s }) does not pass validation', async (filter, message) => {
  const { directory, calls } = fakeDirectory();
  const { data, errors } = await runQuery(`{ customers(filter: { ${filter} }) { nodes { id } } }`, {
    directory,
  });
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(errors?.[0]?.message).toContain(message);
  expect(calls).toEqual([]);
});

test.each([
  ['an empty string', ''],
  ['a line break', 'cs\r\nX-Evil: 1'],
  ['no language at all', '!!'],
  ['a letter no header can hold', 'čeština'],
  ['a book', 'cs,'.repeat(40)],
])('%s as language is BAD_USER_INPUT', async (_what, language) => {
  const { directory, calls } = fakeDirectory();
  const source = 'query($language: String) { careCloudCustomers(language: $language) { nodes { id } } }';
  const { errors } = await runQuery(source, { directory, variables: { language } });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(errors?.[0]?.message).toMatch(/^language: expected/);
  expect(calls).toEqual([]);
});

test('exactly 1000 values are accepted', async () => {
  const { directory, calls } = fakeDirectory();
  const filter = { emails: TOO_MANY.slice(1) };
  expect((await runQuery(QUERIES.customers, { directory, variables: { filter } })).errors).toBeUndefined();
  expect(calls).toHaveLength(1);
});

test.each(together)('%s refuses more than 1000 values in all lists together', async (list, filter) => {
  const { directory, calls } = fakeDirectory();
  const { errors } = await runQuery(QUERIES[list], { directory, variables: { filter } });
  expect(errors).toEqual([
    expect.objectContaining({
      message: 'filter: expected at most 1000 values in all its lists together, got 1002.',
      extensions: { code: 'BAD_USER_INPUT' },
    }),
  ]);
  expect(calls).toEqual([]);
});
