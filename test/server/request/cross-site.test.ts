import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type TinyGateway, tinyGateway, toAnswer } from '../support/tiny-gateway.ts';

const get = async (gateway: TinyGateway, headers: Record<string, string>) =>
  toAnswer(await gateway.server.fetch(new Request(`http://localhost${QUERY}`, { headers })));

const QUERY = '/graphql?query={hello}';
const HELLO = { data: { hello: 'world' } };

describe('cross-site request forgery', () => {
  const post = async (headers: Record<string, string>, body = JSON.stringify({ query: '{ hello }' })) =>
    toAnswer(
      await tinyGateway().server.fetch(
        new Request('http://localhost:4000/graphql', { method: 'POST', headers, body }),
      ),
    );

  it.each([
    [
      'GraphiQL',
      {
        'content-type': 'application/json',
        origin: 'http://localhost:4000',
        'sec-fetch-site': 'same-origin',
      },
    ],
    ['Apollo Client', { 'content-type': 'application/json', accept: 'application/graphql-response+json' }],
    [
      'a page of another site, which the browser asked permission for',
      { 'content-type': 'application/json', origin: 'https://shop.example', 'sec-fetch-site': 'cross-site' },
    ],
    ['curl', { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'curl/8' }],
    ['a router', { 'content-type': 'application/json', 'apollo-require-preflight': 'true' }],
  ])('POST by %s is accepted', async (_, headers) => {
    expect((await post(headers as Record<string, string>)).body).toMatchObject(HELLO);
  });

  it.each([
    ['text/plain', JSON.stringify({ query: '{ hello }' })],
    ['text/plain;charset=UTF-8', JSON.stringify({ query: '{ hello }' })],
    ['application/x-www-form-urlencoded', 'query={hello}'],
    ['multipart/form-data; boundary=x', '--x--'],
  ])('POST of %s, which a form of any site can send, is refused', async (type, body) => {
    const answer = await post({ 'content-type': type }, body);
    expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
  });

  it('POST of a form is accepted from a client that proves it is not a form', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'graphql-require-preflight': '1' };
    expect((await post(headers, 'query={hello}')).body).toMatchObject(HELLO);
  });

  it.each([
    ['an address typed into a browser', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
    ['a page of the same origin', { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }],
    ['a server', { 'sec-fetch-mode': 'cors' }],
    [
      'a page of another site with a header that needs permission',
      { 'sec-fetch-site': 'cross-site', 'x-apollo-operation-name': 'A' },
    ],
    [
      'a page of the same host, in an old browser',
      { host: 'localhost:4000', referer: 'http://localhost:4000/graphql' },
    ],
  ])('GET by %s is accepted', async (_, headers) => {
    expect((await tinyGateway().get(QUERY, headers as Record<string, string>)).body).toMatchObject(HELLO);
  });

  it.each([
    ['an image of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['a page of a sibling domain', { 'sec-fetch-site': 'same-site' }],
    ['another origin, in an old browser', { host: 'localhost:4000', origin: 'https://evil.example' }],
    ['a sandboxed frame', { host: 'localhost:4000', origin: 'null' }],
    [
      'a link from another site, in an old browser',
      { host: 'localhost:4000', referer: 'https://evil.example/x' },
    ],
  ])('GET by %s is refused', async (_, headers) => {
    const gateway = tinyGateway();
    const answer = await gateway.get(QUERY, headers as Record<string, string>);
    expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
    expect(gateway.calls).toEqual([]);
  });

  it('GET by a page that may read responses is accepted', async () => {
    const gateway = tinyGateway({ CORS_ORIGINS: 'https://shop.example' });
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://shop.example' };
    expect((await gateway.get(QUERY, headers)).body).toMatchObject(HELLO);
  });
});

describe('a GET that does not reveal its origin', () => {
  // An image of another site over plain HTTP, with referrerpolicy="no-referrer".
  it.each([
    {},
    { accept: 'image/avif,image/webp,*/*' },
  ])('is refused without credentials: %j', async (headers) => {
    for (const env of [{}, { AUTH: 'none' }]) {
      const gateway = tinyGateway(env);
      const answer = await get(gateway, headers as Record<string, string>);
      expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
      expect(gateway.calls).toEqual([]);
    }
  });

  it.each([
    { 'sec-fetch-mode': 'cors' },
    { 'content-type': 'application/json' },
    { 'apollo-require-preflight': '1' },
  ])('is accepted if a page of another site could not send it: %j', async (headers) => {
    expect((await get(tinyGateway(), headers as Record<string, string>)).body).toMatchObject(HELLO);
  });

  it('is accepted if authentication is on: a page has no credentials to send', async () => {
    const sha256 = createHash('sha256').update('a-key').digest('hex');
    const gateway = tinyGateway({ AUTH_API_KEYS: `web:${sha256}:customers:read` });
    expect((await get(gateway, { 'x-api-key': 'a-key' })).body).toMatchObject(HELLO);
    expect((await get(gateway, {})).status).toBe(401);
  });
});

