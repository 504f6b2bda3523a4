import { z } from 'zod';
import { IDENTITY_KEYS } from '../customers/model/source-record.ts';
import { LOG_LEVELS } from './settings.ts';
import {
  acceptLanguage,
  apiKeys,
  baseUrl,
  bearer,
  country,
  flag,
  hosts,
  jwksUrl,
  listOf,
  oneOf,
  origins,
  redisUrl,
  text,
  texts,
  timeZone,
  wholeNumber,
} from './variable-types.ts';

const TEN_MINUTES_MS = 600_000;
const WEEK_SECONDS = 604_800;

/** Each variable of the environment that means something here, by itself. Rules across variables: cross-checks.ts. */
export const VARIABLES = z.object({
  NODE_ENV: text(),
  SANDBOX: flag(),
  PORT: wholeNumber(0, 65_535),
  HOST: text(),
  ADMIN_PORT: wholeNumber(0, 65_535),
  CORS_ORIGINS: origins(),
  ALLOWED_HOSTS: hosts(),
  KEEP_ALIVE_SECONDS: wholeNumber(1, 3_600),
  STOP_DELAY_SECONDS: wholeNumber(0, 300),
  INTROSPECTION: flag(),
  GRAPHIQL: flag(),
  EXPLAIN: flag(),
  TRUSTED_DOCUMENTS: text(),
  TRUSTED_DOCUMENTS_ONLY: flag(),
  MAX_DEPTH: wholeNumber(1, 1_000),
  MAX_TOKENS: wholeNumber(1, 10_000_000),
  MAX_COMPLEXITY: wholeNumber(1, 1_000_000_000),
  MAX_BODY_BYTES: wholeNumber(1, 100_000_000),
  AUTH: oneOf(['none']),
  AUTH_API_KEYS: apiKeys(),
  AUTH_JWKS_URL: jwksUrl(),
  AUTH_JWT_ISSUER: text(),
  AUTH_JWT_AUDIENCE: texts(),
  CARECLOUD_BASE_URL: baseUrl(),
  CARECLOUD_TOKEN: bearer(),
  CARECLOUD_LOGIN: text(),
  CARECLOUD_PASSWORD: text(),
  CARECLOUD_APPLICATION_ID: text(),
  CARECLOUD_TIME_ZONE: timeZone(),
  CARECLOUD_LANGUAGE: acceptLanguage(),
  CARECLOUD_REQUESTS_PER_MINUTE: wholeNumber(1, 1_000_000),
  CARECLOUD_LOOKUP_BATCH: wholeNumber(1, 1_000),
  HELPCRUNCH_BASE_URL: baseUrl(),
  HELPCRUNCH_API_KEY: bearer(),
  HELPCRUNCH_REQUESTS_PER_MINUTE: wholeNumber(1, 1_000_000),
  HELPCRUNCH_SEARCH_BATCH: wholeNumber(1, 1_000),
  IDENTITY_KEYS: listOf(IDENTITY_KEYS),
  PHONE_COUNTRY: country(),
  OPERATION_DEADLINE_MS: wholeNumber(1, TEN_MINUTES_MS),
  SCAN_LIMIT: wholeNumber(1, 10_000),
  CARECLOUD_REQUESTS_PER_OPERATION: wholeNumber(1, 10_000),
  HELPCRUNCH_REQUESTS_PER_OPERATION: wholeNumber(1, 10_000),
  CACHE_TTL_SECONDS: wholeNumber(0, WEEK_SECONDS),
  CACHE_STALE_SECONDS: wholeNumber(0, WEEK_SECONDS),
  REDIS_URL: redisUrl(),
  REPLICAS: wholeNumber(1, 10_000),
  CHECK_ON_START: flag(),
  LOG_LEVEL: oneOf(LOG_LEVELS),
});

/** The variables' values; `undefined` where a variable is not set. */
export type Variables = z.output<typeof VARIABLES>;
