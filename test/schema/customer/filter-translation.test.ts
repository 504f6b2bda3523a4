import { expect, test } from 'vitest';
import { toCareCloudFilter } from '../../../src/schema/care-cloud/customer-filter.ts';
import { toListOptions } from '../../../src/schema/care-cloud/customers.ts';
import { createSchema } from '../../../src/schema/create-schema.ts';
import { toCustomerFilter } from '../../../src/schema/customer/customer-filter.ts';
import { toHelpCrunchFilter } from '../../../src/schema/help-crunch/customer-filter.ts';

// A filter covers the vendors that the schema was built for.
createSchema();

const NO_FILTER = { shared: {}, inSources: [], notInSources: [], own: new Map() };

test.each([
  ['nothing', undefined],
  ['null', null],
  ['{}', {}],
  [
    'nulls',
    { email: null, emails: null, inSources: null, careCloud: null, helpCrunch: null, birthdate: null },
  ],
  ['empty filters within', { careCloud: {}, helpCrunch: {}, inSources: [], notInSources: [] }],
  [
    'empty conditions',
    { helpCrunch: { match: 'ANY' as const, name: {}, lastSeen: {}, tags: { allOf: [] } } },
  ],
])('%s restricts nothing', (_what, input) => {
  expect(toCustomerFilter(input, {})).toEqual(NO_FILTER);
});

test('an empty list of values stays: it matches nothing', () => {
  expect(
    toCustomerFilter({ emails: [], careCloud: { customerIds: [] }, helpCrunch: { tags: { anyOf: [] } } }, {}),
  ).toEqual({
    ...NO_FILTER,
    shared: { emails: [] },
    own: new Map<string, unknown>([
      ['CARECLOUD', { customerIds: [] }],
      ['HELPCRUNCH', { match: 'ALL', tags: { anyOf: [] } }],
    ]),
  });
});

test('a whole filter is converted: texts trimmed, phones in E.164, case kept', () => {
  const shared = {
    email: ' Lana@Example.com',
    emails: ['A@example.com '],
    phone: '00420 523 828 931',
    firstName: ' Lana ',
    lastName: 'Del Red',
    birthdate: '1985-02-12',
  };
  const trimmed = { ...shared, email: 'Lana@Example.com', emails: ['A@example.com'], firstName: 'Lana' };
  const inSources = ['CARECLOUD' as const, 'HELPCRUNCH' as const];
  expect(
    toCustomerFilter(
      {
        ...shared,
        inSources,
        notInSources: ['HELPCRUNCH'],
        careCloud: { ...shared, customerSourceId: 's1', customerIds: ['a', 'b'] },
      },
      {},
    ),
  ).toEqual({
    shared: { ...trimmed, phone: '+420523828931' },
    inSources,
    notInSources: ['HELPCRUNCH'],
    // CareCloud expects digits.
    own: new Map([
      ['CARECLOUD', { ...trimmed, phone: '420523828931', customerSourceId: 's1', customerIds: ['a', 'b'] }],
    ]),
  });
});

test('HelpCrunch’s grammar is passed on as written, without nulls and empty conditions', () => {
  expect(
    toHelpCrunchFilter({
      match: 'ANY',
      id: { gt: '5', in: ['7', '8'], lte: null },
      name: { contains: ' a ' },
      email: null,
      company: { ne: 'X', notContains: 'y', in: [] },
      phone: {},
      lastSeen: { gte: 1_590_000_000_000, lt: null },
      tags: { allOf: ['Lead'], anyOf: null },
    }),
  ).toEqual({
    match: 'ANY',
    id: { gt: '5', in: ['7', '8'] },
    name: { contains: ' a ' },
    company: { ne: 'X', notContains: 'y', in: [] },
    lastSeen: { gte: 1_590_000_000_000 },
    tags: { allOf: ['Lead'] },
  });
});

test('null for match is the default', () => {
  expect(toHelpCrunchFilter({ match: null, userId: { eq: '1' } })).toEqual({
    match: 'ALL',
    userId: { eq: '1' },
  });
});

test('a CareCloud phone in any notation becomes the vendor’s digits', () => {
  expect(toCareCloudFilter({ phone: '+420 523 828 931' }, {})).toEqual({ phone: '420523828931' });
  expect(toCareCloudFilter({ phone: '523 828 931' }, { phoneCountry: 'CZ' })).toEqual({
    phone: '420523828931',
  });
});

test('CareCloud’s options are absent unless set', () => {
  expect(toListOptions(null, undefined)).toEqual({});
  expect(toListOptions(' cs, en-gb;q=0.8 ', false)).toEqual({
    language: 'cs, en-gb;q=0.8',
    shortSalutation: false,
  });
});