describe('a host name that was rebound to this address', () => {
  const ask = (host: string, env = {}) =>
    tinyGateway({ HELPCRUNCH_API_KEY: 'x', ...env }).get(QUERY, { host });

  it.each([
    'localhost',
    'localhost:4000',
    '127.0.0.1:4000',
    '[::1]:4000',
    'LOCALHOST',
  ])('%s is this machine', async (host) => {
    expect((await ask(host)).body).toMatchObject(HELLO);
    expect((await ask(host, { AUTH: 'none', HOST: '0.0.0.0' })).body).toMatchObject(HELLO);
  });

  it.each([
    'evil.example',
    'evil.example:4000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '',
  ])('%j is refused with 421 without authentication', async (host) => {
    for (const env of [{}, { AUTH: 'none' }, { AUTH: 'none', SANDBOX: '1' }]) {
      const { status, body } = await ask(host, env);
      expect([status, body.errors[0]]).toEqual([
        421,
        { message: expect.stringContaining('ALLOWED_HOSTS'), extensions: { code: 'FORBIDDEN' } },
      ]);
    }
  });

  it.each([
    ['10.0.0.5:4000', { HOST: '10.0.0.5' }],
    ['[fd00::1]', { HOST: 'fd00::1' }],
    ['gateway.internal:4000', { ALLOWED_HOSTS: 'other, Gateway.Internal' }],
    ['gateway.internal:4000', { ALLOWED_HOSTS: 'gateway.internal:4000' }],
    ['anything.example', { ALLOWED_HOSTS: '*' }],
  ])('%s is accepted with AUTH=none and %j', async (host, env) => {
    expect((await ask(host, { AUTH: 'none', ...env })).body).toMatchObject(HELLO);
  });

  it('a name allowed at one port is not allowed at another', async () => {
    const env = { AUTH: 'none', ALLOWED_HOSTS: 'gateway.internal:4000' };
    expect((await ask('gateway.internal:4001', env)).status).toBe(421);
  });

  it('does not matter with authentication, or with simulated data on loopback', async () => {
    const sha256 = createHash('sha256').update('a-key').digest('hex');
    const keys = tinyGateway({ AUTH_API_KEYS: `web:${sha256}:customers:read` });
    expect((await keys.get(QUERY, { host: 'evil.example', 'x-api-key': 'a-key' })).body).toMatchObject(HELLO);
    expect((await ask('gateway.example', { SANDBOX: '1' })).body).toMatchObject(HELLO);
  });
});

describe('cross-origin reading', () => {
  const env = { CORS_ORIGINS: 'https://shop.example, http://localhost:3000' };
  const corsHeaders = (headers: Headers) =>
    Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
  const preflight = async (origin: string, settings: Record<string, string>) =>
    toAnswer(
      await tinyGateway(settings).server.fetch(
        new Request('http://localhost/graphql', {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'content-type,authorization',
          },
        }),
      ),
    );

  it.each(['https://shop.example', 'http://localhost:3000'])('is allowed to %s', async (origin) => {
    const { status, headers } = await preflight(origin, env);
    expect([status, corsHeaders(headers)]).toEqual([
      204,
      {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'content-type,authorization',
        'access-control-expose-headers': 'x-request-id, server-timing',
        'access-control-max-age': '600',
      },
    ]);
    const answer = await tinyGateway(env).post('{ hello }', { headers: { origin } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answer.headers.get('vary')).toContain('Origin');
  });

  it.each([
    'https://evil.example',
    'http://shop.example',
    'https://shop.example.evil.example',
    'null',
  ])('is not allowed to %s', async (origin) => {
    expect(corsHeaders((await preflight(origin, env)).headers)).toEqual({});
    const answer = await tinyGateway(env).post('{ hello }', { headers: { origin } });
    expect(corsHeaders(answer.headers)).toEqual({});
  });

  it('is not allowed to any page if no origin is configured', async () => {
    expect(corsHeaders((await preflight('https://shop.example', {})).headers)).toEqual({});
  });

  it('is allowed to every page by *, but never with cookies', async () => {
    const { headers } = await preflight('https://any.example', { CORS_ORIGINS: '*' });
    expect(corsHeaders(headers)).toMatchObject({ 'access-control-allow-origin': '*' });
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });
});
