import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { readSettings, withSandbox } from '../../src/settings/read-settings.ts';
import { SettingsError } from '../../src/settings/settings-error.ts';

const HASH = 'a'.repeat(64);
const CARECLOUD = { CARECLOUD_BASE_URL: 'https://crm.example.com/v1.0', CARECLOUD_TOKEN: 'secret-token' };
const HELPCRUNCH = { HELPCRUNCH_API_KEY: 'secret-key' };

describe('without settings', () => {
  it('is the sandbox, on loopback, with every default', () => {
    expect(readSettings({})).toEqual({
      isProduction: false,
      sandbox: true,
      sandboxPersonalities: [],
      sandboxPeople: {},
      server: {
        port: 4000,
        host: '127.0.0.1',
        adminPort: null,
        corsOrigins: [],
        allowedHosts: [],
        keepAliveSeconds: 75,
        stopDelaySeconds: 0,
        introspection: true,
        graphiql: true,
        explain: true,
        trustedDocuments: null,
      },
      limits: {
        maxDepth: 12,
        maxTokens: 10_000,
        maxComplexity: 10_000,
        maxBodyBytes: 262_144,
        maxAnswerBytes: 8_388_608,
      },
      auth: { required: false, loopbackOnly: true, apiKeys: [], jwt: null },
      careCloud: null,
      helpCrunch: null,
      federation: { sdl: [], keys: null },
      identity: { keys: ['email'], phoneCountry: null },
      operation: {
        deadlineMs: 10_000,
        scanLimit: 20,
        maxSegmentMembers: 50_000,
        requestsPerOperation: new Map([
          ['CARECLOUD', 100],
          ['HELPCRUNCH', 30],
        ]),
      },
      cache: {
        ttlSeconds: 10,
        staleSeconds: 300,
        facetTtlSeconds: 60,
        chatTtlSeconds: 10,
        catalogueTtlSeconds: 3600,
      },
      redis: null,
      replicas: 1,
      stateDir: tmpdir(),
      checkOnStart: true,
      probe: true,
      log: { level: 'info' },
    });
  });

  it('refuses the sandbox in production, unless requested', () => {
    expect(problems({ NODE_ENV: 'production', AUTH: 'none' })).toEqual([
      'CARECLOUD_BASE_URL, HELPCRUNCH_API_KEY',
    ]);
    expect(readSettings({ NODE_ENV: 'production', AUTH: 'none', SANDBOX: '1' }).sandbox).toBe(true);
  });
});

