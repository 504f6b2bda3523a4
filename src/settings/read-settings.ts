import { tmpdir } from 'node:os';
import { crossChecks, isCareCloudGiven, isHelpCrunchGiven } from './cross-checks.ts';
import { DEFAULTS } from './defaults.ts';
import type {
  AuthSettings,
  CareCloudSettings,
  FederationSettings,
  HelpCrunchSettings,
  Settings,
} from './settings.ts';
import { SettingsError } from './settings-error.ts';
import { VARIABLES, type Variables } from './variables.ts';

/**
 * Validates the environment. One source alone is enough. With neither, or with SANDBOX=1, the result is the sandbox
 * (the vendors' settings are null then; see `withSandbox`). An empty variable counts as not set. Throws a SettingsError
 * that names every problem.
 */
export function readSettings(env: Environment): Settings {
  return read(env, false);
}

/** Validates the environment again with the sandbox as both vendors, without its settings of the real ones. */
export function withSandbox(env: Environment, vendors: SandboxVendors): Settings {
  return read(
    {
      // People in the sandbox have Czech phone numbers.
      PHONE_COUNTRY: 'CZ',
      ...env,
      CARECLOUD_BASE_URL: vendors.careCloud.baseUrl,
      CARECLOUD_TOKEN: vendors.careCloud.token,
      CARECLOUD_LOGIN: undefined,
      CARECLOUD_PASSWORD: undefined,
      CARECLOUD_APPLICATION_ID: undefined,
      HELPCRUNCH_BASE_URL: vendors.helpCrunch.baseUrl,
      HELPCRUNCH_API_KEY: vendors.helpCrunch.apiKey,
    },
    true,
  );
}

/** `process.env`, or a test's replacement. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The addresses and credentials of the simulated vendors. */
export interface SandboxVendors {
  readonly careCloud: { readonly baseUrl: string; readonly token: string };
  readonly helpCrunch: { readonly baseUrl: string; readonly apiKey: string };
}

/** Reads only the variables that the published SDL depends on; no vendor has to be configured. */
export function readFederationSettings(env: Environment): FederationSettings {
  const parsed = VARIABLES.pick({ FEDERATION_SDL: true, FEDERATION_KEYS: true }).safeParse(givenIn(env));
  if (parsed.data === undefined) throw new SettingsError(problemsOf(parsed.error));
  return federationSettings(parsed.data);
}

function federationSettings(set: Pick<Variables, 'FEDERATION_SDL' | 'FEDERATION_KEYS'>): FederationSettings {
  return { sdl: set.FEDERATION_SDL ?? [], keys: set.FEDERATION_KEYS ?? null };
}

/** Drops empty values, which count as not set. */
function givenIn(env: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      const text = value?.trim() ?? '';
      return text === '' ? [] : [[name, text]];
    }),
  );
}

function problemsOf(
  error:
    | { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] }
    | undefined,
) {
  return (error?.issues ?? []).map((issue) => ({ variable: issue.path.join('.'), problem: issue.message }));
}

function read(env: Environment, isServingSandbox: boolean): Settings {
  const given = givenIn(env);
  const isForced = ['1', 'true'].includes((given.SANDBOX ?? '').toLowerCase());
  const isSandbox = isForced || isServingSandbox || (!isCareCloudGiven(given) && !isHelpCrunchGiven(given));
  const parsed = VARIABLES.safeParse(given);
  const problems = [...problemsOf(parsed.error), ...crossChecks(given, isSandbox)];
  if (problems.length > 0 || parsed.data === undefined) throw new SettingsError(problems);
  return assemble(parsed.data, isSandbox, isSandbox && !isServingSandbox);
}

