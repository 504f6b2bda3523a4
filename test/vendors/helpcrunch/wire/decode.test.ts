import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../../../src/upstream/decode-error.ts';
import { decodeCustomer, decodeCustomerPage } from '../../../../src/vendors/helpcrunch/wire/decode.ts';

/** Decodes one customer and tells which fields did not. */
function decode(row: object) {
  const undecodable: string[] = [];
  const customer = decodeCustomer({ id: 1, ...row }, (field) => undecodable.push(field));
  return { customer, undecodable };
}
const page = (body: unknown) => decodeCustomerPage(body, () => {});

/** The last customer of the page "Get all customers", shortened in its custom data only. */
const VLAD = {
  id: 7831682,
  name: 'Vlad Darkula',
  email: 'vlad.dark@transylmania.com',
  userId: 'transylmania_6996',
  company: 'transylmania',
  phone: null,
  firstSeen: 1593068924,
  lastSeen: 1593093642,
  location: { regionCode: '40', countryCode: 'RO', city: 'Cluj-Napoca' },
  device: {
    id: 28889690,
    ip: '192.168.1.2',
    timezone: 'Europe/Kiev',
    platform: 'desktop',
    userAgent: 'Mozilla/5.0 (Macintosh)',
  },
  unsubscribed: true,
  blocked: true,
  source: 'https://www.blood.co.uk/',
  referer: null,
  locale: 'ro',
  notes: null,
  lastPage: 'https://www.blood.co.uk/who-can-give-blood/',
  tags: [{ name: 'Lead', color: '#eb5a46' }],
  customData: [
    { property: 'Role', value: 'agent' },
    { property: 'segment', value: null },
    { property: 'Emails sent', value: 0 },
    { property: 'Billing info added', value: true },
  ],
};

describe('a customer', () => {
  it('is decoded field by field', () => {
    expect(decode(VLAD)).toMatchInlineSnapshot(`
      {
        "customer": {
          "blocked": true,
          "company": "transylmania",
          "createdFrom": null,
          "customData": [
            {
              "property": "Role",
              "value": "agent",
            },
            {
              "property": "segment",
              "value": null,
            },
            {
              "property": "Emails sent",
              "value": 0,
            },
            {
              "property": "Billing info added",
              "value": true,
            },
          ],
          "customerId": "7831682",
          "device": {
            "id": "28889690",
            "ip": "192.168.1.2",
            "platform": "desktop",
            "timezone": "Europe/Kiev",
            "userAgent": "Mozilla/5.0 (Macintosh)",
          },
          "email": "vlad.dark@transylmania.com",
          "firstSeenAt": 1593068924000,
          "integrationId": null,
          "lastPage": "https://www.blood.co.uk/who-can-give-blood/",
          "lastSeenAt": 1593093642000,
          "locale": "ro",
          "location": {
            "city": "Cluj-Napoca",
            "countryCode": "RO",
            "regionCode": "40",
          },
          "name": "Vlad Darkula",
          "notes": null,
          "phone": null,
          "referer": null,
          "source": "https://www.blood.co.uk/",
          "tags": [
            {
              "color": "#eb5a46",
              "name": "Lead",
            },
          ],
          "unsubscribed": true,
          "userId": "transylmania_6996",
        },
        "undecodable": [],
      }
    `);
  });

  it('is the same in the shape of the newer pages', () => {
    const newer = {
      ...VLAD,
      firstSeen: '1593068924',
      lastSeen: '1593093642',
      customData: { Role: 'agent', segment: null, 'Emails sent': 0, 'Billing info added': true },
    };
    expect(decode(newer)).toEqual(decode(VLAD));
  });

  it('may come from a channel', () => {
    const { customer } = decode({ createdFrom: 'telegram', integrationId: '465847687' });
    expect(customer).toMatchObject({ createdFrom: 'telegram', integrationId: '465847687' });
  });

  it('needs nothing but an id', () => {
    const { customer, undecodable } = decode({});
    expect(undecodable).toEqual([]);
    expect(customer).toMatchObject({
      customerId: '1',
      name: null,
      lastSeenAt: null,
      device: null,
      tags: [],
      customData: [],
    });
  });

  it('has no value where the text is empty', () => {
    expect(decode({ name: '', email: '', device: [], customData: [] })).toMatchObject({
      customer: { name: null, email: null, device: null, customData: [] },
      undecodable: [],
    });
  });
});

