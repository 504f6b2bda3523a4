import type { Scope } from '../customers/model/scopes.ts';
import type { IdentityKey } from '../customers/model/source-record.ts';

/** What the gateway is set to do: the environment, validated. Read-only; made once, by `readSettings`. */
export interface Settings {
  readonly isProduction: boolean;
  /** Serve two simulated vendors instead of real ones: main.ts starts them and fills in both vendors' settings. */
  readonly sandbox: boolean;
  /** Undocumented behaviours that the simulated vendors take on, by name. */
  readonly sandboxPersonalities: readonly string[];
  /** Who the simulated vendors know; absent: what the sandbox thinks best. */
  readonly sandboxPeople: { readonly people?: number; readonly seed?: number };
  readonly server: ServerSettings;
  readonly limits: LimitSettings;
  readonly auth: AuthSettings;
  /** Null: this source is not configured, and the gateway serves the other one alone. */
  readonly careCloud: CareCloudSettings | null;
  readonly helpCrunch: HelpCrunchSettings | null;
  readonly identity: IdentitySettings;
  readonly federation: FederationSettings;
  readonly operation: OperationSettings;
  readonly cache: CacheSettings;
  /** Null: budget and cache are this process's own. */
  readonly redis: { readonly url: string } | null;
  /** How many replicas share the vendors' budgets; each falls back to its share when Redis is away. */
  readonly replicas: number;
  /** The folder in which little things outlive the process. */
  readonly stateDir: string;
  /** Ask each source once after the start, and tell what came. */
  readonly checkOnStart: boolean;
  /** After that check, and once a day, learn what the vendors' documents do not tell. */
  readonly probe: boolean;
  readonly log: { readonly level: LogLevel };
}

/** How much of the schema routers are told, by `_service` and `npm run sdl`. */
export interface FederationSettings {
  /** Besides what composes with every neighbour. */
  readonly sdl: readonly (typeof FEDERATION_PARTS)[number][];
  /** The keys of `Customer`; null: all there are. */
  readonly keys: readonly string[] | null;
}

export const FEDERATION_PARTS = ['scopes', 'node'] as const;
export const FEDERATION_KEYS = ['id', 'email', 'careCloudId', 'helpCrunchId'] as const;

interface ServerSettings {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** Serves `/metrics`, `/health` and `/ready` on a port of their own; null: all on `port`. */
  readonly adminPort: number | null;
  /** Browser origins that may read answers; `*` lets everyone. */
  readonly corsOrigins: readonly string[];
  /** Host names by which the gateway may be called where nobody needs credentials, lower case; `*`: any. */
  readonly allowedHosts: readonly string[];
  /** How long an idle connection is kept. */
  readonly keepAliveSeconds: number;
  /** On a stop, how long connections are still taken while `/ready` says 503. */
  readonly stopDelaySeconds: number;
  readonly introspection: boolean;
  readonly graphiql: boolean;
  /** Whether `x-gateway-plan: 1` is answered with `extensions.plan`. */
  readonly explain: boolean;
  readonly trustedDocuments: TrustedDocumentsSettings | null;
}

interface TrustedDocumentsSettings {
  /** A manifest file, in Apollo's or Relay's format. */
  readonly path: string;
  /** Refuse every operation that the manifest does not name. */
  readonly only: boolean;
}

interface LimitSettings {
  readonly maxDepth: number;
  readonly maxTokens: number;
  readonly maxComplexity: number;
  readonly maxBodyBytes: number;
  readonly maxAnswerBytes: number;
}

/** Who may ask. `required: false` lets everyone ask everything: on loopback, or with `AUTH=none`. */
export interface AuthSettings {
  readonly required: boolean;
  /** Nobody needs credentials for the one reason that only this machine can connect. */
  readonly loopbackOnly: boolean;
  readonly apiKeys: readonly ApiKeySettings[];
  readonly jwt: JwtSettings | null;
}

export interface ApiKeySettings {
  /** Shown in logs, and whose turn it is among clients. */
  readonly name: string;
  /** SHA-256 of the key, 64 lower-case hex digits. The key itself is never known here. */
  readonly sha256: string;
  readonly scopes: readonly Scope[];
}

export interface JwtSettings {
  readonly jwksUrl: string;
  readonly issuer: string;
  /** A token must be meant for one of these. */
  readonly audiences: readonly string[];
}

export interface CareCloudSettings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly credentials: CareCloudCredentials;
  /** IANA name of the zone that CareCloud's zone-less times are in. */
  readonly timeZone: string;
  /** `Accept-Language` sent along; null: the vendor's default. */
  readonly language: string | null;
  /** Null: no budget. */
  readonly requestsPerMinute: number | null;
  /** Values in one array parameter of a look-up. */
  readonly lookUpBatch: number;
  /** Requests for facets at once. */
  readonly concurrency: number;
  /** What its scenarios send their events with; null: they are not taken. */
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
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly requestsPerMinute: number;
  /** Conditions in one OR search of a look-up. */
  readonly searchBatch: number;
  /** By which its events are signed; null: they are not taken. */
  readonly webhookKey: string | null;
}

interface IdentitySettings {
  /** Which keys tie a profile to an account, strongest first. */
  readonly keys: readonly IdentityKey[];
  /** ISO 3166-1 alpha-2: how national phone notation is read; null: international notation only. */
  readonly phoneCountry: string | null;
}

interface OperationSettings {
  /** No operation lasts longer than this. */
  readonly deadlineMs: number;
  /** Requests that residual checks may cost, per source and list field. */
  readonly scanLimit: number;
  /** The largest segment whose members are read. */
  readonly maxSegmentMembers: number;
  /** The most requests to each source for one operation, by the source's name. */
  readonly requestsPerOperation: ReadonlyMap<string, number>;
}

interface CacheSettings {
  /** How long an answer counts as fresh; 0: nothing is cached. */
  readonly ttlSeconds: number;
  /** How long after that it may stand in for a failing source; 0: never. */
  readonly staleSeconds: number;
  /** How long a customer's facets count as fresh. */
  readonly facetTtlSeconds: number;
  /** How long chats count as fresh. */
  readonly chatTtlSeconds: number;
  /** How long what ids mean counts as fresh. */
  readonly catalogueTtlSeconds: number;
}

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];