describe('the sources', () => {
  it('serves CareCloud alone', () => {
    const settings = readSettings(CARECLOUD);
    expect(settings).toMatchObject({ sandbox: false, helpCrunch: null });
    expect(settings.careCloud).toEqual({
      baseUrl: 'https://crm.example.com/v1.0',
      credentials: { kind: 'TOKEN', token: 'secret-token' },
      timeZone: 'Europe/Prague',
      language: null,
      requestsPerMinute: null,
      lookUpBatch: 100,
      concurrency: 8,
      webhookToken: null,
    });
  });

  it('serves HelpCrunch alone', () => {
    const settings = readSettings(HELPCRUNCH);
    expect(settings).toMatchObject({ sandbox: false, careCloud: null });
    expect(settings.helpCrunch).toEqual({
      baseUrl: 'https://api.helpcrunch.com/v1',
      apiKey: 'secret-key',
      requestsPerMinute: 120,
      searchBatch: 100,
      webhookKey: null,
    });
  });

  it('logs in to CareCloud with login, password and application id', () => {
    const settings = readSettings({
      CARECLOUD_BASE_URL: 'https://crm.example.com/v1.0/',
      CARECLOUD_LOGIN: 'api',
      CARECLOUD_PASSWORD: 'pass',
      CARECLOUD_APPLICATION_ID: 'app',
    });
    expect(settings.careCloud).toMatchObject({
      baseUrl: 'https://crm.example.com/v1.0',
      credentials: { kind: 'LOGIN', login: 'api', password: 'pass', applicationId: 'app' },
    });
  });

  it.each([
    [{ CARECLOUD_TOKEN: 't' }, ['CARECLOUD_BASE_URL']],
    [{ CARECLOUD_BASE_URL: 'https://x.example' }, ['CARECLOUD_TOKEN']],
    [{ ...CARECLOUD, CARECLOUD_LOGIN: 'api' }, ['CARECLOUD_TOKEN']],
    [
      { CARECLOUD_BASE_URL: 'https://x.example', CARECLOUD_LOGIN: 'api' },
      ['CARECLOUD_PASSWORD', 'CARECLOUD_APPLICATION_ID'],
    ],
    [{ HELPCRUNCH_BASE_URL: 'https://x.example' }, ['HELPCRUNCH_API_KEY']],
    [{ ...HELPCRUNCH, REPLICAS: '121' }, ['REPLICAS']],
    [{ ...CARECLOUD, CARECLOUD_REQUESTS_PER_MINUTE: '3', REPLICAS: '4' }, ['REPLICAS']],
  ])('refuses incomplete credentials: %j', (env, variables) => {
    expect(problems(env)).toEqual(variables);
  });

  it('gives every replica a share of the budget of at least one', () => {
    expect(readSettings({ ...HELPCRUNCH, REPLICAS: '120' }).replicas).toBe(120);
  });

  it('replaces both vendors with the sandbox, whatever was set for them', () => {
    const vendors = {
      careCloud: { baseUrl: 'http://127.0.0.1:1/v1.0', token: 'simulated' },
      helpCrunch: { baseUrl: 'http://127.0.0.1:2/v1', apiKey: 'simulated' },
    };
    const env = { ...CARECLOUD, CARECLOUD_LOGIN: 'api', SANDBOX: '1', HELPCRUNCH_SEARCH_BATCH: '7' };
    expect(readSettings(env)).toMatchObject({ sandbox: true, careCloud: null, helpCrunch: null });
    expect(withSandbox(env, vendors)).toMatchObject({
      sandbox: true,
      sandboxPersonalities: [],
      server: { explain: true },
      careCloud: { baseUrl: 'http://127.0.0.1:1/v1.0', credentials: { kind: 'TOKEN', token: 'simulated' } },
      helpCrunch: { baseUrl: 'http://127.0.0.1:2/v1', apiKey: 'simulated', searchBatch: 7 },
    });
  });
});

describe('access', () => {
  it('reads API keys with their scopes', () => {
    const keys = `web:${HASH}:customers:read, back.office:${HASH.replaceAll('a', 'B')}:customers:read+customers:pii`;
    expect(readSettings({ AUTH_API_KEYS: keys, HOST: '0.0.0.0' }).auth).toEqual({
      required: true,
      loopbackOnly: false,
      apiKeys: [
        { name: 'web', sha256: HASH, scopes: ['customers:read'] },
        { name: 'back.office', sha256: 'b'.repeat(64), scopes: ['customers:read', 'customers:pii'] },
      ],
      jwt: null,
    });
  });

  it('reads the three settings of JWT', () => {
    const env = {
      AUTH_JWKS_URL: 'https://id.example.com/jwks.json',
      AUTH_JWT_ISSUER: 'https://id.example.com/',
      AUTH_JWT_AUDIENCE: 'customers, graph',
    };
    expect(readSettings(env).auth).toEqual({
      required: true,
      loopbackOnly: false,
      apiKeys: [],
      jwt: {
        jwksUrl: env.AUTH_JWKS_URL,
        issuer: env.AUTH_JWT_ISSUER,
        audiences: ['customers', 'graph'],
      },
    });
  });

  it.each([
    '127.0.0.1',
    '127.8.9.1',
    '::1',
    '[::1]',
    'localhost',
    'LOCALHOST',
  ])('needs no authentication on loopback: %s', (HOST) => {
    expect(readSettings({ HOST }).auth.required).toBe(false);
  });

  it.each([
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '127.0.0.1.example.com',
    'localhost.example.com',
  ])('does not start on %s without authentication', (HOST) => {
    expect(problems({ HOST })).toEqual(['HOST']);
  });

  it('starts anywhere with AUTH=none', () => {
    expect(readSettings({ HOST: '0.0.0.0', AUTH: 'none' }).auth.required).toBe(false);
  });

  it.each([
    [{ AUTH: 'none', AUTH_API_KEYS: `web:${HASH}:customers:read` }, ['AUTH']],
    [{ AUTH: 'off' }, ['AUTH']],
    [{ AUTH_JWKS_URL: 'https://id.example.com/jwks.json' }, ['AUTH_JWT_ISSUER', 'AUTH_JWT_AUDIENCE']],
    [{ AUTH_JWT_ISSUER: 'x', AUTH_JWT_AUDIENCE: 'y' }, ['AUTH_JWKS_URL']],
  ])('refuses contradictory and incomplete settings: %j', (env, variables) => {
    expect(problems(env)).toEqual(variables);
  });
});

