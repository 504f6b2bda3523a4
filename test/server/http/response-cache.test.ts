import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../../src/telemetry/metrics.ts';
import { tinyGateway, toAnswer } from '../support/tiny-gateway.ts';
import { AUDIENCE, ISSUER, startTokenIssuer, validPayload } from '../support/token-issuer.ts';

const CACHED = '{ cached(age: 3) }';
const KEYS = ['web', 'office'].map(
  (key) => `${key}:${createHash('sha256').update(key).digest('hex')}:customers:read`,
);

/** A gateway whose `cached` response is `age.seconds` old; null: the cache has a newer one. */
function cachingGateway(env: Record<string, string> = {}) {
  const age: { seconds: number | null } = { seconds: 3 };
  const counted = { times: 0 };
  const metrics = createMetrics();
  const use = { ageSeconds: () => age.seconds, count: () => void counted.times++ };
  const gateway = tinyGateway(env, { use, metrics });
  const post = async (query: string, headers: Record<string, string> = {}) =>
    toAnswer(
      await fetch(`${await gateway.url()}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query }),
      }),
    );
  const get = async (query: string) =>
    toAnswer(await fetch(`${await gateway.url()}/graphql?query=${encodeURIComponent(query)}`));
  /** The number of executed operations. */
  const executed = () => gateway.calls.length;
  return { gateway, age, counted, metrics, post, get, executed };
}

describe('a repeated request while its cached upstream responses are unchanged', () => {
  it('is answered with the same bytes, without execution', async () => {
    const { gateway, post, executed } = cachingGateway();
    await using _ = gateway;
    const first = await post(CACHED);
    const second = await post(CACHED);
    expect(second.text).toBe(first.text);
    expect(second.body.extensions).toEqual({ upstream: { CARECLOUD: { requests: 0, cached: 1 } } });
    expect(executed()).toBe(1);
  });

  it('has its own id, and headers with the current age', async () => {
    const { gateway, age, get, executed } = cachingGateway();
    await using _ = gateway;
    const first = await get(CACHED);
    age.seconds = 8;
    const second = await get(CACHED);
    expect(executed()).toBe(1);
    const kept = ['x-request-id', 'cache-control', 'date'];
    const others = (headers: Headers) => [...headers].filter(([name]) => !kept.includes(name));
    expect(others(second.headers)).toEqual(others(first.headers));
    expect([first, second].map(({ headers }) => headers.get('cache-control'))).toEqual([
      'private, max-age=7',
      'private, max-age=2',
    ]);
    expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    expect((await getAs(gateway, 'mine-1')).headers.get('x-request-id')).toBe('mine-1');
  });

  it('is counted, logged and measured like the first', async () => {
    const { gateway, counted, metrics, post } = cachingGateway();
    await using _ = gateway;
    await post(CACHED);
    await post(CACHED, { 'x-request-id': 'second' });
    const lines = gateway.log().filter(({ event }) => event === 'operation answered');
    const told = lines.map(
      ({ time: _time, requestId: _id, caller: _caller, durationMs: _ms, ...line }) => line,
    );
    expect(told).toHaveLength(2);
    expect(told[1]).toEqual(told[0]);
    expect(lines[1]).toMatchObject({
      requestId: 'second',
      operationType: 'query',
      cacheHits: 1,
      requestsSent: 0,
    });
    expect(counted.times).toBe(1);
    expect(await metrics.expose()).toContain(
      'gateway_operation_duration_seconds_count{type="query",code="OK"} 2',
    );
  });

  it('is compressed like the first, but not for a client that accepts no compression', async () => {
    const { gateway, executed } = cachingGateway();
    await using _ = gateway;
    const aliases = Array.from({ length: 200 }, (_, index) => `alias${index}: cached`).join(' ');
    const ask = async (encoding: string) => {
      const response = await fetch(`${await gateway.url()}/graphql?query={${aliases}}`, {
        headers: { 'accept-encoding': encoding },
      });
      return [response.headers.get('content-encoding'), (await response.text()).length];
    };
    const length = (await ask('identity'))[1];
    expect([await ask('br'), await ask('br'), await ask('identity')]).toEqual([
      ['br', length],
      ['br', length],
      [null, length],
    ]);
    expect(executed()).toBe(2);
  });
});

describe('a request is executed', () => {
  it('once the cache would return another response', async () => {
    const { gateway, age, post, executed } = cachingGateway();
    await using _ = gateway;
    await post(CACHED);
    age.seconds = null;
    await post(CACHED);
    expect(executed()).toBe(2);
  });

  it.each([
    ['{ cached people(first: 1) { total } }', 'asked a source'],
    ['{ cached(stale: true) }', 'had to use an old answer'],
    ['{ cached bug }', 'has an error'],
    ['{ cached moment { now } }', 'says what holds only now'],
    ['{ cached ...M } fragment M on Query { m: moment { now } }', 'says so in a fragment'],
    ['{ hello }', 'needed no source'],
  ])('again when %s %s', async (query) => {
    const { gateway, post, executed } = cachingGateway();
    await using _ = gateway;
    await post(query);
    await post(query);
    expect(executed()).toBe(2);
  });

  it.each([
    [{ 'x-api-key': 'web' }, { 'x-api-key': 'office' }],
    [{ 'x-api-key': 'web' }, { authorization: 'Bearer web' }],
    [
      { 'x-api-key': 'web', accept: 'application/json' },
      { 'x-api-key': 'web', accept: 'application/graphql-response+json' },
    ],
    [{ 'x-api-key': 'web' }, { 'x-api-key': 'web', 'x-of-no-meaning': '1' }],
    [{ 'x-api-key': 'web' }, { 'x-api-key': 'web', 'cache-control': 'no-cache' }],
    [{ 'x-api-key': 'web' }, { 'x-api-key': 'web', pragma: 'no-cache' }],
    [{ 'x-api-key': 'web' }, { 'x-api-key': 'web', 'x-gateway-plan': '1' }],
  ])('for headers that differ: %j and %j', async (first, second) => {
    const { gateway, post, executed } = cachingGateway({ AUTH_API_KEYS: KEYS.join(), EXPLAIN: '1' });
    await using _ = gateway;
    await post(CACHED, first as Record<string, string>);
    await post(CACHED, second as Record<string, string>);
    expect(executed()).toBe(2);
  });

  it('never without the right key, whatever earlier requests had', async () => {
    const { gateway, post } = cachingGateway({ AUTH_API_KEYS: KEYS.join() });
    await using _ = gateway;
    await post(CACHED, { 'x-api-key': 'web' });
    expect((await post(CACHED)).status).toBe(401);
    expect((await post(CACHED, { 'x-api-key': 'wrong' })).status).toBe(401);
  });

  it('each time if it bypasses the cache', async () => {
    const { gateway, post, executed } = cachingGateway();
    await using _ = gateway;
    for (let time = 0; time < 3; time++) await post(CACHED, { 'cache-control': 'no-cache' });
    expect(executed()).toBe(3);
  });

  it('each time if it is authorized by a token, since tokens expire', async () => {
    await using issuer = await startTokenIssuer();
    const env = { AUTH_JWKS_URL: issuer.jwksUrl, AUTH_JWT_ISSUER: ISSUER, AUTH_JWT_AUDIENCE: AUDIENCE };
    const { gateway, post, executed } = cachingGateway(env);
    await using _ = gateway;
    const authorization = `Bearer ${issuer.sign(validPayload())}`;
    expect((await post(CACHED, { authorization })).status).toBe(200);
    await post(CACHED, { authorization });
    expect(executed()).toBe(2);
  });

  it('each time if nothing is cached', async () => {
    const { gateway, post, executed } = cachingGateway({ CACHE_TTL_SECONDS: '0' });
    await using _ = gateway;
    await post(CACHED);
    await post(CACHED);
    expect(executed()).toBe(2);
  });
});

async function getAs(gateway: ReturnType<typeof tinyGateway>, id: string) {
  return toAnswer(
    await fetch(`${await gateway.url()}/graphql?query=${encodeURIComponent(CACHED)}`, {
      headers: { 'x-request-id': id },
    }),
  );
}
