import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../../../src/upstream/decode-error.ts';
import { toRecord } from '../../../../src/vendors/helpcrunch/record.ts';
import { decodeCustomer, decodeCustomerPage } from '../../../../src/vendors/helpcrunch/wire/decode.ts';

/** Decodes one customer and returns which fields did not decode. */
function decode(row: object) {
  const undecodable: string[] = [];
  const customer = decodeCustomer({ id: 1, ...row }, (field) => undecodable.push(field));
  return { customer, undecodable };
}
const RANGE = { offset: 0, limit: 100 };
const reported: string[] = [];
function page(body: unknown) {
  reported.length = 0;
  const { records, total, skipped } = decodeCustomerPage(body, {
    range: RANGE,
    report: (field) => reported.push(field),
    toRecord,
  });
  return { ids: records.map(({ id, isUnreadable }) => (isUnreadable ? null : id)), total, skipped, records };
}

/** The last customer of the page "Get all customers", with shortened custom data. */
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

  it('is the same in the format of the newer pages', () => {
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

  it('needs only an id', () => {
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

  it('has no value if the text is empty', () => {
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
    [1594139170913, 1594139170913],
    ['1594139170913', 1594139170913],
    [99_999_999_999, 99_999_999_999_000],
    [100_000_000_000, 100_000_000_000],
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
    -62_167_219_201,
  ])('%j is null, and counted', (wire) => {
    expect(decode({ lastSeen: wire })).toMatchObject({
      customer: { lastSeenAt: null },
      undecodable: ['lastSeen'],
    });
  });
});

describe('tags', () => {
  it.each<[string, unknown, object[]]>([
    ['texts', ['Lead', 'VIP'], [tag('Lead'), tag('VIP')]],
    ['a mixture', ['Lead', { name: 'VIP', color: '#fff' }], [tag('Lead'), tag('VIP', '#fff')]],
    ['numbers', [2024], [tag('2024')]],
    ['texts with a gap, written by PHP', { 0: 'Lead', 2: 'VIP' }, [tag('Lead'), tag('VIP')]],
    ['empty texts', ['', 'Lead'], [tag('Lead')]],
  ])('may be %s', (_, tags, expected) => {
    const { customer, undecodable } = decode({ ...VLAD, tags });
    expect(customer.tags).toEqual(expected);
    expect(undecodable).toEqual([]);
  });
});

function tag(name: string, color: string | null = null) {
  return { name, color };
}

describe('one invalid field', () => {
  it.each<[string, unknown, string]>([
    ['name', true, 'name'],
    ['userId', 2 ** 53, 'userId'],
    ['phone', ['1'], 'phone'],
    ['unsubscribed', 'yes', 'unsubscribed'],
    ['location', 'Praha', 'location'],
    ['location', { city: false }, 'location.city'],
    ['device', { ip: {} }, 'device.ip'],
    ['tags', 'Lead', 'tags'],
    ['tags', [true], 'tags'],
    ['tags', [['Lead']], 'tags'],
    ['tags', [null], 'tags'],
    ['tags', [{ color: '#fff', name: {} }], 'tags.name'],
    ['customData', 'x', 'customData'],
    ['customData', { a: { b: 1 } }, 'customData.value'],
    ['customData', [{ property: [], value: 2 }], 'customData.property'],
  ])('%s as %j is omitted and counted, the rest stays', (field, value, counted) => {
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
    ['no total if it is no number', { total: 'Jan Novák', data: [] }, null],
    ['no total if it is negative', { total: -1, data: [] }, null],
    ['meta.total if the other is no number', { total: {}, meta: { total: '8' }, data: [] }, 8],
  ])('has its total from %s', (_what, body, total) => {
    expect(page(body)).toMatchObject({ ids: [], total });
  });

  it('keeps the order of the rows, whose ids may be written as text', () => {
    expect(page({ total: 2, data: [{ id: 9 }, { id: '3' }] }).ids).toEqual(['9', '3']);
  });

  it.each<[string, unknown]>([
    ['an array', []],
    ['a text', 'Ok'],
    ['null', null],
    ['an error in a 200', { errors: [{ code: 'x', message: 'Jan Novák' }] }],
    ['data that is a map', { total: 1, data: { id: 1 } }],
    ['ten rows without an id', { total: 10, data: Array(10).fill({ name: 'Jan Novák' }) }],
    [
      'times of which none can be read',
      {
        data: [
          { id: 1, lastSeen: '2020-05-04 Novák', firstSeen: null },
          { id: 2, firstSeen: 'Novák' },
        ],
      },
    ],
  ])('is not %s, and nothing of it is shown', (_what, body) => {
    expect(() => page(body)).toThrow(DecodeError);
    expect(() => page(body)).toThrow(/^expected (?!.*Novák)/);
  });
});

describe('a page written by PHP, or partly undecodable', () => {
  it('is a list even if its keys have a gap, and so are the lists in its rows', () => {
    const data = {
      0: { id: 1, tags: { 0: { name: 'a' }, 2: { name: 'b' } } },
      2: { id: 2, customData: { 0: { property: 'p', value: 1 }, 3: { property: 'q', value: 2 } } },
    };
    const { ids, records } = page({ total: 2, data });
    expect(ids).toEqual(['1', '2']);
    expect(records[0]?.own.tags.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(records[1]?.own.customData).toEqual([
      { property: 'p', value: 1 },
      { property: 'q', value: 2 },
    ]);
  });

  it('may have numbers as texts', () => {
    const row = { id: 1, userId: 77, phone: 420523828931, name: 12, tags: [{ name: 3 }] };
    expect(page({ data: [row] }).records[0]?.own).toMatchObject({
      userId: '77',
      phone: '420523828931',
      name: '12',
      tags: [{ name: '3' }],
    });
    expect(reported).toEqual([]);
  });

  it.each<[unknown, boolean]>([
    [1, true],
    ['0', false],
    ['true', true],
    ['false', false],
  ])('may have a boolean as %j', (written, blocked) => {
    expect(page({ data: [{ id: 1, blocked: written }] }).records[0]?.own.blocked).toBe(blocked);
    expect(reported).toEqual([]);
  });

  it('loses a row without an exact id, keeps its position, and counts it', () => {
    const data = [{ id: 1, firstSeen: 5 }, { name: 'x', firstSeen: 6 }, { id: 2 ** 53 }, 'x', { id: 4 }];
    const { ids, skipped, records } = page({ total: 5, data });
    expect(ids).toEqual(['1', null, null, null, '4']);
    expect(skipped).toBe(3);
    expect(reported).toEqual(['id', 'id']);
    expect(records[1]?.own.firstSeenAt).toBe(6000);
    expect(new Set(records.map(({ id }) => id)).size).toBe(5);
  });

  it('has a row once if a join duplicated it', () => {
    const rows = Array.from({ length: 101 }, (_, index) => ({ id: Math.max(1, index) }));
    expect(page({ total: 500, data: rows }).ids).toEqual(rows.slice(1).map(({ id }) => String(id)));
    expect(page({ total: 2, data: [{ id: 1 }, { id: 1 }, { id: 2 }] }).ids).toEqual(['1', '2']);
    expect(page({ data: [{ id: 1 }, { id: 1 }] }).ids).toEqual(['1']);
    // Here the second one keeps a position that would otherwise be missing.
    expect(page({ total: 9, data: [{ id: 1 }, { id: 1 }, { id: 2 }] })).toMatchObject({
      ids: ['1', null, '2'],
      skipped: 0,
    });
  });

  it('loses one time that cannot be parsed, not all of them', () => {
    expect(
      page({
        data: [
          { id: 1, lastSeen: 'soon' },
          { id: 2, lastSeen: 5 },
        ],
      }).ids,
    ).toEqual(['1', '2']);
  });
});