it('requires a manifest if only trusted documents are accepted', () => {
  expect(problems({ TRUSTED_DOCUMENTS_ONLY: '1' })).toEqual(['TRUSTED_DOCUMENTS']);
  const env = { TRUSTED_DOCUMENTS: 'manifest.json', TRUSTED_DOCUMENTS_ONLY: '1' };
  expect(readSettings(env).server.trustedDocuments).toEqual({ path: 'manifest.json', only: true });
});

it('counts an empty variable as not set', () => {
  expect(readSettings({ PORT: '', HOST: '  ', CARECLOUD_TOKEN: '' })).toEqual(readSettings({}));
});

describe('in production', () => {
  it.each(['127.0.0.1', '::1', 'localhost', '0.0.0.0'])('does not start on %s without AUTH_*', (HOST) => {
    const env = { ...HELPCRUNCH, NODE_ENV: 'production', HOST };
    expect(problems(env)).toEqual(['AUTH_API_KEYS, AUTH_JWKS_URL']);
    expect(problems({ ...env, SANDBOX: '1' })).toEqual(['AUTH_API_KEYS, AUTH_JWKS_URL']);
    expect(readSettings({ ...env, AUTH: 'none' }).auth.required).toBe(false);
  });

  it('shows neither schema nor GraphiQL, unless requested', () => {
    const env = { ...HELPCRUNCH, NODE_ENV: 'production', AUTH: 'none' };
    expect(readSettings(env).server).toMatchObject({ introspection: false, graphiql: false, explain: false });
    expect(readSettings({ ...env, INTROSPECTION: '1', GRAPHIQL: 'true', EXPLAIN: '1' }).server).toMatchObject(
      { introspection: true, graphiql: true, explain: true },
    );
  });
});

describe('all problems', () => {
  it('are reported together, each with what was expected and received', () => {
    const env = { PORT: 'http', MAX_DEPTH: '0', HOST: '0.0.0.0', CARECLOUD_TOKEN: 't', LOG_LEVEL: 'loud' };
    expect(message(env)).toMatchInlineSnapshot(`
      "These settings are wrong:
        PORT: expected a whole number from 0 to 65535, got "http"
        MAX_DEPTH: expected a whole number from 1 to 1000, got "0"
        LOG_LEVEL: expected one of error, warn, info, debug, silent, got "loud"
        CARECLOUD_BASE_URL: expected your project’s address (…/webservice/rest-api/enterprise-interface/v1.0), got none
        HOST: expected a loopback address as long as authentication is off (set AUTH_API_KEYS or AUTH_JWKS_URL, or AUTH=none if you want that), got "0.0.0.0""
    `);
  });
});

function problems(env: Record<string, string>): readonly string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems.map(({ variable }) => variable);
    throw error;
  }
  return [];
}

function message(env: Record<string, string>): string {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return 'no problem';
}

describe('the people of the sandbox', () => {
  it('have the configured number and seed', () => {
    const { sandboxPeople } = readSettings({ SANDBOX_PEOPLE: '200', SANDBOX_SEED: '7' });
    expect(sandboxPeople).toEqual({ people: 200, seed: 7 });
  });
});

describe('the lifetime of chats', () => {
  it('is longer with webhooks, which report changes, and can be configured', () => {
    const ttl = (env: Record<string, string>) => readSettings(env).cache.chatTtlSeconds;
    expect(ttl({})).toBe(10);
    expect(ttl({ HELPCRUNCH_WEBHOOK_KEY: 'key' })).toBe(300);
    expect(ttl({ HELPCRUNCH_WEBHOOK_KEY: 'key', CHAT_TTL_SECONDS: '20' })).toBe(20);
  });
});
