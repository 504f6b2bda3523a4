import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../../../src/upstream/decode-error.ts';
import { sortKey, toRecord } from '../../../../src/vendors/carecloud/record.ts';
import {
  decodeCustomer,
  decodeCustomers,
  decodeLogin,
} from '../../../../src/vendors/carecloud/wire/decode.ts';
import { createZoneTimeReader } from '../../../../src/vendors/carecloud/wire/zone-time.ts';

const time = createZoneTimeReader('Europe/Prague');

function decode(body: unknown) {
  const reported: string[] = [];
  const report = (field: string) => reported.push(field);
  const range = { offset: 0, limit: 100 };
  const { records, total, skipped } = decodeCustomers(body, { time, report, range, toRecord });
  const customers = records.flatMap(({ own, isUnreadable }) => (isUnreadable ? [] : [own]));
  return { page: { customers, total }, records, skipped, reported };
}

/** One row of GET /customers with the vendor's own example values. */
function row(personal: object = {}, top: object = {}) {
  return {
    customer_id: '8ea6abece4cd0a4ded0a29f093',
    personal_information: {
      salutation: 'Dear Mr. Smith',
      gender: 1,
      first_name: 'John',
      last_name: 'Smith',
      pre_nominals: 'Dr.',
      post_nominals: 'Ph.D',
      birthdate: '1985-02-12',
      email: 'happy_customer@crmcarecloud.com',
      phone: '420523828931',
      language_id: 'en',
      store_id: '8bed991c68a4',
      photo_url: 'https://example.com/photos/customer.jpg',
      address: {
        address1: 'Old Town Square',
        address2: '34',
        address3: '1a',
        address4: 'd',
        address5: 'e',
        address6: 'f',
        address7: 'g',
        zip: '11000',
        city: 'Prague 1',
        country_code: 'cz',
      },
      agreement: {
        agreement_gtc: 1,
        agreement_profiling: 0,
        agreement_marketing_communication: 2,
        custom_agreements: [{ agreement_id: '89ce2a1b9b01f5c939fb1e20cd', agreement_value: 2 }],
      },
      consents: [
        { consent_id: '8fd73167342d06899c4c015320', consent_value: 2, last_change: '2024-06-23 11:47:23' },
      ],
      ...personal,
    },
    doi_email: '2019-06-23 11:47:22',
    doi_phone: '2019-06-23 11:47:23',
    last_change: '2019-06-23 11:47:22',
    state: 1,
    ...top,
  };
}

const list = (...customers: unknown[]) => ({ data: { customers, total_items: customers.length } });

/** The customer of a list with only this row, and what was reported. */
function decodeRow(value: unknown) {
  const { page, reported } = decode(list(value));
  return { customer: page.customers[0], reported };
}

