import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { careCloudRow } from '../../../src/sandbox/carecloud/wire.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { askCareCloud, careCloudIds } from '../support/sandbox-client.ts';

const ROWS = [
  careCloudRow(
    { customer_id: 'c', last_change: '2024-01-01 10:00:00', state: 0, customerSourceId: 'shop' },
    {
      first_name: 'Jan',
      last_name: 'Novák',
      email: 'jan@a.cz',
      phone: '420601000001',
      birthdate: '1980-02-29',
      gender: 1,
    },
  ),
  careCloudRow(
    { customer_id: 'a', state: 2 },
    { first_name: 'Eva', last_name: 'Nováková', email: 'jan@a.cz', gender: 2 },
  ),
  careCloudRow(
    {
      customer_id: 'd',
      last_change: '2024-01-01 10:00:00',
      doi_email: '2020-01-01 00:00:00',
      customerSourceId: 'till',
    },
    { first_name: 'Jan', last_name: 'Dvořák', email: 'j.d+x@a.cz' },
  ),
  careCloudRow({ customer_id: 'b', last_change: '2023-05-05 05:05:05' }, { first_name: '' }),
];

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ data: { careCloud: ROWS, helpCrunch: [] } });
});
afterAll(() => sandbox.close());

const idsFor = async (query: string): Promise<string> => {
  const reply = await askCareCloud(sandbox, `/customers?${query}`);
  expect(reply.status).toBe(200);
  return `${careCloudIds(reply).join('')}/${reply.json.data.total_items}`;
};

