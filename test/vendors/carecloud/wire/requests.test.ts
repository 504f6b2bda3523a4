import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../../src/errors/gateway-error.ts';
import {
  customerRequest,
  customersRequest,
  loginRequest,
} from '../../../../src/vendors/carecloud/wire/requests.ts';

const order = { field: 'CUSTOMER_ID', direction: 'ASC' } as const;

describe('GET /customers', () => {
  it('supports all fourteen inputs, in the order of the page', () => {
    const request = customersRequest(
      {
        email: 'a@x.cz',
        phone: '420523828931',
        customer_source_id: '8fdc',
        first_name: 'Jan',
        last_name: 'Novák',
        birthdate: '1985-02-12',
        email_list: ['b@x.cz', 'c@x.cz'],
        customer_ids: ['8ea2', '8bed'],
      },
      { field: 'LAST_CHANGE', direction: 'DESC' },
      { offset: 40, limit: 20 },
      { language: 'cs, en-gb;q=0.8', shortSalutation: true },
    );
    expect(request).toEqual({
      method: 'GET',
      path: '/customers',
      route: '/customers',
      query: [
        ['count', '20'],
        ['offset', '40'],
        ['sort_field', 'last_change'],
        ['sort_direction', 'DESC'],
        ['email', 'a@x.cz'],
        ['phone', '420523828931'],
        ['customer_source_id', '8fdc'],
        ['first_name', 'Jan'],
        ['last_name', 'Novák'],
        ['birthdate', '1985-02-12'],
        ['email_list[]', 'b@x.cz'],
        ['email_list[]', 'c@x.cz'],
        ['customer_ids[]', '8ea2'],
        ['customer_ids[]', '8bed'],
        ['customer_short_salutation', 'true'],
      ],
      headers: { 'accept-language': 'cs, en-gb;q=0.8' },
      parameters: [
        'count',
        'offset',
        'sort_field',
        'sort_direction',
        'email',
        'phone',
        'customer_source_id',
        'first_name',
        'last_name',
        'birthdate',
        'email_list[]',
        'customer_ids[]',
        'customer_short_salutation',
      ],
    });
  });

  it.each([
    ['CUSTOMER_ID', 'customer_id'],
    ['LAST_CHANGE', 'last_change'],
    ['STATE', 'state'],
    ['DOI_EMAIL', 'doi_email'],
    ['DOI_PHONE', 'doi_phone'],
  ] as const)('sorts by %s as %s', (field, parameter) => {
    const { query } = customersRequest(null, { field, direction: 'ASC' }, { offset: 0, limit: 1 });
    expect(query).toContainEqual(['sort_field', parameter]);
  });

  it('omits language and salutation if not requested', () => {
    const { query, headers } = customersRequest(null, order, { offset: 0, limit: 100 });
    expect(query.map(([name]) => name)).toEqual(['count', 'offset', 'sort_field', 'sort_direction']);
    expect(headers).toEqual({});
  });

  it('sends false if the long salutation is requested', () => {
    const { query } = customersRequest(null, order, { offset: 0, limit: 1 }, { shortSalutation: false });
    expect(query.at(-1)).toEqual(['customer_short_salutation', 'false']);
  });

  it.each([
    '',
    'cs\r\nx-evil: 1',
    'čeština',
    'x'.repeat(101),
    ' cs',
  ])('refuses the language %j', (language) => {
    const ask = () => customersRequest(null, order, { offset: 0, limit: 1 }, { language });
    expect(ask).toThrow(GatewayError);
    expect(ask).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});

describe('GET /customers/{customer_id}', () => {
  it('encodes the id and supports both options', () => {
    expect(customerRequest('8e/a', { language: 'en', shortSalutation: true })).toEqual({
      method: 'GET',
      path: '/customers/8e%2Fa',
      route: '/customers/{customer_id}',
      query: [['customer_short_salutation', 'true']],
      headers: { 'accept-language': 'en' },
      parameters: ['customer_short_salutation'],
    });
  });
});

describe('POST /users/actions/login', () => {
  it('names its fields for the plan, and its values are only in the body', () => {
    const body = { user_external_application_id: 'app', login: 'me', password: 'secret' };
    const { body: sent, ...shown } = loginRequest(body);
    expect(sent).toEqual(body);
    expect(shown).toMatchObject({ method: 'POST', path: '/users/actions/login', query: [] });
    expect(JSON.stringify(shown)).not.toContain('secret');
  });
});
