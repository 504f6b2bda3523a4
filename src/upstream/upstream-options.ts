import type { UpstreamError } from '../errors/gateway-error.ts';
import { type Logger, silentLogger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Tracing } from '../telemetry/tracing.ts';
import type { Authorize } from './authorize.ts';
import type { TagVersions } from './cache/tag-versions.ts';
import { type Clock, systemClock } from './clock.ts';
import { type OpenPool, openUndiciPool } from './http/http-transport.ts';
import type { BreakerPolicy } from './policies/circuit-breaker.ts';
import type { SharedStore } from './redis/shared-store.ts';
import type { RetryPolicy } from './retry/retry-delay.ts';
import type { UpstreamResponse } from './upstream-request.ts';

/** What a client needs to know about its source. Everything else has a default. */
export interface UpstreamClientOptions extends Partial<UpstreamTuning> {
  /** `CARECLOUD`; names the source in errors, logs and metrics. */
  readonly source: string;
  readonly baseUrl: string;
  readonly authorize: Authorize;
  /** The vendor's interpretation of a response that is not accepted (pure). */
  readonly toError: (response: UpstreamResponse) => UpstreamError;
  /**
   * The credentials (key, or login and application), because they determine what a source returns. Hashed; responses
   * and budgets are never shared between different ones.
   */
  readonly identity?: string;
  /** The Redis that replicas share; absent or null: each replica is on its own. */
  readonly shared?: SharedStore | null;
  readonly metrics?: UpstreamMetrics;
  readonly tracing?: Pick<Tracing, 'startUpstreamSpan'>;
  /** Tracks which cached responses were dropped; absent: none ever is. */
  readonly tagVersions?: TagVersions;
}

export type UpstreamMetrics = Pick<
  Metrics,
  'upstreamDone' | 'budgetWaited' | 'cacheAnswered' | 'breakerChanged' | 'watchBudget'
>;

/** Everything that has a default. */
export interface UpstreamTuning {
  /** The budget in any 60 seconds; null without one. */
  readonly requestsPerMinute: number | null;
  /**
   * How many replicas share the budget. Without Redis they cannot see each other, so each assumes that it is alone
   * unless configured.
   */
  readonly replicas: number;
  /** STATE_DIR, where the last minute's requests outlive the process; null: nowhere. Not used with a shared store. */
  readonly stateDir: string | null;
  /**
   * Whether several clients are expected: several keys are configured, or tokens. No single one may then use the last
   * of the budget.
   */
  readonly hasSeveralClients: boolean;
  /** CACHE_TTL_SECONDS; 0: every read sends a request. */
  readonly cacheFreshMs: number;
  /** CACHE_STALE_SECONDS: how long after that a response may replace a failed request; 0: never. */
  readonly cacheStaleMs: number;
  readonly cacheMaxEntries: number;
  /** Approximate. */
  readonly cacheMaxBytes: number;
  /** Whether identical pending reads share one request. Only measurements turn it off. */
  readonly isSharingInFlight: boolean;
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  /** Between two chunks of a body. */
  readonly bodyTimeoutMs: number;
  /** A larger body is UPSTREAM_INVALID_RESPONSE. */
  readonly maxBodyBytes: number;
  /** Open sockets to the source; further requests wait for one. */
  readonly connections: number;
  /** Concurrent requests of throttled lanes; the others wait in turn. */
  readonly concurrency: number;
  readonly retry: RetryPolicy;
  readonly breaker: BreakerPolicy;
  /** The budget's window: 60 seconds, plus a second for clock differences. Tests make it short. */
  readonly windowMs: number;
  readonly logger: Pick<Logger, 'debug' | 'warn'>;
  readonly clock: Clock;
  /** Opens the connections to the source; undici's pool by default. */
  readonly openPool: OpenPool;
  /** 0 … 1. */
  readonly random: () => number;
}

const UPSTREAM_DEFAULTS: UpstreamTuning = {
  requestsPerMinute: null,
  replicas: 1,
  stateDir: null,
  hasSeveralClients: false,
  cacheFreshMs: 10_000,
  cacheStaleMs: 300_000,
  cacheMaxEntries: 5_000,
  cacheMaxBytes: 128 * 1024 * 1024,
  isSharingInFlight: true,
  connectTimeoutMs: 3_000,
  headersTimeoutMs: 8_000,
  bodyTimeoutMs: 8_000,
  maxBodyBytes: 16 * 1024 * 1024,
  connections: 64,
  concurrency: 8,
  retry: { mostAttempts: 3, baseMs: 200, capMs: 2_000 },
  breaker: { sampleSize: 20, leastAttempts: 6, openMs: 5_000 },
  windowMs: 61_000,
  logger: silentLogger,
  clock: systemClock,
  openPool: openUndiciPool,
  random: Math.random,
};

/** Fills in every default; undefined counts as absent. */
export function withDefaults(options: UpstreamClientOptions): UpstreamClientOptions & UpstreamTuning {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...UPSTREAM_DEFAULTS, ...(given as unknown as UpstreamClientOptions) };
}
