import type { Scope } from '../customers/model/scopes.ts';
import type { IdentityKey } from '../customers/model/source-record.ts';

/** The gateway's settings: the validated environment. Read-only; created once, by `readSettings`. */
export interface Settings {
  readonly isProduction: boolean;
  /** Serve two simulated vendors instead of real ones. main.ts starts them and fills in both vendors' settings. */
  readonly sandbox: boolean;
  /** Undocumented behaviours of the simulated vendors, by name. */
  readonly sandboxPersonalities: readonly string[];
  /** The number of simulated people and their seed; absent: the sandbox's defaults. */
  readonly sandboxPeople: { readonly people?: number; readonly seed?: number };
  readonly server: ServerSettings;
  readonly limits: LimitSettings;
  readonly auth: AuthSettings;
  /** Null: not configured; the gateway serves only the other source. */
  readonly careCloud: CareCloudSettings | null;
  readonly helpCrunch: HelpCrunchSettings | null;
  readonly identity: IdentitySettings;
  readonly federation: FederationSettings;
  readonly operation: OperationSettings;
  readonly cache: CacheSettings;
  /** Null: budget and cache are per process. */
  readonly redis: { readonly url: string } | null;
  /** How many replicas share the vendors' budgets; each falls back to its share if Redis is unavailable. */
  readonly replicas: number;
  /** The folder for small files that outlive the process. */
  readonly stateDir: string;
  /** Send one request to each source after the start and report the result. */
  readonly checkOnStart: boolean;
  /** After that check, and once a day, learn the vendors' undocumented traits. */
  readonly probe: boolean;
  readonly log: { readonly level: LogLevel };
}

/** How much of the schema routers see, in `_service` and `npm run sdl`. */
export interface FederationSettings {
  /** In addition to what composes with every other subgraph. */
  readonly sdl: readonly (typeof FEDERATION_PARTS)[number][];
  /** The keys of `Customer`; null: all. */
  readonly keys: readonly string[] | null;
}

export const FEDERATION_PARTS = ['scopes', 'node'] as const;
export const FEDERATION_KEYS = ['id', 'email', 'careCloudId', 'helpCrunchId'] as const;

interface ServerSettings {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Serves `/metrics`, `/health` and `/ready` on a separate port; null: all on `port`. */
  readonly adminPort: number | null;
  /** Browser origins that may read responses; `*`: all. */
  readonly corsOrigins: readonly string[];
  /** Accepted host names if authentication is off, in lower case; `*`: any. */
  readonly allowedHosts: readonly string[];
  /** How long an idle connection is kept. */
  readonly keepAliveSeconds: number;
  /** When stopping: how long connections are still accepted while `/ready` returns 503. */
  readonly stopDelaySeconds: number;
  readonly introspection: boolean;
  readonly graphiql: boolean;
  /** Whether `x-gateway-plan: 1` returns `extensions.plan`. */
  readonly explain: boolean;
  readonly trustedDocuments: TrustedDocumentsSettings | null;
}

interface TrustedDocumentsSettings {
  /** A manifest file in Apollo's or Relay's format. */
  readonly path: string;
  /** Refuse every operation that the manifest does not contain. */
  readonly only: boolean;
}

interface LimitSettings {
  readonly maxDepth: number;
  readonly maxTokens: number;
  readonly maxComplexity: number;
  readonly maxBodyBytes: number;
  readonly maxAnswerBytes: number;
}

/** Who may send operations. `required: false` permits everything to everyone: on loopback, or with `AUTH=none`. */
export interface AuthSettings {
  readonly required: boolean;
  /** Whether authentication is off only because just this machine can connect. */
  readonly loopbackOnly: boolean;
  readonly apiKeys: readonly ApiKeySettings[];
  readonly jwt: JwtSettings | null;
}

export interface ApiKeySettings {
  /** Shown in logs; also identifies the client in the budget's queue. */
  readonly name: string;
  /** SHA-256 of the key, 64 lower-case hex digits. The key itself is never known here. */
  readonly sha256: string;
  readonly scopes: readonly Scope[];
}

export interface JwtSettings {
  readonly jwksUrl: string;
  readonly issuer: string;
  /** A token's audience must be one of these. */
  readonly audiences: readonly string[];
}

export interface CareCloudSettings {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly credentials: CareCloudCredentials;
  /** IANA name of the time zone of CareCloud's times, which state none. */
  readonly timeZone: string;
  /** `Accept-Language` sent to CareCloud; null: the vendor's default. */
  readonly language: string | null;
  /** Null: no budget. */
  readonly requestsPerMinute: number | null;
  /** Values per array parameter of a look-up. */
  readonly lookUpBatch: number;
  /** Concurrent requests for facets. */
  readonly concurrency: number;
  /** The token that its webhooks send; null: webhooks are off. */
  readonly webhookToken: string | null;
}

type CareCloudCredentials =
  | { readonly kind: 'TOKEN'; readonly token: string }
  | {
      readonly kind: 'LOGIN';
      readonly login: string;
      readonly password: string;
      readonly applicationId: string;
    };

export interface HelpCrunchSettings {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly requestsPerMinute: number;
  /** Conditions per OR search of a look-up. */
  readonly searchBatch: number;
  /** The key that signs its webhooks; null: webhooks are off. */
  readonly webhookKey: string | null;
}

interface IdentitySettings {
  /** The keys that match a profile to an account, strongest first. */
  readonly keys: readonly IdentityKey[];
  /** ISO 3166-1 alpha-2: the country of national phone numbers; null: only international numbers are parsed. */
  readonly phoneCountry: string | null;
}

interface OperationSettings {
  /** The maximum duration of an operation. */
  readonly deadlineMs: number;
  /** The most requests that residual checks may cost, per source and list field. */
  readonly scanLimit: number;
  /** The largest segment whose members are read. */
  readonly maxSegmentMembers: number;
  /** The most requests per operation to each source, by the source's name. */
  readonly requestsPerOperation: ReadonlyMap<string, number>;
}

interface CacheSettings {
  /** How long a response is fresh; 0: nothing is cached. */
  readonly ttlSeconds: number;
  /** How long after that it may replace a failed request; 0: never. */
  readonly staleSeconds: number;
  /** How long a customer's facets are fresh. */
  readonly facetTtlSeconds: number;
  /** How long chats are fresh. */
  readonly chatTtlSeconds: number;
  /** How long the catalogues that explain ids are fresh. */
  readonly catalogueTtlSeconds: number;
}

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];
