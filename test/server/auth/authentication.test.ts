import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, tinyGateway } from '../support/tiny-gateway.ts';
import {
  AUDIENCE,
  ISSUER,
  startTokenIssuer,
  type TokenIssuer,
  validPayload,
} from '../support/token-issuer.ts';

const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');
const KEYS = `web:${sha256('web-key')}:customers:read, office:${sha256('office-key')}:customers:read+customers:pii`;
const SCOPES = '{ read: may(scope: "customers:read") pii: may(scope: "customers:pii") }';

/** The refusal names the kind of credentials, but not what is wrong with a token. */
const REFUSAL = {
  errors: [
    {
      message: expect.stringMatching(
        /^Expected a valid API key \(x-api-key, or authorization: Bearer\) or token \(authorization: Bearer\), got (none|an authorization header without a Bearer key or token|a key that is not known here \(is it the whole key, and not its hash\?\)|a token that is not valid here: ask its issuer for a new one, for this audience)\.$/,
      ),
      extensions: { code: 'UNAUTHENTICATED' },
    },
  ],
};

function expectRefused(answer: Answer): void {
  expect([answer.status, answer.body]).toEqual([401, REFUSAL]);
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
}

describe('without authentication', () => {
  it('every client may use everything', async () => {
    expect((await tinyGateway().post(SCOPES)).body.data).toEqual({ read: true, pii: true });
  });
});