describe('a time', () => {
  it.each([
    [1588603952, 1588603952000],
    ['1603885746', 1603885746000],
    ['1594139170.913', 1594139170913],
    [1594139170.913, 1594139170913],
    [0, 0],
    [null, null],
    ['', null],
  ])('%j is %j', (wire, at) => {
    expect(decode({ lastSeen: wire })).toMatchObject({ customer: { lastSeenAt: at }, undecodable: [] });
  });

  it.each([
    '2020-05-04',
    'soon',
    ' 12',
    '1e9',
    true,
    {},
    1e300,
    1594139170913,
    -62_167_219_201,
  ])('%j is none, and counted', (wire) => {
    expect(decode({ lastSeen: wire })).toMatchObject({
      customer: { lastSeenAt: null },
      undecodable: ['lastSeen'],
    });
  });
});

describe('one bad field', () => {
  it.each<[string, unknown, string]>([
    ['name', 42, 'name'],
    ['phone', ['1'], 'phone'],
    ['unsubscribed', 'yes', 'unsubscribed'],
    ['location', 'Praha', 'location'],
    ['location', { city: 7 }, 'location.city'],
    ['device', { ip: {} }, 'device.ip'],
    ['tags', 'Lead', 'tags'],
    ['tags', ['Lead'], 'tags'],
    ['tags', [{ color: '#fff', name: 7 }], 'tags.name'],
    ['customData', 'x', 'customData'],
    ['customData', { a: { b: 1 } }, 'customData.value'],
    ['customData', [{ property: 1, value: 2 }], 'customData.property'],
  ])('%s as %j is left out and counted, the rest stays', (field, value, counted) => {
    const { customer, undecodable } = decode({ ...VLAD, [field]: value });
    expect(undecodable).toEqual([counted]);
    expect(customer).toMatchObject({
      customerId: '7831682',
      email: 'vlad.dark@transylmania.com',
      locale: 'ro',
    });
  });
});

describe('a page', () => {
  it.each<[string, unknown, number | null]>([
    ['total', { total: 5, data: [] }, 5],
    ['meta.total', { meta: { total: 6 }, data: [] }, 6],
    ['a total written as text', { total: '7', data: [] }, 7],
    ['no total', { data: [] }, null],
  ])('has its count from %s', (_what, body, total) => {
    expect(page(body)).toEqual({ customers: [], total });
  });

  it('keeps the order of the rows, whose ids may be written as text', () => {
    const { customers } = page({ total: 2, data: [{ id: 9 }, { id: '3' }] });
    expect(customers.map(({ customerId }) => customerId)).toEqual(['9', '3']);
  });

  it.each<[string, unknown]>([
    ['an array', []],
    ['a text', 'Ok'],
    ['null', null],
    ['an error in a 200', { errors: [{ code: 'x', message: 'Jan Novák' }] }],
    ['data that is a map', { total: 1, data: { id: 1 } }],
    ['a row that is none', { total: 1, data: ['Jan Novák'] }],
    ['a row without an id', { total: 1, data: [{ name: 'Jan Novák' }] }],
    ['an id that is no integer', { total: 1, data: [{ id: 'Jan Novák' }] }],
    ['a total that is none', { total: 'Jan Novák', data: [] }],
    ['a negative total', { total: -1, data: [] }],
  ])('is not %s, and nothing of it is told', (_what, body) => {
    expect(() => page(body)).toThrow(DecodeError);
    expect(() => page(body)).toThrow(/^expected (?!.*Novák)/);
  });
});
