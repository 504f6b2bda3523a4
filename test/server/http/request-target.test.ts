import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyGateway } from '../support/tiny-gateway.ts';

const gateway = tinyGateway();
let origin: string;

beforeAll(async () => {
  origin = await gateway.url();
});
afterAll(() => gateway.server.stop(0));

/** With node:http, which sends any target unchanged. */
function get(path: string) {
  const { hostname, port } = new URL(origin);
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const headers = { 'apollo-require-preflight': '1' };
    const request = httpRequest({ hostname, port, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('error', reject).end();
  });
}

const QUERY = '/graphql?query={hello}';

describe('a request target', () => {
  it.each([
    ['a path', (path: string) => path],
    ['in absolute form (RFC 9112 §3.2.2)', (path: string) => `${origin}${path}`],
    ['in absolute form, of another scheme’s name', (path: string) => `HTTPS://localhost:1${path}`],
  ])('%s is accepted', async (_, target) => {
    const { status, text } = await get(target(QUERY));
    expect([status, JSON.parse(text)]).toMatchObject([200, { data: { hello: 'world' } }]);
  });

  it.each(['graphql', '*', 'ftp://localhost/graphql'])('%s is refused', async (target) => {
    expect(await get(target)).toMatchObject({ status: 400 });
  });
});
