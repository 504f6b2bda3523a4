import { describe, expect, it } from 'vitest';
import { tinyGateway, toAnswer } from '../support/tiny-gateway.ts';

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
  ])('POST by %s is answered', async (_, headers) => {
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

  it('POST of a form is answered to a client that proves to be none', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'graphql-require-preflight': '1' };
    expect((await post(headers, 'query={hello}')).body).toMatchObject(HELLO);
  });

  it.each([
    ['curl', {}],
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
  ])('GET by %s is answered', async (_, headers) => {
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

  it('GET by a page that may read answers is answered', async () => {
    const gateway = tinyGateway({ CORS_ORIGINS: 'https://shop.example' });
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://shop.example' };
    expect((await gateway.get(QUERY, headers)).body).toMatchObject(HELLO);
  });
});

describe('a name made to point at this machine', () => {
  const ask = (host: string, env = {}) =>
    tinyGateway({ HELPCRUNCH_API_KEY: 'x', ...env }).get(QUERY, { host });

  it.each([
    'localhost',
    'localhost:4000',
    '127.0.0.1:4000',
    '[::1]:4000',
  ])('%s is this machine', async (host) => {
    expect((await ask(host)).body).toMatchObject(HELLO);
  });

  it.each([
    'evil.example',
    'evil.example:4000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '',
  ])('%j is refused where nobody needs credentials', async (host) => {
    expect((await ask(host)).status).toBe(403);
  });

  it('is no matter where AUTH=none was said, or data are simulated', async () => {
    expect((await ask('gateway.example', { AUTH: 'none' })).body).toMatchObject(HELLO);
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

  it('is allowed to nobody when no origin is set', async () => {
    expect(corsHeaders((await preflight('https://shop.example', {})).headers)).toEqual({});
  });

  it('is allowed to everybody by *, but never with cookies', async () => {
    const { headers } = await preflight('https://any.example', { CORS_ORIGINS: '*' });
    expect(corsHeaders(headers)).toMatchObject({ 'access-control-allow-origin': '*' });
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });
});
