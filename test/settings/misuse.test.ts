import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/settings/read-settings.ts';
import { SettingsError } from '../../src/settings/settings-error.ts';

const HASH = 'a'.repeat(64);

describe('invalid values', () => {
  it.each([
    ['PORT', ['-1', '65536', '4000.5', '0x10', '1e3', '٤', 'NaN', '4000 4001', '999999999999999999']],
    ['ADMIN_PORT', ['4000', 'x']],
    [
      'CARECLOUD_BASE_URL',
      ['crm.example.com', 'ftp://x', 'https://x?y=1', 'https://x#y', 'https://u:p@x', 'http//x'],
    ],
    ['HELPCRUNCH_BASE_URL', ['/v1', 'https://']],
    ['CARECLOUD_TOKEN', ['Bearer abc', 'a\r\nx-evil: 1', 'klíč', 'a\tb']],
    ['HELPCRUNCH_API_KEY', ['Bearer abc', 'a\nb', '“abc”']],
    ['CARECLOUD_TIME_ZONE', ['Prague', '+02:00', 'Europe/Nowhere', '1']],
    ['CARECLOUD_LANGUAGE', ['čeština', 'cs\r\nx-evil: 1', 'cs;q=2']],
    ['CARECLOUD_LOOKUP_BATCH', ['0', '1001']],
    ['CARECLOUD_REQUESTS_PER_MINUTE', ['0', 'none']],
    ['HELPCRUNCH_REQUESTS_PER_MINUTE', ['0', '-120']],
    ['HELPCRUNCH_SEARCH_BATCH', ['0']],
    ['IDENTITY_KEYS', [',', 'email,name', 'email,email', 'email;phone']],
    ['PHONE_COUNTRY', ['CZE', 'XX', '420']],
    ['REDIS_URL', ['localhost:6379', 'http://localhost', 'redis://localhost/main', 'redis://localhost/0/1']],
    ['OPERATION_DEADLINE_MS', ['0', '10s', '600001']],
    ['SCAN_LIMIT', ['0', '∞']],
    ['CACHE_TTL_SECONDS', ['-1', '0.5']],
    ['REPLICAS', ['0', 'three']],
    ['LOG_LEVEL', ['verbose', '30']],
    ['MAX_TOKENS', ['0', '1_000']],
    [
      'CORS_ORIGINS',
      [
        'shop.example.com',
        'https://shop.example.com/',
        'https://a.example, b',
        'null',
        'https://*.example.com',
      ],
    ],
    ['ALLOWED_HOSTS', ['http://gateway.internal', 'a b', '*.internal']],
    ['TRUSTED_DOCUMENTS_ONLY', ['yes']],
    ['SANDBOX', ['2']],
    [
      'AUTH_JWKS_URL',
      ['http://id.example.com/jwks', 'id.example.com', 'file:///etc/keys', 'https://u:p@id.example.com'],
    ],
    [
      'AUTH_API_KEYS',
      [
        'web',
        `web:${HASH}`,
        `web:${HASH}:`,
        `web:${HASH}:customers:write`,
        `web:${HASH}:customers:read:extra`,
        `web:${HASH.slice(1)}:customers:read`,
        `:${HASH}:customers:read`,
        `a b:${HASH}:customers:read`,
        `web:${HASH}:customers:read,web:${HASH.replaceAll('a', 'b')}:customers:read`,
        `web:${HASH}:customers:read,app:${HASH}:customers:pii`,
        ',',
      ],
    ],
  ] as const)('%s refuses invalid values', (variable, values) => {
    for (const value of values) expect(refused({ [variable]: value }), value).toContain(variable);
  });
});

describe('secrets', () => {
  const secret = 'S3CR3T-value';
  it.each([
    { CARECLOUD_TOKEN: secret, CARECLOUD_LOGIN: secret },
    { CARECLOUD_PASSWORD: secret, PORT: 'x' },
    { HELPCRUNCH_API_KEY: secret, PORT: 'x' },
    { REDIS_URL: `http://:${secret}@redis` },
    { CARECLOUD_BASE_URL: `https://user:${secret}@crm.example.com` },
    { CARECLOUD_BASE_URL: `user:${secret}@crm.example.com` },
    { CARECLOUD_BASE_URL: `https://crm.example.com/v1.0?token=${secret}` },
    { CARECLOUD_TOKEN: `Bearer ${secret}` },
    { HELPCRUNCH_API_KEY: `${secret}\n${secret}` },
    { AUTH_JWKS_URL: `http://user:${secret}@id.example.com/jwks` },
    { AUTH_API_KEYS: secret },
    { AUTH_API_KEYS: `web:${secret}:customers:read` },
    { AUTH_API_KEYS: `web:${HASH}:${secret}` },
  ])('are not repeated in a problem: %j', (env) => {
    expect(() => readSettings(env)).toThrow(SettingsError);
    try {
      readSettings(env);
    } catch (error) {
      expect(String(error)).not.toContain(secret);
      expect(JSON.stringify(error)).not.toContain(secret);
    }
  });
});

it('either parses any environment or states what is wrong with it', () => {
  const names = [
    'PORT',
    'HOST',
    'AUTH_API_KEYS',
    'CARECLOUD_BASE_URL',
    'CORS_ORIGINS',
    'IDENTITY_KEYS',
    'CARECLOUD_LANGUAGE',
  ];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), fc.string({ unit: 'binary' })), (env) => {
      try {
        readSettings(env);
      } catch (error) {
        expect(error).toBeInstanceOf(SettingsError);
        expect((error as SettingsError).problems.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 300 },
  );
});

function refused(env: Record<string, string>): readonly string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems.map(({ variable }) => variable);
    throw error;
  }
  return [];
}
