import { describe, expect, it } from 'vitest';
import { findCredentials, findMisspelled } from '../../src/settings/misspelled.ts';
import { VARIABLES } from '../../src/settings/variables.ts';

describe('a variable similar to ours', () => {
  it.each([
    ['HELPCRUNCH_KEY', 'HELPCRUNCH_API_KEY'],
    ['HELPCRUNCH_TOKEN', 'HELPCRUNCH_API_KEY'],
    ['HELP_CRUNCH_API_KEY', 'HELPCRUNCH_API_KEY'],
    ['CARE_CLOUD_TOKEN', 'CARECLOUD_TOKEN'],
    ['CARECLOUD_URL', 'CARECLOUD_BASE_URL'],
    ['CARECLOUD_TIMEZONE', 'CARECLOUD_TIME_ZONE'],
    ['carecloud_token', 'CARECLOUD_TOKEN'],
    ['CACHE_TTL', 'CACHE_TTL_SECONDS'],
    ['CORS_ORIGIN', 'CORS_ORIGINS'],
    ['REDISURL', 'REDIS_URL'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['AUTH_API_KEY', 'AUTH_API_KEYS'],
    ['IDENTITY_KYES', 'IDENTITY_KEYS'],
  ])('%s probably means %s', (name, nearest) => {
    expect(findMisspelled({ [name]: 'x' })).toEqual([{ name, nearest }]);
  });

  it.each([
    'HOSTNAME',
    'IS_SANDBOX',
    'REPORT',
    'HOME',
    'PATH',
    'USER',
    'EDITOR',
    'LANG',
    'TZ',
    'DATABASE_URL',
    'NODE_OPTIONS',
    'NODE_VERSION',
    'npm_config_loglevel',
    'npm_package_version',
    'HELPCRUNCH_SERVICE_HOST',
    'CARECLOUD_PORT_4000_TCP_ADDR',
    'KUBERNETES_PORT',
    'AWS_SECRET_ACCESS_KEY',
    'HTTP_PROXY',
  ])('%s belongs to another program', (name) => {
    expect(findMisspelled({ [name]: 'x' })).toEqual([]);
  });

  it('is not reported if correct or empty', () => {
    expect(
      findMisspelled(Object.fromEntries(Object.keys(VARIABLES.shape).map((name) => [name, '1']))),
    ).toEqual([]);
    expect(findMisspelled({ HELPCRUNCH_KEY: ' ', CACHE_TTL: undefined })).toEqual([]);
  });
});

it('lists credentials that are set, correct or misspelled, and nothing else', () => {
  const env = {
    HELPCRUNCH_KEY: 'k',
    CARECLOUD_TOKEN: 't',
    CARECLOUD_TIMEZONE: 'Europe/Prague',
    CACHE_TTL: '1',
  };
  expect(findCredentials(env)).toEqual(['CARECLOUD_TOKEN', 'HELPCRUNCH_KEY']);
});
