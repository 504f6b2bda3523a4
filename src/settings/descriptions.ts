import { DEFAULTS } from './defaults.ts';
import type { Variables } from './variables.ts';

/** A variable's description for people: the source of the README's table, `npm start -- --help` and `.env.example`. */
export interface VariableDescription {
  readonly group: SettingsGroup;
  readonly meaning: string;
  /** The behaviour without it, if that is more than a value of DEFAULTS. */
  readonly without?: string;
  /** An example value, which must not work anywhere. */
  readonly example?: string;
  /** Its value must not be shown. */
  readonly isSecret?: true;
}

export const SETTINGS_GROUPS = [
  'CareCloud',
  'HelpCrunch',
  'Identity',
  'Listening',
  'Access',
  'Federation',
  'Limits per operation',
  'Caching and budgets',
  'Tools and checks',
] as const;
type SettingsGroup = (typeof SETTINGS_GROUPS)[number];

/** A variable without a description does not compile. */
export const DESCRIPTIONS: Readonly<Record<keyof Variables, VariableDescription>> = {
  CARECLOUD_BASE_URL: {
    group: 'CareCloud',
    meaning: 'the project’s base URL',
    example: 'https://YOUR_PROJECT/webservice/rest-api/enterprise-interface/v1.0',
  },
  CARECLOUD_TOKEN: { group: 'CareCloud', meaning: 'a bearer token; or a login:', isSecret: true },
  CARECLOUD_LOGIN: { group: 'CareCloud', meaning: 'a user of the group `webservice`' },
  CARECLOUD_PASSWORD: { group: 'CareCloud', meaning: 'that user’s password', isSecret: true },
  CARECLOUD_APPLICATION_ID: { group: 'CareCloud', meaning: 'the external application’s encoded id' },
  CARECLOUD_TIME_ZONE: {
    group: 'CareCloud',
    meaning: 'the time zone of CareCloud’s times, which state none',
  },
  CARECLOUD_LANGUAGE: {
    group: 'CareCloud',
    meaning: '`Accept-Language` of requests',
    without: 'vendor’s',
    example: 'cs',
  },
  CARECLOUD_REQUESTS_PER_MINUTE: {
    group: 'CareCloud',
    meaning: 'its budget, if your project has one',
    example: '600',
  },
  CARECLOUD_LOOKUP_BATCH: { group: 'CareCloud', meaning: 'values in one array parameter' },
  CARECLOUD_WEBHOOK_TOKEN: {
    group: 'CareCloud',
    meaning: 'a token of your choice; enables `/webhooks/carecloud`',
    isSecret: true,
  },
  CARECLOUD_CONCURRENCY: {
    group: 'CareCloud',
    meaning: 'concurrent requests for facets (tier, points, cards …); others wait, operations in turn',
  },
  HELPCRUNCH_API_KEY: {
    group: 'HelpCrunch',
    meaning: 'from Settings → Developers → Public API',
    isSecret: true,
  },
  HELPCRUNCH_WEBHOOK_KEY: {
    group: 'HelpCrunch',
    meaning: 'from Settings → Developers → Webhooks; enables `/webhooks/helpcrunch`',
    isSecret: true,
  },
  HELPCRUNCH_BASE_URL: { group: 'HelpCrunch', meaning: 'another base URL of its API, e.g. your proxy' },
  HELPCRUNCH_REQUESTS_PER_MINUTE: {
    group: 'HelpCrunch',
    meaning: 'the budget; the company’s other integrations share it',
  },
  HELPCRUNCH_SEARCH_BATCH: { group: 'HelpCrunch', meaning: 'conditions in one search' },
  IDENTITY_KEYS: {
    group: 'Identity',
    meaning: '`email`, `userId` (HelpCrunch userId = CareCloud customer_id), `phone`; strongest first',
  },
  PHONE_COUNTRY: {
    group: 'Identity',
    meaning: 'country of national phone numbers (ISO 3166-1)',
    example: 'CZ',
  },
  PORT: { group: 'Listening', meaning: 'port of GraphQL; 0: any free port' },
  HOST: { group: 'Listening', meaning: 'the address to listen on' },
  ADMIN_PORT: {
    group: 'Listening',
    meaning: 'separate port for health and metrics',
    example: '4001',
  },
  CORS_ORIGINS: {
    group: 'Listening',
    meaning: 'browser origins, comma separated',
    example: 'https://shop.example.com',
  },
  KEEP_ALIVE_SECONDS: {
    group: 'Listening',
    meaning: 'how long an idle connection is kept; set it longer than your load balancer’s',
  },
  STOP_DELAY_SECONDS: {
    group: 'Listening',
    meaning:
      'when stopping, how long `/ready` returns 503 before connections are refused; Kubernetes needs a few',
  },
  AUTH_API_KEYS: {
    group: 'Access',
    meaning: '`name:sha256-of-key:scope+scope`, comma separated',
    isSecret: true,
  },
  AUTH_JWKS_URL: {
    group: 'Access',
    meaning: 'JWT bearer tokens: URL of the keys; requires the next two',
    example: 'https://login.example.com/.well-known/jwks.json',
  },
  AUTH_JWT_ISSUER: {
    group: 'Access',
    meaning: 'required issuer of a token',
    example: 'https://login.example.com/',
  },
  AUTH_JWT_AUDIENCE: {
    group: 'Access',
    meaning: 'accepted audiences of a token, comma separated',
    example: 'customers',
  },
  AUTH: {
    group: 'Access',
    meaning:
      '`none` turns authentication off explicitly; required for that in production and on a non-loopback address',
    example: 'none',
  },
  ALLOWED_HOSTS: {
    group: 'Access',
    meaning:
      'without authentication: accepted host names in addition to loopback and `HOST`; comma separated, `*`: any',
    example: 'gateway.internal',
  },
  INTROSPECTION: {
    group: 'Access',
    meaning: 'introspection: `1` or `0`',
    without: 'on; off when `NODE_ENV=production`',
    example: '0',
  },
  GRAPHIQL: {
    group: 'Access',
    meaning: 'GraphiQL for browsers: `1` or `0`',
    without: 'on; off when `NODE_ENV=production`',
    example: '0',
  },
  TRUSTED_DOCUMENTS: {
    group: 'Access',
    meaning: 'Apollo’s or Relay’s manifest, checked at start',
    example: 'persisted-query-manifest.json',
  },
  TRUSTED_DOCUMENTS_ONLY: { group: 'Access', meaning: '`1` refuses documents that are not in the manifest' },
  FEDERATION_SDL: {
    group: 'Federation',
    meaning:
      'additions to the SDL for routers: `scopes` (`@requiresScopes`), `node` (`Node`, `node`, `nodes`); comma separated',
    example: 'scopes',
  },
  FEDERATION_KEYS: {
    group: 'Federation',
    meaning: 'the keys of `Customer` in the SDL for routers; comma separated',
    without: 'all: `id`, `email`, `careCloudId`, `helpCrunchId`',
    example: 'id,email,careCloudId',
  },
  MAX_DEPTH: { group: 'Limits per operation', meaning: 'deepest nesting of fields' },
  MAX_TOKENS: { group: 'Limits per operation', meaning: 'most tokens in a document' },
  MAX_COMPLEXITY: { group: 'Limits per operation', meaning: 'highest cost, by `@cost` and `@listSize`' },
  MAX_BODY_BYTES: { group: 'Limits per operation', meaning: 'largest request body' },
  MAX_ANSWER_BYTES: { group: 'Limits per operation', meaning: 'largest response, before compression' },
  OPERATION_DEADLINE_MS: {
    group: 'Limits per operation',
    meaning: 'longest duration of an operation, including waiting for a budget',
  },
  SCAN_LIMIT: {
    group: 'Limits per operation',
    meaning: 'most requests per source and list field; then the page ends early',
  },
  MAX_SEGMENT_MEMBERS: {
    group: 'Limits per operation',
    meaning: 'largest segment whose members are read; CareCloud returns them in one response',
  },
  CARECLOUD_REQUESTS_PER_OPERATION: {
    group: 'Limits per operation',
    meaning:
      'most requests to CareCloud per operation, including retries; facets may take as many in addition (100 rows with one facet take 101), checked before the first request',
  },
  HELPCRUNCH_REQUESTS_PER_OPERATION: {
    group: 'Limits per operation',
    meaning: 'the same for HelpCrunch',
  },
  CACHE_TTL_SECONDS: { group: 'Caching and budgets', meaning: 'how long a response is fresh; 0: not cached' },
  CACHE_STALE_SECONDS: {
    group: 'Caching and budgets',
    meaning: 'how long after that it may replace a failed request, or save one of a scarce budget; 0: never',
  },
  FACET_TTL_SECONDS: {
    group: 'Caching and budgets',
    meaning: 'the same for facets: points, vouchers, cards, purchases …; 0: not cached',
  },
  CHAT_TTL_SECONDS: {
    group: 'Caching and budgets',
    meaning: 'the same for chats and messages; 0: not cached',
    without: '10; 300 with webhooks',
    example: '300',
  },
  CATALOGUE_TTL_SECONDS: {
    group: 'Caching and budgets',
    meaning:
      'the same for catalogues (tiers, stores, segments …), kept a day longer in case the source fails',
  },
  REDIS_URL: {
    group: 'Caching and budgets',
    meaning: 'budget, cache, login and traits shared by all replicas',
    example: 'redis://redis:6379',
    isSecret: true,
  },
  REPLICAS: {
    group: 'Caching and budgets',
    meaning: 'number of replicas that share the budget if Redis is unavailable or not set',
  },
  STATE_DIR: {
    group: 'Caching and budgets',
    meaning:
      'folder that remembers the last minute’s requests and the learned traits across a restart without Redis; by default the system’s temp folder',
    example: '/var/lib/customer-gateway',
  },
  CHECK_ON_START: {
    group: 'Tools and checks',
    meaning: 'a request (`PROBE=0`: two) per source at the start, checking key and address; `0`: none',
  },
  PROBE: {
    group: 'Tools and checks',
    meaning:
      'up to six requests to each source after that check, and once a day, by one of all replicas, to learn its traits; operations wait for them, six seconds at most; `0`: none',
  },
  EXPLAIN: {
    group: 'Tools and checks',
    meaning: 'supports the header `x-gateway-plan: 1`',
    without: 'off; on in the sandbox',
    example: '1',
  },
  LOG_LEVEL: { group: 'Tools and checks', meaning: 'error, warn, info, debug, silent' },
  SANDBOX: {
    group: 'Tools and checks',
    meaning: '`1` serves the simulated vendors',
    example: '1',
  },
  SANDBOX_PERSONALITIES: {
    group: 'Tools and checks',
    meaning: 'undocumented behaviours of the simulated vendors, comma separated',
    example: 'totals-capped,names-mind-case',
  },
  SANDBOX_PEOPLE: {
    group: 'Tools and checks',
    meaning: 'number of simulated people',
    without: '4500',
    example: '200',
  },
  SANDBOX_SEED: {
    group: 'Tools and checks',
    meaning: 'seed of the simulated people: the same number gives the same people',
    without: 'a fixed seed',
    example: '7',
  },
  NODE_ENV: {
    group: 'Tools and checks',
    meaning: '`production` refuses the simulated vendors and hides the schema',
    example: 'production',
  },
};

/** The behaviour if a variable is not set, for people; `–` if there is none. */
export function withoutValue(name: keyof Variables): string {
  const { without } = DESCRIPTIONS[name];
  if (without !== undefined) return without;
  if (!Object.hasOwn(DEFAULTS, name)) return '–';
  const value = DEFAULTS[name as keyof typeof DEFAULTS];
  if (typeof value === 'boolean') return value ? '1' : '0';
  return String(value) || '–';
}
