import { expect, it } from 'vitest';
import { type TinyGateway, tinyGateway } from '../support/tiny-gateway.ts';

/** With 20 kB, the body is read differently from a small one. */
const LONG = ' '.repeat(20_000);

/** How large a body is, how it is sent, and the blanks after it. */
const BODIES = [
  ['small', 'with its length', ''],
  ['large', 'with its length', LONG],
  ['small', 'in chunks', ''],
  ['large', 'in chunks', LONG],
] as const;

async function send(gateway: TinyGateway, body: Buffer<ArrayBuffer>, how: string): Promise<Response> {
  return fetch(`${await gateway.url()}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: how === 'in chunks' ? new Blob([body]).stream() : body,
    duplex: 'half',
  } as RequestInit);
}

it.each(BODIES)('a %s JSON body %s may begin with a byte order mark', async (_size, how, blanks) => {
  await using gateway = tinyGateway();
  const body = Buffer.from(`\uFEFF${JSON.stringify({ query: '{ hello }' })}${blanks}`);
  const response = await send(gateway, body, how);
  expect([response.status, await response.json()]).toMatchObject([200, { data: { hello: 'world' } }]);
});

it.each([
  '\uFEFF',
  '\uFEFF\uFEFF{"query":"{ hello }"}',
  ' \uFEFF{"query":"{ hello }"}',
])('only one at the start: %j is invalid JSON', async (body) => {
  await using gateway = tinyGateway();
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${await gateway.url()}/graphql`, { method: 'POST', headers, body });
  expect([response.status, await response.json()]).toMatchObject([
    400,
    { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
  ]);
});

const CZECH = JSON.stringify({ query: 'query ($text: String) { hello } # Nov\u00e1k' });

it.each(
  BODIES,
)('bytes that are not UTF-8 in a %s body %s are refused, instead of searched for as other letters', async (_size, how, blanks) => {
  await using gateway = tinyGateway();
  const body = Buffer.from(`${CZECH}${blanks}`, 'latin1');
  const response = await send(gateway, body, how);
  expect([response.status, await response.json()]).toMatchObject([
    400,
    { errors: [{ message: 'Expected the body in UTF-8: some of its bytes are not.' }] },
  ]);
});
