import { request as httpRequest } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodingFor } from '../../../src/server/http/content-encoding.ts';
import { tinyGateway } from '../support/tiny-gateway.ts';

describe('how long a response may be cached', () => {
  const cacheControl = async (query: string, env: Record<string, string> = {}) => {
    const { headers } = await tinyGateway(env).get(`/graphql?query=${encodeURIComponent(query)}`);
    return headers.get('cache-control');
  };

  it.each([
    ['{ people(first: 1) { total } }', 'private, max-age=10'],
    ['{ cached(age: 3) }', 'private, max-age=7'],
    ['{ a: cached(age: 3) b: cached(age: 6) }', 'private, max-age=4'],
    ['{ cached(age: 10) }', 'private, no-store'],
    ['{ cached(age: 1, stale: true) }', 'private, no-store'],
    ['{ people(first: 1) { total } bug }', 'private, no-store'],
    ['{ nope }', 'private, no-store'],
    ['{ hello }', 'private, max-age=10'],
    ['{ moment { now } }', 'private, no-store'],
    ['{ cached(age: 3) moment { now } }', 'private, max-age=7'],
  ])('by GET %s is %s', async (query, expected) => {
    expect(await cacheControl(query)).toBe(expected);
  });

  it('is not at all if the gateway caches nothing itself', async () => {
    expect(await cacheControl('{ people(first: 1) { total } }', { CACHE_TTL_SECONDS: '0' })).toBe(
      'private, no-store',
    );
  });

  it.each([
    'multipart/mixed',
    'text/event-stream',
  ])('is not at all for incremental responses, by %s', async (accept) => {
    const query = encodeURIComponent('{ hello ... @defer { upstreamDown } }');
    const answer = await tinyGateway().get(`/graphql?query=${query}`, { accept });
    expect(answer.text).toContain('UPSTREAM_RATE_LIMITED');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });

  it('is not at all by POST', async () => {
    const { headers } = await tinyGateway().post('{ people(first: 1) { total } }');
    expect(headers.get('cache-control')).toBe('private, no-store');
  });

  it('depends on the caller', async () => {
    const { headers } = await tinyGateway().get('/graphql?query={hello}');
    expect(headers.get('vary')).toBe('Accept, Accept-Encoding, Authorization, X-Api-Key');
  });
});

describe('the cost of a response', () => {
  it('is in extensions.upstream, even if it was nothing', async () => {
    const gateway = tinyGateway();
    expect((await gateway.post('{ a: people(first: 1) { total } cached }')).body.extensions).toEqual({
      upstream: { CARECLOUD: { requests: 1, cached: 1 } },
    });
    expect((await gateway.post('{ hello }')).body.extensions).toEqual({
      upstream: { CARECLOUD: { requests: 0, cached: 0 } },
    });
    expect((await gateway.post('{ nope }')).body.extensions).toBeUndefined();
  });

  it('is counted separately for each operation', async () => {
    const gateway = tinyGateway();
    for (const _ of [1, 2, 3]) {
      const { body } = await gateway.post('{ people(first: 1) { total } }');
      expect(body.extensions.upstream.CARECLOUD.requests).toBe(1);
    }
  });

  it('is in Server-Timing, which browsers show', async () => {
    const { headers } = await tinyGateway().post('{ people(first: 1) { total } cached }');
    expect(headers.get('server-timing')).toBe('CARECLOUD;desc="1 requests, 1 cached"');
  });

  it('is explained if permitted and requested', async () => {
    const gateway = tinyGateway({ EXPLAIN: '1' });
    const { body } = await gateway.post('{ people(first: 1) { total } cached }', {
      headers: { 'x-gateway-plan': '1' },
    });
    const line = { source: 'CARECLOUD', method: 'GET', path: '/customers', parameters: ['count'] };
    expect(body.extensions.plan).toMatchObject({
      lists: [{ field: 'customers' }],
      budgets: [{ source: 'CARECLOUD', requestsPerMinute: null }],
      requests: [
        { ...line, cached: false },
        { ...line, cached: true },
      ],
    });
    expect((await gateway.post('{ people(first: 1) { total } }')).body.extensions.plan).toBeUndefined();
    const closed = tinyGateway({ EXPLAIN: '0' });
    const asked = await closed.post('{ people(first: 1) { total } }', { headers: { 'x-gateway-plan': '1' } });
    expect(asked.body.extensions.plan).toBeUndefined();
  });
});

describe('compression', () => {
  const bodyOf = async (url: string, path: string, encoding: string) => {
    const { promise, resolve, reject } = deferred<{ encoding: string | undefined; body: Buffer }>();
    httpRequest(
      `${url}${path}`,
      { headers: { 'accept-encoding': encoding, 'apollo-require-preflight': '1' } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ encoding: response.headers['content-encoding'], body: Buffer.concat(chunks) }),
        );
      },
    )
      .on('error', reject)
      .end();
    return promise;
  };
  const LARGE = '/graphql?query={people(first:100){nodes{id,name}}}';

  it('depends on what the client accepts, for larger responses', async () => {
    await using gateway = tinyGateway();
    const url = await gateway.url();
    const plain = await bodyOf(url, LARGE, 'identity');
    const gzip = await bodyOf(url, LARGE, 'gzip, deflate');
    const brotli = await bodyOf(url, LARGE, 'gzip, deflate, br');
    expect([plain.encoding, gzip.encoding, brotli.encoding]).toEqual([undefined, 'gzip', 'br']);
    expect(gunzipSync(gzip.body)).toEqual(plain.body);
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
    expect(brotli.body.length).toBeLessThan(plain.body.length / 4);
  });

  it('is skipped for small ones', async () => {
    await using gateway = tinyGateway();
    expect((await bodyOf(await gateway.url(), '/graphql?query={hello}', 'br')).encoding).toBeUndefined();
  });

  it.each([
    [undefined, null],
    ['', null],
    ['br', 'br'],
    ['gzip;q=1.0, br;q=0', 'gzip'],
    ['gzip;q=0.000', null],
    ['GZIP', 'gzip'],
    ['deflate, zstd', null],
    ['br;q=0.1, gzip;q=1', 'gzip'],
    ['gzip;q=0.5, br;q=0.5', 'br'],
    ['*', 'br'],
    ['*;q=0', null],
    ['*;q=0.5, br;q=0', 'gzip'],
    ['gzip;q=0, *', 'br'],
    ['identity;q=1, gzip;q=0.5', null],
    ['identity, br', 'br'],
    ['identity;q=0, *;q=0.1', 'br'],
    ['gzip ; q = 0.5', 'gzip'],
    ['br;q=2', null],
    ['br;q=much', null],
    ['x-gzip', 'gzip'],
    [`${'x, '.repeat(100_000)}br`, null],
  ])('of accept-encoding %j is %j', (accepted, encoding) => {
    expect(encodingFor(accepted)).toBe(encoding);
  });
});

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}
