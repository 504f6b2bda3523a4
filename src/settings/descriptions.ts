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
  'Who is one person',
  'Listening',
  'Who may ask',
  'Federation',
  'Limits of an operation',
  'Answers and budgets',
  'Tools and checks',
] as const;
type SettingsGroup = (typeof SETTINGS_GROUPS)[number];

/** A variable without a description does not compile. */
export const DESCRIPTIONS: Readonly<Record<keyof Variables, VariableDescription>> = {
  CARECLOUD_BASE_URL: {
    group: 'CareCloud',
    meaning: 'the project’s address',
    example: 'https://YOUR_PROJECT/webservice/rest-api/enterprise-interface/v1.0',
  },
  CARECLOUD_TOKEN: { group: 'CareCloud', meaning: 'a bearer token, or instead a login:', isSecret: true },
  CARECLOUD_LOGIN: { group: 'CareCloud', meaning: 'a user of the group `webservice`' },
  CARECLOUD_PASSWORD: { group: 'CareCloud', meaning: 'that user’s password', isSecret: true },
  CARECLOUD_APPLICATION_ID: { group: 'CareCloud', meaning: 'the external application’s encoded id' },
  CARECLOUD_TIME_ZONE: { group: 'CareCloud', meaning: 'the zone of CareCloud’s zone-less times' },
  CARECLOUD_LANGUAGE: {
    group: 'CareCloud',
    meaning: '`Accept-Language` sent along',
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
    meaning: 'a token of your choice: takes events at `/webhooks/carecloud`',
    isSecret: true,
  },
  CARECLOUD_CONCURRENCY: {
    group: 'CareCloud',
    meaning: 'requests for facets (tier, points, cards …) at once; more wait, operations in turn',
  },
  HELPCRUNCH_API_KEY: {
    group: 'HelpCrunch',
    meaning: 'from Settings → Developers → Public API',
    isSecret: true,
  },
  HELPCRUNCH_WEBHOOK_KEY: {
    group: 'HelpCrunch',
    meaning: 'from Settings → Developers → Webhooks: takes events at `/webhooks/helpcrunch`',
    isSecret: true,
  },
  HELPCRUNCH_BASE_URL: { group: 'HelpCrunch', meaning: 'another address of its API, e.g. a proxy of yours' },
  HELPCRUNCH_REQUESTS_PER_MINUTE: {
    group: 'HelpCrunch',
    meaning: 'the whole company’s budget; leave others their share',
  },
  HELPCRUNCH_SEARCH_BATCH: { group: 'HelpCrunch', meaning: 'conditions in one search' },
  IDENTITY_KEYS: {
    group: 'Who is one person',
    meaning: '`email`, `userId` (HelpCrunch userId = CareCloud customer_id), `phone`; strongest first',
  },
  PHONE_COUNTRY: {
    group: 'Who is one person',
    meaning: 'reads national phone notation as this country’s (ISO 3166-1)',
    example: 'CZ',
  },
  PORT: { group: 'Listening', meaning: 'where GraphQL is served; 0 takes any free port' },
  HOST: { group: 'Listening', meaning: 'the address to listen on' },
  ADMIN_PORT: {
    group: 'Listening',
    meaning: 'health and metrics on a port of their own',
    example: '4001',
  },
  CORS_ORIGINS: {
    group: 'Listening',
    meaning: 'browser origins, comma separated',
    example: 'https://shop.example.com',
  },
  KEEP_ALIVE_SECONDS: {
    group: 'Listening',
    meaning: 'how long an idle connection is kept; longer than your load balancer keeps it',
  },
  STOP_DELAY_SECONDS: {
    group: 'Listening',
    meaning: 'how long `/ready` says 503 before connections are refused, on a stop; Kubernetes wants some',
  },
  AUTH_API_KEYS: {
    group: 'Who may ask',
    meaning: '`name:sha256-of-key:scope+scope`, comma separated',
    isSecret: true,
  },
  AUTH_JWKS_URL: {
    group: 'Who may ask',
    meaning: 'JWT bearer tokens: where the keys are, with the two below',
    example: 'https://login.example.com/.well-known/jwks.json',
  },
  AUTH_JWT_ISSUER: {
    group: 'Who may ask',
    meaning: 'who must have issued a token',
    example: 'https://login.example.com/',
  },
  AUTH_JWT_AUDIENCE: {
    group: 'Who may ask',
    meaning: 'whom a token must be meant for; one of these, comma separated',
    example: 'customers',
  },
  AUTH: {
    group: 'Who may ask',
    meaning: '`none` says aloud that everyone may ask: needed in production and on a non-loopback address',
    example: 'none',
  },
  ALLOWED_HOSTS: {
    group: 'Who may ask',
    meaning:
      'without credentials: names by which clients may call the gateway, besides loopback and `HOST`; comma separated, `*` any',
    example: 'gateway.internal',
  },
  INTROSPECTION: {
    group: 'Who may ask',
    meaning: 'whether clients may read the schema: `1` or `0`',
    without: 'on; off when `NODE_ENV=production`',
    example: '0',
  },
  GRAPHIQL: {
    group: 'Who may ask',
    meaning: 'whether browsers get GraphiQL: `1` or `0`',
    without: 'on; off when `NODE_ENV=production`',
    example: '0',
  },
  TRUSTED_DOCUMENTS: {
    group: 'Who may ask',
    meaning: 'a manifest in Apollo’s or Relay’s format',
    example: 'persisted-query-manifest.json',
  },
  TRUSTED_DOCUMENTS_ONLY: { group: 'Who may ask', meaning: '`1` refuses what the manifest does not name' },
  FEDERATION_SDL: {
    group: 'Federation',
    meaning:
      'what the SDL for routers has besides: `scopes` (`@requiresScopes`), `node` (`Node`, `node`, `nodes`); comma separated',
    example: 'scopes',
  },
  FEDERATION_KEYS: {
    group: 'Federation',
    meaning: 'the keys of `Customer` that routers are told; comma separated',
    without: 'all: `id`, `email`, `careCloudId`, `helpCrunchId`',
    example: 'id,email,careCloudId',
  },
  MAX_DEPTH: { group: 'Limits of an operation', meaning: 'deepest nesting of fields' },
  MAX_TOKENS: { group: 'Limits of an operation', meaning: 'longest document' },
  MAX_COMPLEXITY: { group: 'Limits of an operation', meaning: 'highest price, by `@cost` and `@listSize`' },
  MAX_BODY_BYTES: { group: 'Limits of an operation', meaning: 'largest request body' },
  MAX_ANSWER_BYTES: { group: 'Limits of an operation', meaning: 'largest answer, before compression' },
  OPERATION_DEADLINE_MS: {
    group: 'Limits of an operation',
    meaning: 'no operation, and no waiting for a budget, lasts longer',
  },
  SCAN_LIMIT: {
    group: 'Limits of an operation',
    meaning: 'requests per source and list field before a page ends early',
  },
  MAX_SEGMENT_MEMBERS: {
    group: 'Limits of an operation',
    meaning: 'the largest segment whose members are read; CareCloud gives them in one answer',
  },
  CARECLOUD_REQUESTS_PER_OPERATION: {
    group: 'Limits of an operation',
    meaning:
      'the most requests to CareCloud for one operation, retries included; facets are counted by themselves, and refused before anything is asked',
  },
  HELPCRUNCH_REQUESTS_PER_OPERATION: {
    group: 'Limits of an operation',
    meaning: 'the same for HelpCrunch',
  },
  CACHE_TTL_SECONDS: { group: 'Answers and budgets', meaning: 'how long an answer is fresh; 0: not cached' },
  CACHE_STALE_SECONDS: {
    group: 'Answers and budgets',
    meaning: 'how long after that it may stand in for a failing source; 0: never',
  },
  FACET_TTL_SECONDS: {
    group: 'Answers and budgets',
    meaning: 'the same for facets: points, vouchers, cards, purchases …; 0: not cached',
  },
  CHAT_TTL_SECONDS: {
    group: 'Answers and budgets',
    meaning: 'the same for chats and messages; 0: not cached',
    without: '10; 300 with webhooks',
    example: '300',
  },
  CATALOGUE_TTL_SECONDS: {
    group: 'Answers and budgets',
    meaning: 'the same for what ids mean (tiers, stores, segments …), kept a day longer for a failing source',
  },
  REDIS_URL: {
    group: 'Answers and budgets',
    meaning: 'budget and cache shared by all replicas',
    example: 'redis://redis:6379',
    isSecret: true,
  },
  REPLICAS: {
    group: 'Answers and budgets',
    meaning: 'how many share the budget when Redis is away, or not set',
  },
  STATE_DIR: {
    group: 'Answers and budgets',
    meaning:
      'folder in which the last minute’s requests outlive a restart without Redis; by default the system’s temp folder',
    example: '/var/lib/customer-gateway',
  },
  CHECK_ON_START: {
    group: 'Tools and checks',
    meaning:
      'one request to each source after the start, to tell whether key and address are right; `0`: none',
  },
  PROBE: {
    group: 'Tools and checks',
    meaning:
      'up to six requests to each source after that check, and once a day, to learn its traits; operations wait for them, three seconds at most; `0`: none',
  },
  EXPLAIN: {
    group: 'Tools and checks',
    meaning: 'answers `x-gateway-plan: 1`',
    without: 'off; on in the sandbox',
    example: '1',
  },
  LOG_LEVEL: { group: 'Tools and checks', meaning: 'error, warn, info, debug, silent' },
  SANDBOX: {
    group: 'Tools and checks',
    meaning: '`1` serves the simulated vendors on purpose',
    example: '1',
  },
  SANDBOX_PERSONALITIES: {
    group: 'Tools and checks',
    meaning: 'undocumented behaviours that the simulated vendors take on, comma separated',
    example: 'totals-capped,names-mind-case',
  },
  SANDBOX_PEOPLE: {
    group: 'Tools and checks',
    meaning: 'how many people the simulated vendors know',
    without: '4500',
    example: '200',
  },
  SANDBOX_SEED: {
    group: 'Tools and checks',
    meaning: 'the same number makes the same people, another one others',
    without: 'always the same people',
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