/** `isPending`: the sandbox is to be used, but has not started yet. */
function assemble(given: Variables, isSandbox: boolean, isPending: boolean): Settings {
  const set = withDefaults(given);
  const isProduction = set.NODE_ENV === 'production';
  return {
    isProduction,
    sandbox: isSandbox,
    sandboxPersonalities: set.SANDBOX_PERSONALITIES,
    sandboxPeople: {
      ...(set.SANDBOX_PEOPLE !== undefined && { people: set.SANDBOX_PEOPLE }),
      ...(set.SANDBOX_SEED !== undefined && { seed: set.SANDBOX_SEED }),
    },
    server: {
      port: set.PORT,
      host: set.HOST,
      adminPort: set.ADMIN_PORT ?? null,
      corsOrigins: set.CORS_ORIGINS,
      allowedHosts: set.ALLOWED_HOSTS,
      keepAliveSeconds: set.KEEP_ALIVE_SECONDS,
      stopDelaySeconds: set.STOP_DELAY_SECONDS,
      introspection: set.INTROSPECTION ?? !isProduction,
      graphiql: set.GRAPHIQL ?? !isProduction,
      explain: set.EXPLAIN ?? isSandbox,
      trustedDocuments:
        set.TRUSTED_DOCUMENTS === undefined
          ? null
          : { path: set.TRUSTED_DOCUMENTS, only: set.TRUSTED_DOCUMENTS_ONLY },
    },
    limits: {
      maxDepth: set.MAX_DEPTH,
      maxTokens: set.MAX_TOKENS,
      maxComplexity: set.MAX_COMPLEXITY,
      maxBodyBytes: set.MAX_BODY_BYTES,
      maxAnswerBytes: set.MAX_ANSWER_BYTES,
    },
    auth: authSettings(set),
    careCloud: isPending || set.CARECLOUD_BASE_URL === undefined ? null : careCloudSettings(set),
    helpCrunch: isPending || set.HELPCRUNCH_API_KEY === undefined ? null : helpCrunchSettings(set),
    federation: federationSettings(set),
    identity: { keys: set.IDENTITY_KEYS, phoneCountry: set.PHONE_COUNTRY ?? null },
    operation: {
      deadlineMs: set.OPERATION_DEADLINE_MS,
      scanLimit: set.SCAN_LIMIT,
      maxSegmentMembers: set.MAX_SEGMENT_MEMBERS,
      requestsPerOperation: new Map([
        ['CARECLOUD', set.CARECLOUD_REQUESTS_PER_OPERATION],
        ['HELPCRUNCH', set.HELPCRUNCH_REQUESTS_PER_OPERATION],
      ]),
    },
    cache: {
      ttlSeconds: set.CACHE_TTL_SECONDS,
      staleSeconds: set.CACHE_STALE_SECONDS,
      facetTtlSeconds: set.FACET_TTL_SECONDS,
      chatTtlSeconds: set.CHAT_TTL_SECONDS ?? (set.HELPCRUNCH_WEBHOOK_KEY === undefined ? 10 : 300),
      catalogueTtlSeconds: set.CATALOGUE_TTL_SECONDS,
    },
    redis: set.REDIS_URL === undefined ? null : { url: set.REDIS_URL },
    replicas: set.REPLICAS,
    stateDir: set.STATE_DIR ?? tmpdir(),
    checkOnStart: set.CHECK_ON_START,
    probe: set.PROBE,
    log: { level: set.LOG_LEVEL },
  };
}

type Complete = Variables & { readonly [K in keyof typeof DEFAULTS]: NonNullable<Variables[K]> };

function withDefaults(given: Variables): Complete {
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...DEFAULTS, ...Object.fromEntries(set) } as Complete;
}

function authSettings(set: Complete): AuthSettings {
  const jwksUrl = set.AUTH_JWKS_URL;
  const required = jwksUrl !== undefined || set.AUTH_API_KEYS.length > 0;
  return {
    required,
    loopbackOnly: !required && set.AUTH === undefined,
    apiKeys: set.AUTH_API_KEYS,
    jwt:
      jwksUrl === undefined
        ? null
        : {
            jwksUrl,
            issuer: set.AUTH_JWT_ISSUER ?? '',
            audiences: set.AUTH_JWT_AUDIENCE ?? [],
          },
  };
}

function careCloudSettings(set: Complete): CareCloudSettings {
  return {
    baseUrl: set.CARECLOUD_BASE_URL ?? '',
    credentials:
      set.CARECLOUD_TOKEN !== undefined
        ? { kind: 'TOKEN', token: set.CARECLOUD_TOKEN }
        : {
            kind: 'LOGIN',
            login: set.CARECLOUD_LOGIN ?? '',
            password: set.CARECLOUD_PASSWORD ?? '',
            applicationId: set.CARECLOUD_APPLICATION_ID ?? '',
          },
    timeZone: set.CARECLOUD_TIME_ZONE,
    language: set.CARECLOUD_LANGUAGE ?? null,
    requestsPerMinute: set.CARECLOUD_REQUESTS_PER_MINUTE ?? null,
    lookUpBatch: set.CARECLOUD_LOOKUP_BATCH,
    concurrency: set.CARECLOUD_CONCURRENCY,
    webhookToken: set.CARECLOUD_WEBHOOK_TOKEN ?? null,
  };
}

function helpCrunchSettings(set: Complete): HelpCrunchSettings {
  return {
    baseUrl: set.HELPCRUNCH_BASE_URL,
    apiKey: set.HELPCRUNCH_API_KEY ?? '',
    requestsPerMinute: set.HELPCRUNCH_REQUESTS_PER_MINUTE,
    searchBatch: set.HELPCRUNCH_SEARCH_BATCH,
    webhookKey: set.HELPCRUNCH_WEBHOOK_KEY ?? null,
  };
}