describe('a customer', () => {
  it('has every documented field', () => {
    const { customer, reported } = decodeRow(row());
    expect(reported).toEqual([]);
    expect(customer).toEqual({
      customerId: '8ea6abece4cd0a4ded0a29f093',
      salutation: 'Dear Mr. Smith',
      firstName: 'John',
      lastName: 'Smith',
      preNominals: 'Dr.',
      postNominals: 'Ph.D',
      gender: 'MALE',
      birthdate: '1985-02-12',
      email: 'happy_customer@crmcarecloud.com',
      phone: '420523828931',
      languageId: 'en',
      storeId: '8bed991c68a4',
      photoUrl: 'https://example.com/photos/customer.jpg',
      address: {
        address1: 'Old Town Square',
        address2: '34',
        address3: '1a',
        address4: 'd',
        address5: 'e',
        address6: 'f',
        address7: 'g',
        zip: '11000',
        city: 'Prague 1',
        countryCode: 'cz',
      },
      agreement: {
        gtc: 'YES',
        profiling: 'NO',
        marketingCommunication: 'NOT_SET',
        custom: [{ agreementId: '89ce2a1b9b01f5c939fb1e20cd', value: 'NOT_SET' }],
      },
      consents: [
        {
          consentId: '8fd73167342d06899c4c015320',
          value: 'NOT_SET',
          lastChangeAt: Date.UTC(2024, 5, 23, 9, 47, 23),
        },
      ],
      doiEmailAt: Date.UTC(2019, 5, 23, 9, 47, 22),
      doiPhoneAt: Date.UTC(2019, 5, 23, 9, 47, 23),
      lastChangeAt: Date.UTC(2019, 5, 23, 9, 47, 22),
      state: 'ACTIVE',
    });
  });

  it('needs only its id, and reports nothing for missing fields', () => {
    const { customer, reported } = decodeRow({ customer_id: 'x' });
    expect(reported).toEqual([]);
    expect(customer).toMatchObject({ customerId: 'x', firstName: null, address: null, agreement: null });
    expect(customer).toMatchObject({ consents: [], lastChangeAt: null, state: null, gender: null });
  });

  it('treats null, "" and PHP’s [] for an empty object as missing', () => {
    const empty = Object.fromEntries(Object.keys(row().personal_information).map((name) => [name, '']));
    const { customer, reported } = decodeRow(
      row(
        { ...empty, address: [], agreement: null, consents: null },
        { doi_email: '', doi_phone: null, state: null },
      ),
    );
    expect(reported).toEqual([]);
    expect(customer).toMatchObject({
      email: null,
      birthdate: null,
      address: null,
      agreement: null,
      consents: [],
    });
    expect(customer).toMatchObject({ doiEmailAt: null, doiPhoneAt: null, state: null });
  });

  it('ignores unknown fields', () => {
    expect(decodeRow({ ...row(), points: 3 }).reported).toEqual([]);
  });

  it.each([
    [1, 'MALE'],
    [2, 'FEMALE'],
    [3, 'MISS'],
    [4, 'PRIVATE'],
    [5, 'OTHER'],
  ])('with gender %i is %s', (gender, expected) =>
    expect(decodeRow(row({ gender })).customer?.gender).toBe(expected));

  it.each([
    [0, 'DELETED'],
    [1, 'ACTIVE'],
    [2, 'INACTIVE'],
    ['2', 'INACTIVE'],
  ])('with state %s is %s', (state, expected) =>
    expect(decodeRow(row({}, { state })).customer?.state).toBe(expected));

  it('may have numbers as texts, as in old bodies', () => {
    const { customer, reported } = decodeRow(row({ phone: 420523828931, address: { zip: 11000 } }));
    expect(customer?.phone).toBe('420523828931');
    expect(customer?.address?.zip).toBe('11000');
    expect(reported).toEqual([]);
  });

  it.each<[string, object, object, string]>([
    ['personal_information.birthdate', { birthdate: '985-02-12' }, {}, 'birthdate'],
    ['personal_information.gender', { gender: 9 }, {}, 'gender'],
    ['personal_information.gender', { gender: 'toString' }, {}, 'gender'],
    ['personal_information.email', { email: { at: 1 } }, {}, 'email'],
    ['personal_information.first_name', { first_name: true }, {}, 'firstName'],
    ['personal_information.address', { address: 'Prague' }, {}, 'address'],
    ['personal_information.agreement', { agreement: [1] }, {}, 'agreement'],
    ['last_change', {}, { last_change: '0000-00-00 00:00:00' }, 'lastChangeAt'],
    ['doi_email', {}, { doi_email: 'soon' }, 'doiEmailAt'],
    ['state', {}, { state: 7 }, 'state'],
  ])('loses only %s if it does not decode (%j %j)', (field, personal, top, property) => {
    const { customer, reported } = decodeRow(row(personal, top));
    expect(reported).toEqual([field]);
    expect(customer).toEqual({ ...decodeRow(row()).customer, [property]: null });
  });

  it('loses a consent or agreement without an id, and keeps the others', () => {
    const { customer, reported } = decodeRow(
      row({
        consents: [{ consent_value: 1 }, 'x', { consent_id: 'c', consent_value: 5, last_change: 'never' }],
        agreement: { custom_agreements: [{ agreement_value: 1 }, { agreement_id: 'a', agreement_value: 1 }] },
      }),
    );
    expect(customer?.consents).toEqual([{ consentId: 'c', value: null, lastChangeAt: null }]);
    expect(customer?.agreement).toEqual({
      gtc: null,
      profiling: null,
      marketingCommunication: null,
      custom: [{ agreementId: 'a', value: 'YES' }],
    });
    expect(reported.sort()).toEqual([
      'personal_information.agreement.custom_agreements.agreement_id',
      'personal_information.consents',
      'personal_information.consents.consent_id',
      'personal_information.consents.consent_value',
      'personal_information.consents.last_change',
    ]);
  });

  it('survives anything except the loss of its id', () => {
    const anything = fc.anything({ withNullPrototype: false, maxDepth: 3 });
    const personal = fc.record(
      Object.fromEntries(Object.keys(row().personal_information).map((name) => [name, anything])),
      { requiredKeys: [] },
    );
    const top = fc.record(
      { doi_email: anything, doi_phone: anything, last_change: anything, state: anything },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(personal, top, fc.option(anything, { nil: undefined }), (info, rest, replaced) => {
        const value = { customer_id: 'id', personal_information: replaced ?? info, ...rest };
        const { customer } = decodeRow(JSON.parse(JSON.stringify(value)));
        expect(customer?.customerId).toBe('id');
      }),
    );
  });
});

