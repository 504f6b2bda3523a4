import { expect, test } from 'vitest';
import { fakeDirectory, globalId, runQuery } from '../support/fake-directory.ts';

const OTHERS_ID = Buffer.from('Order:1').toString('base64');

test.each([
  ['no key', {}, 'Exactly one key must be specified'],
  ['two keys', { email: 'a@example.com', careCloudId: 'x' }, 'Exactly one key must be specified'],
  ['null', { email: null }, 'must be non-null'],
  ['an empty email', { email: '' }, 'by.email: expected a non-empty string, got an empty string.'],
  ['a blank email', { email: ' \t' }, 'by.email: expected a non-empty string, got an empty string.'],
  ['half a character', { email: '\ud83d@example.com' }, 'by.email: expected well-formed Unicode'],
  ['an empty phone', { phone: '' }, 'by.phone: expected a non-empty string'],
  [
    'an invalid phone',
    { phone: 'call me' },
    'by.phone: expected a phone number with its country code such as +420 523 828 931, got a string of 7 characters: it contains letters.',
  ],
  ['a national phone', { phone: '12' }, 'by.phone: expected a phone number'],
  ['an empty CareCloud id', { careCloudId: '' }, 'by.careCloudId: expected a non-empty string'],
  ['a path for a CareCloud id', { careCloudId: '..' }, 'by.careCloudId: expected a CareCloud customer id'],
  [
    'two words for a CareCloud id',
    { careCloudId: 'a b' },
    'by.careCloudId: expected a CareCloud customer id',
  ],
  [
    'a book for a CareCloud id',
    { careCloudId: 'a'.repeat(256) },
    'by.careCloudId: expected a CareCloud customer id',
  ],
  [
    'a word for a HelpCrunch id',
    { helpCrunchId: 'abc' },
    'by.helpCrunchId: expected a HelpCrunch id, a whole number such as 265555, got a string of 3 characters.',
  ],
  ['a fraction for a HelpCrunch id', { helpCrunchId: '1.5' }, 'by.helpCrunchId: expected a HelpCrunch id'],
  ['a negative HelpCrunch id', { helpCrunchId: '-1' }, 'by.helpCrunchId: expected a HelpCrunch id'],
  [
    'a HelpCrunch id past exactness',
    { helpCrunchId: '9007199254740993' },
    'by.helpCrunchId: expected a HelpCrunch id',
  ],
  ['an empty user id', { helpCrunchUserId: ' ' }, 'by.helpCrunchUserId: expected a non-empty string'],
  [
    'a garbage id',
    { id: 'garbage' },
    'by.id: expected the `id` of a Customer from this gateway, got a string of 7 characters that is not one.',
  ],
  ['an empty id', { id: '' }, 'by.id: expected the `id` of a Customer'],
  ['another system’s id', { id: OTHERS_ID }, 'by.id: expected the `id` of a Customer'],
  [
    'the id of an account',
    { id: globalId('CareCloudCustomer', 'x') },
    'by.id: expected the `id` of a Customer, got the `id` of a CareCloudCustomer.',
  ],
  [
    'an id of a source that is not',
    { id: globalId('Customer', 'ZENDESK:1') },
    'by.id: expected the `id` of a Customer from this gateway',
  ],
  [
    'an id without a source',
    { id: globalId('Customer', 'x') },
    'by.id: expected the `id` of a Customer from this gateway',
  ],
  [
    'an id with an impossible key',
    { id: globalId('Customer', 'HELPCRUNCH:x') },
    'by.id: expected a HelpCrunch id',
  ],
  [
    'an id with a changed tail',
    { id: `${globalId('Customer', 'CARECLOUD:x')}=` },
    'by.id: expected the `id` of a Customer',
  ],
])('%s is BAD_USER_INPUT, without requests', async (_what, by, message) => {
  const { directory, calls } = fakeDirectory();
  const source = 'query($by: CustomerKey!) { customer(by: $by) { id } }';
  const { data, errors } = await runQuery(source, { directory, variables: { by } });
  expect(data ?? { customer: null }).toEqual({ customer: null });
  expect(errors).toHaveLength(1);
  expect(errors?.[0]?.message).toContain(message);
  if (data !== undefined) expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
  expect(calls).toEqual([]);
});

test.each([
  [{ email: ' Lana.Red@Example.com ' }, { kind: 'email', value: 'Lana.Red@Example.com' }],
  [{ phone: '+420 523 828 931' }, { kind: 'phone', value: '+420523828931' }],
  [{ phone: '00420 523-828-931' }, { kind: 'phone', value: '+420523828931' }],
  [{ careCloudId: '8ea2' }, { kind: 'record', source: 'CARECLOUD', id: '8ea2' }],
  [{ helpCrunchId: 265555 }, { kind: 'record', source: 'HELPCRUNCH', id: '265555' }],
  [
    { helpCrunchUserId: 'transylmania_6996' },
    { kind: 'userId', source: 'HELPCRUNCH', value: 'transylmania_6996' },
  ],
  [{ id: globalId('Customer', 'CARECLOUD:8ea2') }, { kind: 'customer', source: 'CARECLOUD', id: '8ea2' }],
  [{ id: globalId('Customer', 'HELPCRUNCH:7') }, { kind: 'customer', source: 'HELPCRUNCH', id: '7' }],
])('%j is looked up as %j', async (by, key) => {
  const { directory, calls } = fakeDirectory();
  const source = 'query($by: CustomerKey!) { customer(by: $by) { id } }';
  expect(await runQuery(source, { directory, variables: { by } })).toEqual({ data: { customer: null } });
  expect(calls).toEqual([['find', key]]);
});

test('national phone numbers are parsed for the configured country, and only then', async () => {
  const source = '{ customer(by: { phone: "523 828 931" }) { id } }';
  const here = fakeDirectory();
  await runQuery(source, { directory: here.directory, phoneCountry: 'CZ' });
  expect(here.calls).toEqual([['find', { kind: 'phone', value: '+420523828931' }]]);
  const nowhere = fakeDirectory();
  await runQuery(source, { directory: nowhere.directory });
  expect(nowhere.calls).not.toEqual(here.calls);
});