describe("CareCloud's list", () => {
  it.each([
    ['', 'cadb/4', 'the order of the data, whatever the state'],
    ['sort_direction=DESC', 'bdac/4', 'and its reverse'],
    ['sort_field=customer_id', 'abcd/4', 'by id'],
    ['sort_field=customer_id&sort_direction=DESC', 'dcba/4', 'by id, reversed'],
    [
      'sort_field=last_change&sort_direction=ASC',
      'abcd/4',
      'without a value first, ties by position in the data',
    ],
    ['sort_field=last_change&sort_direction=DESC', 'dcba/4', 'the exact reverse, ties included'],
    ['sort_field=state', 'cdba/4', 'by state'],
    ['sort_field=doi_email&sort_direction=DESC', 'dbac/4', 'by email opt-in'],
    ['sort_field=doi_phone', 'cadb/4', 'by phone opt-in'],
    ['count=1&offset=1', 'a/4', 'a part'],
    ['count=3&offset=2&sort_field=customer_id&sort_direction=DESC', 'ba/4', 'the last part'],
    ['offset=9', '/4', 'nothing past the end, but the true total'],
  ])('?%s lists %s: %s', async (query, expected) => {
    expect(await idsFor(query)).toBe(expected);
  });

  it.each([
    ['email=JAN@a.cz', 'ca/2', 'email, letter case ignored'],
    ['email=jan@a', '/0', 'email, not a part of it'],
    ['phone=420601000001', 'c/1', 'phone'],
    ['first_name=jan', 'cd/2', 'first name'],
    ['last_name=Nov%C3%A1k', 'c/1', 'last name, not a part of it'],
    ['first_name=Jan&last_name=Dvo%C5%99%C3%A1k', 'd/1', 'several parameters, all of them'],
    ['birthdate=1980-02-29', 'c/1', 'birthdate'],
    ['birthdate=29.02.1980', 'c/1', 'birthdate the Czech way'],
    ['customer_source_id=till', 'd/1', 'the source, which no answer shows'],
    ['email_list[]=jan@a.cz&email_list[]=j.d%2Bx@a.cz', 'cad/3', 'several emails, any of them'],
    ['email_list%5B%5D=jan@a.cz', 'ca/2', 'brackets percent-encoded'],
    [
      'customer_ids[]=b&customer_ids[]=c&customer_ids[]=nobody',
      'cb/2',
      'several ids, in the order of the data',
    ],
    ['customer_ids[]=c&customer_ids[]=d&email_list[]=jan@a.cz', 'c/1', 'two arrays, both of them'],
    ['customer_ids[]=b&customer_ids[]=c&sort_field=customer_id&sort_direction=DESC', 'cb/2', 'ids, sorted'],
  ])('?%s finds %s: %s', async (query, expected) => {
    expect(await idsFor(query)).toBe(expected);
  });

  it('accepts exactly 1,000 values of an array', async () => {
    const values = Array.from({ length: 1000 }, (_, index) => `email_list[]=${index}-padded-for-length@a.cz`);
    expect(await idsFor(values.join('&'))).toBe('/0');
    const { status } = await askCareCloud(sandbox, `/customers?${[...values, 'email_list[]=x'].join('&')}`);
    expect(status).toBe(400);
  });

  it.each([
    ['count=0', 'count', 'invalid_value_format'],
    ['count=-1', 'count', 'invalid_value_format'],
    ['count=ten', 'count', 'invalid_value_format'],
    ['count=1.5', 'count', 'invalid_value_format'],
    ['count=', 'count', 'empty'],
    ['count=1&count=2', 'count', 'invalid_value_format'],
    ['offset=-1', 'offset', 'invalid_value_format'],
    ['sort_field=email', 'sort_field', 'not_allowed_value'],
    ['sort_field=personal_information', 'sort_field', 'not_allowed_value'],
    ['sort_direction=asc', 'sort_direction', 'not_allowed_value'],
    ['birthdate=1980-2-1', 'birthdate', 'invalid_value_format'],
    ['birthdate=1981-02-29', 'birthdate', 'invalid_value_format'],
    ['birthdate=31.04.1980', 'birthdate', 'invalid_value_format'],
    ['customer_short_salutation=1', 'customer_short_salutation', 'not_allowed_value'],
    ['email_list=jan@a.cz', 'email_list', 'invalid_value_format'],
    ['customer_ids=c', 'customer_ids', 'invalid_value_format'],
    ['customer_ids[0]=c', 'customer_ids[0]', 'not_allowed_value'],
    ['email[]=jan@a.cz', 'email[]', 'not_allowed_value'],
    ['customer_ids[]=', 'customer_ids[]', 'empty'],
    ['email=', 'email', 'empty'],
    ['state=1', 'state', 'not_allowed_value'],
    ['limit=5', 'limit', 'not_allowed_value'],
  ])('?%s is a 400 that names %s: %s', async (query, name, reason) => {
    const { status, json } = await askCareCloud(sandbox, `/customers?${query}`);
    expect(status).toBe(400);
    expect(json.error.error_data.invalid_params).toEqual([
      { name, reason, value: expect.any(String), message: expect.any(String) },
    ]);
  });

  it('names everything that is wrong', async () => {
    const { json } = await askCareCloud(sandbox, '/customers?count=0&offset=-1&colour=red');
    const names = json.error.error_data.invalid_params.map(({ name }: { name: string }) => name);
    expect(names.sort()).toEqual(['colour', 'count', 'offset']);
  });

  it.each([
    ['', {}, 'Vážený pane Novák'],
    ['', { 'accept-language': 'en-gb' }, 'Dear Mr. Novák'],
    ['', { 'accept-language': 'fi, de;q=0.5, en;q=0.7' }, 'Dear Mr. Novák'],
    ['', { 'accept-language': 'fi' }, 'Vážený pane Novák'],
    ['?customer_short_salutation=true', { 'accept-language': 'en' }, 'Dear Jan'],
    ['?customer_short_salutation=false', { 'accept-language': 'en' }, 'Dear Mr. Novák'],
  ])('writes the salutation of /customers/c%s with %o: %s', async (query, headers, expected) => {
    const { json } = await askCareCloud(sandbox, `/customers/c${query}`, headers);
    expect(json.data.personal_information.salutation).toBe(expected);
  });

  it('distinguishes letter case on request', async () => {
    await using strict = await startSandbox({ data: { careCloud: ROWS, helpCrunch: [] }, matchCase: true });
    expect(careCloudIds(await askCareCloud(strict, '/customers?email=JAN@a.cz'))).toEqual([]);
    expect(careCloudIds(await askCareCloud(strict, '/customers?first_name=Jan'))).toEqual(['c', 'd']);
  });
});
