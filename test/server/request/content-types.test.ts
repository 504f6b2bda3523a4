import { expect, it } from 'vitest';
import { tinyGateway } from '../support/tiny-gateway.ts';

async function post(type: string, body: unknown = { query: '{ hello }' }, encoding: BufferEncoding = 'utf8') {
  await using gateway = tinyGateway();
  const response = await fetch(`${await gateway.url()}/graphql`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: new Uint8Array(Buffer.from(JSON.stringify(body), encoding)),
  });
  return { status: response.status, ...(await response.json()) };
}

it.each([
  'application/json; charset=utf-8',
  'application/json;charset="UTF-8"',
  'application/json; charset=utf8',
  'application/json; charset=us-ascii',
  'application/json; charset=',
  'Application/JSON',
  'APPLICATION/JSON; CHARSET=UTF-8',
])('%s is read', async (type) => {
  expect(await post(type)).toMatchObject({ status: 200, data: { hello: 'world' } });
});

it.each([
  ['application/json; charset=iso-8859-1', 'latin1'],
  ['application/json; charset="windows-1250"', 'latin1'],
  ['application/json; foo=bar; charset=utf-16le', 'utf16le'],
] as const)('%s is refused with 415 and what is expected: read as UTF-8, names would be others', async (type, encoding) => {
  expect(await post(type, { query: '{ hello } # Nov\u00e1k' }, encoding)).toEqual({
    status: 415,
    errors: [
      {
        message: 'Expected the body in UTF-8, with content-type application/json; charset=utf-8.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ],
  });
});

it('an empty operationName is none', async () => {
  const answer = await post('application/json', { query: '{ hello }', operationName: '' });
  expect(answer).toMatchObject({ status: 200, data: { hello: 'world' } });
});

it.each([
  [
    { query: '{ hello }', operationName: 5 },
    'Expected "operationName" param to be a string, but given number.',
  ],
  [
    { query: 'query A { hello } query B { hello }', operationName: 'C' },
    'Expected operationName to be the name of one of the document’s operations; it can be left out where there is only one.',
  ],
])('%j: the message says what is expected', async (body, message) => {
  const answer = await post('application/json', body);
  expect(answer).toMatchObject({
    status: 400,
    errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }],
  });
});
