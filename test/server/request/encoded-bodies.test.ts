import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { tinyGateway } from '../support/tiny-gateway.ts';

const QUERY = JSON.stringify({ query: '{ hello }' });

async function send(encoding: string, body: Uint8Array, env: Record<string, string> = {}, inChunks = false) {
  await using gateway = tinyGateway(env);
  const response = await fetch(`${await gateway.url()}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': encoding },
    body: inChunks ? new Blob([new Uint8Array(body)]).stream() : new Uint8Array(body),
    duplex: 'half',
  } as RequestInit);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

it.each([
  ['gzip', gzipSync(QUERY), false],
  ['gzip', gzipSync(QUERY), true],
  ['GZIP', gzipSync(QUERY), false],
  ['br', brotliCompressSync(QUERY), false],
  ['br', brotliCompressSync(`${QUERY}${' '.repeat(20_000)}`), true],
  ['identity', Buffer.from(QUERY), false],
])('a body in %s is decoded', async (encoding, body, inChunks) => {
  const answer = await send(encoding, body, {}, inChunks);
  expect([answer.status, answer.body]).toMatchObject([200, { data: { hello: 'world' } }]);
});

it('a body that exceeds the limit when decoded is refused with 413', async () => {
  const bomb = gzipSync(`${QUERY}${' '.repeat(50_000_000)}`);
  expect(bomb.length).toBeLessThan(60_000);
  const answer = await send('gzip', bomb);
  expect(answer).toMatchObject({
    status: 413,
    body: { errors: [{ extensions: { code: 'OPERATION_TOO_COMPLEX' } }] },
  });
  expect(answer.body.errors[0].message).toContain('once unpacked; at most 262144 are allowed');
});

it.each([
  'zstd',
  'deflate',
  'gzip, br',
  'compress',
])('%s is refused with 415 and the reason', async (encoding) => {
  const answer = await send(encoding, Buffer.from(QUERY));
  expect(answer).toMatchObject({
    status: 415,
    body: {
      errors: [
        {
          message: 'Expected the header content-encoding to be gzip or br, or absent.',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    },
  });
  expect(answer.headers.get('accept-encoding')).toBe('br, gzip');
});

it('invalid gzip is a malformed request', async () => {
  const answer = await send('gzip', Buffer.from(QUERY));
  expect([answer.status, answer.body.errors[0].message]).toEqual([400, 'Expected a body in gzip.']);
});