describe('the envelope of GET /customers', () => {
  it('states the total, or not', () => {
    expect(decode({ data: { customers: [], total_items: 7 } }).page).toEqual({ customers: [], total: 7 });
    expect(decode({ data: { customers: [], total_items: '7' } }).page.total).toBe(7);
    expect(decode({ data: { customers: [] } }).page.total).toBeNull();
  });

  it.each<[string, unknown]>([
    ['a word', 'many'],
    ['nothing', ''],
    ['negative', -1],
    ['a fraction', 1.5],
    ['a boolean', true],
    ['an object', {}],
    ['a list', [3]],
  ])('has readable rows beside a total that is %s', (_, total_items) => {
    const { page, reported } = decode({ data: { customers: [row()], total_items } });
    expect(page.customers).toHaveLength(1);
    expect(page.total).toBeNull();
    expect(reported).toEqual(total_items === '' ? [] : ['total_items']);
  });

  it.each<[unknown, string]>([
    [null, 'expected an object, got null'],
    ['<html>', 'expected an object, got a string'],
    [[], 'expected an object, got an array'],
    [{}, 'expected an object at data, got nothing'],
    [{ data: [] }, 'expected an object at data, got an array'],
    [{ error: {} }, 'expected an object at data, got nothing'],
    [{ data: { total_items: 0 } }, 'expected an array at data.customers, got nothing'],
    [{ data: { customers: {}, total_items: 0 } }, 'expected an array at data.customers, got an object'],
    [{ data: { customers: Array(10).fill({}) } }, 'expected customers with ids, got 10 rows without'],
    [
      { data: { customers: ['a', 'b'].map((customer_id) => ({ customer_id, last_change: '1.2.2024' })) } },
      'expected local times, got none that can be read',
    ],
  ])('is refused if it is %j', (body, message) => {
    expect(() => decode(body)).toThrow(new DecodeError(message));
  });
});

describe('a page written by PHP, or partly undecodable', () => {
  it('is a list even if its keys have a gap, and so are the lists in its rows', () => {
    const consents = { 0: { consent_id: 'a' }, 2: { consent_id: 'b' } };
    const customers = { 1: row({ consents }), 3: { customer_id: 'x' } };
    const { page } = decode({ data: { customers, total_items: 2 } });
    expect(page.customers.map(({ customerId }) => customerId)).toEqual(['8ea6abece4cd0a4ded0a29f093', 'x']);
    expect(page.customers[0]?.consents.map(({ consentId }) => consentId)).toEqual(['a', 'b']);
  });

  it('loses a row without an exact id, keeps its position among the ids, and counts it', () => {
    const { page, records, skipped, reported } = decode(
      list({}, { customer_id: 'a' }, { customer_id: 2 ** 53 }, null, { customer_id: 'b' }),
    );
    expect(page.customers.map(({ customerId }) => customerId)).toEqual(['a', 'b']);
    expect(records.map((record) => sortKey(record, 'CUSTOMER_ID'))).toEqual(['a', 'a', 'a', 'a', 'b']);
    expect(skipped).toBe(3);
    expect(reported).toEqual(['customer_id', 'customer_id']);
  });
});

describe('the envelope of GET /customers/{customer_id}', () => {
  const options = { time, report: () => {} };
  it('has the customer directly under data', () => {
    expect(decodeCustomer({ data: row() }, options).lastName).toBe('Smith');
  });
  it('is refused if it is that of a list', () => {
    expect(() => decodeCustomer(list(row()), options)).toThrow(
      new DecodeError('expected an id at data.customer_id, got nothing'),
    );
  });
});

describe('the response to a login', () => {
  it('returns the token and ignores everything else', () => {
    const data = { bearer_token: '0935', valid_to: 'whenever', user: { phone: 420 } };
    expect(decodeLogin({ data })).toBe('0935');
  });
  it.each([
    undefined,
    null,
    '',
    5,
    'two words',
    'line\nbreak',
  ])('is refused with the token %j', (bearer_token) => {
    expect(() => decodeLogin({ data: { bearer_token } })).toThrow(DecodeError);
  });
});