describe('an API key', () => {
  const ask = (headers: Record<string, string>) =>
    tinyGateway({ AUTH_API_KEYS: KEYS }).post(SCOPES, { headers });

  it.each([
    { 'x-api-key': 'web-key' },
    { authorization: 'Bearer web-key' },
    { authorization: 'bearer  web-key ' },
  ])('is accepted from %j', async (headers) => {
    expect((await ask(headers as Record<string, string>)).body.data).toEqual({ read: true, pii: false });
  });

  it('permits what its scopes say', async () => {
    expect((await ask({ 'x-api-key': 'office-key' })).body.data).toEqual({ read: true, pii: true });
  });

  it.each([
    {},
    { 'x-api-key': '' },
    { 'x-api-key': 'web-ke' },
    { 'x-api-key': 'WEB-KEY' },
    { 'x-api-key': sha256('web-key') },
    { 'x-api-key': 'web' },
    { authorization: 'web-key' },
    { authorization: 'Basic web-key' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer web-key office-key' },
    { cookie: 'x-api-key=web-key' },
  ])('is refused if it is invalid: %j', async (headers) => {
    expectRefused(await ask(headers as Record<string, string>));
  });

  it('is required for introspection and GET, too, before the body is read', async () => {
    const gateway = tinyGateway({ AUTH_API_KEYS: KEYS, MAX_BODY_BYTES: '10' });
    expectRefused(await gateway.post('{ __schema { types { name } } }'));
    expectRefused(await gateway.get('/graphql?query={hello}'));
    expect(gateway.calls).toEqual([]);
  });

  it('is not required for health checks', async () => {
    const gateway = tinyGateway({ AUTH_API_KEYS: KEYS });
    expect((await gateway.get('/health')).status).toBe(200);
    expect((await gateway.get('/ready')).status).toBe(200);
  });

  it('identifies the client in the queue by its name, never by itself', async () => {
    const gateway = tinyGateway({ AUTH_API_KEYS: KEYS });
    await gateway.post('{ hello }', { headers: { 'x-api-key': 'web-key' } });
    expect(gateway.calls.map(({ client }) => client)).toEqual(['key-web']);
    expect(JSON.stringify(gateway.log())).not.toContain('web-key');
  });
});

describe('a JWT', () => {
  let issuer: TokenIssuer;
  beforeAll(async () => {
    issuer = await startTokenIssuer();
  });
  afterAll(() => issuer[Symbol.asyncDispose]());

  const gatewayOf = (more: Record<string, string> = {}) =>
    tinyGateway({
      AUTH_JWKS_URL: issuer.jwksUrl,
      AUTH_JWT_ISSUER: ISSUER,
      AUTH_JWT_AUDIENCE: AUDIENCE,
      ...more,
    });
  const ask = (token: string, gateway = gatewayOf()) =>
    gateway.post(SCOPES, { headers: { authorization: `Bearer ${token}` } });

  it.each([
    [{ scope: 'customers:read' }, { read: true, pii: false }],
    [{ scope: 'openid customers:read customers:pii' }, { read: true, pii: true }],
    [
      { scope: undefined, scp: ['customers:read', 'customers:pii'] },
      { read: true, pii: true },
    ],
    [
      { scope: undefined, scp: 'customers:pii' },
      { read: false, pii: true },
    ],
    [{ scope: undefined }, { read: false, pii: false }],
    [{ scope: 'customers' }, { read: false, pii: false }],
    [{ scope: { 'customers:read': true } }, { read: false, pii: false }],
    [{ aud: ['other', AUDIENCE] }, { read: true, pii: false }],
  ])('permits what its claims say: %j', async (claims, scopes) => {
    expect((await ask(issuer.sign(validPayload(claims)))).body.data).toEqual(scopes);
  });

  const past = Math.floor(Date.now() / 1000) - 60;
  it.each([
    ['of another issuer', { iss: 'https://evil.example.com/' }],
    ['for another audience', { aud: 'orders' }],
    ['for no audience', { aud: undefined }],
    ['that has ended', { exp: past }],
    ['that never ends', { exp: undefined }],
    ['that has not begun', { nbf: past + 3600 }],
  ])('is refused %s', async (_, claims) => {
    expectRefused(await ask(issuer.sign(validPayload(claims))));
  });

  it.each([
    ['without a signature', { forge: 'none' }],
    ['signed with the public key as a secret', { forge: 'HS256' }],
    ['signed by a foreign key under a known name', { forge: 'foreign' }],
    ['signed by a key that was never published', { kid: 'unknown' }],
    ['with an extension that must be understood', { header: { crit: ['x'], x: 1 } }],
    ['with an empty list of extensions', { header: { crit: [] } }],
    ['with a key that is not a text', { header: { kid: { $ne: null } } }],
  ] as const)('is refused %s', async (_, options) => {
    expectRefused(await ask(issuer.sign(validPayload(), options)));
  });

  it.each([
    'a.b.c',
    '..',
    'e30.e30.e30',
    'eyJhbGciOiJub25lIn0.e30.',
    'not a token',
    '💥.💥.💥',
  ])('is refused if it is malformed: %s', async (token) => {
    const encoded = Buffer.from(token)
      .toString('latin1')
      .replace(/[^\x20-\x7e]/g, '_');
    expectRefused(await ask(encoded));
  });

  it('is refused if it was changed after signing', async () => {
    const [header, , signature] = issuer.sign(validPayload()).split('.');
    const payload = Buffer.from(JSON.stringify(validPayload({ scope: 'customers:pii' }))).toString(
      'base64url',
    );
    expectRefused(await ask([header, payload, signature].join('.')));
  });

  it('is accepted after keys are rotated', async () => {
    const gateway = gatewayOf();
    expect((await ask(issuer.sign(validPayload()), gateway)).status).toBe(200);
    issuer.rotate('second');
    expect((await ask(issuer.sign(validPayload(), { kid: 'second' }), gateway)).status).toBe(200);
    issuer.rotate('first');
  });

  it('is verified without a request to the issuer each time', async () => {
    const gateway = gatewayOf();
    const before = issuer.fetches();
    for (let i = 0; i < 5; i++) await ask(issuer.sign(validPayload()), gateway);
    expect(issuer.fetches() - before).toBe(1);
  });

  it('forged by the hundred does not flood the issuer', async () => {
    const gateway = gatewayOf();
    const before = issuer.fetches();
    for (let i = 0; i < 50; i++)
      expectRefused(await ask(issuer.sign(validPayload(), { header: { kid: `made-up-${i}` } }), gateway));
    expect(issuer.fetches() - before).toBeLessThanOrEqual(10);
    expect((await ask(issuer.sign(validPayload()), gateway)).status).toBe(200);
  });

  it('causes a server error if the issuer’s keys cannot be fetched at all', async () => {
    await using broken = await startTokenIssuer();
    broken.breakDown();
    const gateway = gatewayOf({ AUTH_JWKS_URL: broken.jwksUrl });
    const answer = await ask(broken.sign(validPayload()), gateway);
    expect([answer.status, answer.body.errors[0]]).toEqual([
      500,
      {
        message: 'Tokens cannot be verified at the moment; try again later.',
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      },
    ]);
    expect(gateway.log().some(({ event }) => event === 'operation failed')).toBe(true);
  });

  it('identifies the client by a hash of its subject, and no log line contains the token', async () => {
    const gateway = gatewayOf();
    const token = issuer.sign(validPayload({ sub: 'anna.novakova@example.com' }));
    await ask(token, gateway);
    expect(gateway.calls.map(({ client }) => client)).toEqual([
      expect.stringMatching(/^subject-[0-9a-f]{16}$/),
    ]);
    expect(JSON.stringify(gateway.log())).not.toMatch(/anna|eyJ/);
  });

  it('works together with API keys', async () => {
    const gateway = gatewayOf({ AUTH_API_KEYS: KEYS });
    expect((await ask(issuer.sign(validPayload()), gateway)).status).toBe(200);
    expect((await ask('office-key', gateway)).body.data).toEqual({ read: true, pii: true });
    expectRefused(await ask('other-key', gateway));
  });
});
