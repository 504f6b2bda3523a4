import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { BusiestNames } from './busiest-names.ts';
import { safeCaller, safeRoute, safeVersion, safeWord } from './safe-text.ts';

/** How a read was served, with or without an HTTP request of its own. */
type CacheResult = 'hit' | 'redis' | 'shared' | 'stale' | 'miss' | 'bypass';

export type BreakerState = 'closed' | 'half-open' | 'open';

/**
 * The Prometheus metrics. Each gateway instance has its own registry, so that two in one process do not mix. Labels are
 * names of ours (sources, documented paths, codes, field names), never values. Rooms take what they use as a `Pick`.
 */
export interface Metrics {
  /** One GraphQL operation ended. `code`: `OK`, or the first error's code. */
  operationDone(operation: { readonly type: string; readonly code: string; readonly seconds: number }): void;
  /** HTTP requests were sent to a source for a caller (a key's name or a hash). */
  callerAsked(usage: { readonly caller: string; readonly source: string; readonly requests: number }): void;
  /** One HTTP request to a source ended. `outcome`: the status, or the kind of failure. */
  upstreamDone(request: {
    readonly source: string;
    readonly route: string;
    /** Present if the request says nothing about the source as a whole. */
    readonly lane?: string;
    /**
     * True if the operation requested a fault from the sandbox; the outcome then says nothing about the source either.
     */
    readonly isOnRequest?: boolean;
    readonly outcome: string;
    readonly seconds: number;
  }): void;
  /** A request received its permit after this long. */
  budgetWaited(source: string, seconds: number): void;
  cacheAnswered(source: string, result: CacheResult): void;
  /** A value of a record did not decode and became null. */
  decodeFailed(source: string, field: string): void;
  breakerChanged(source: string, state: BreakerState): void;
  /** Log lines were lost: the disk is full, or nothing reads standard output. */
  logLost(lines: number): void;
  /** Whether budget and cache are currently shared through Redis; never called without REDIS_URL. */
  sharingChanged(isShared: boolean): void;
  /** Reads the budget at each scrape. */
  watchBudget(source: string, read: () => Promise<{ limit: number; remaining: number } | null>): void;
  /** The content type of `expose`'s text. */
  readonly contentType: string;
  /** The text that Prometheus scrapes. */
  expose(): Promise<string>;
}

export interface MetricsOptions {
  /** Exported as `gateway_build_info`; absent: not exported. */
  readonly version?: string;
  /** Whether to include process metrics: CPU, memory, event-loop delay. Default false. */
  readonly withProcess?: boolean;
}

const MOST_CALLERS = 50;
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const BREAKER_VALUES: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

export function createMetrics({ withProcess = false, version }: MetricsOptions = {}): Metrics {
  const registry = new Registry();
  if (withProcess) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  if (version !== undefined) {
    new Gauge({
      name: 'gateway_build_info',
      help: 'Always 1; the labels are the gateway version and the Node version',
      labelNames: ['version', 'node'],
      registers,
    }).set({ version: safeVersion(version), node: safeVersion(process.version) }, 1);
  }
  const operations = new Histogram({
    name: 'gateway_operation_duration_seconds',
    help: 'GraphQL operations by type and error code (OK: none)',
    labelNames: ['type', 'code'],
    buckets: SECONDS,
    registers,
  });
  const upstream = new Histogram({
    name: 'gateway_upstream_request_duration_seconds',
    help: 'HTTP requests to a source by documented path and outcome (status, or kind of failure)',
    labelNames: ['source', 'route', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const callers = new Counter({
    name: 'gateway_caller_upstream_requests_total',
    help: 'HTTP requests to a source by caller: the 50 busiest by name, the rest as other',
    labelNames: ['source', 'caller'],
    registers,
  });
  const namedSources = new Set<string>();
  const busiest = new BusiestNames(MOST_CALLERS, (caller) => {
    for (const source of namedSources) callers.remove({ source, caller: safeCaller(caller) });
  });
  const waits = new Histogram({
    name: 'gateway_upstream_budget_wait_seconds',
    help: 'How long requests waited for the budget',
    labelNames: ['source'],
    buckets: SECONDS,
    registers,
  });
  const cache = new Counter({
    name: 'gateway_cache_answers_total',
    help: 'Responses by origin: hit, redis, shared (a pending request), stale, miss, bypass',
    labelNames: ['source', 'result'],
    registers,
  });
  const decodeFailures = new Counter({
    name: 'gateway_decode_failures_total',
    help: 'Values that did not decode and became null',
    labelNames: ['source', 'field'],
    registers,
  });
  const breaker = new Gauge({
    name: 'gateway_upstream_breaker_state',
    help: '0 closed, 1 half-open, 2 open',
    labelNames: ['source'],
    registers,
  });
  const logLost = new Counter({
    name: 'gateway_log_lines_lost_total',
    help: 'Log lines that could not be written to standard output',
    registers,
  });
  const countCache = remember((source = '', result = '') =>
    cache.labels({ source: safeWord(source), result }),
  );
  const timeUpstream = remember((source = '', route = '', outcome = '') =>
    upstream.labels({ source: safeWord(source), route: safeRoute(route), outcome: safeOutcome(outcome) }),
  );
  const timeOperation = remember((type = '', code = '') =>
    operations.labels({ type: safeWord(type), code: safeWord(code) }),
  );
  return {
    operationDone: ({ type, code, seconds }) => timeOperation(type, code).observe(seconds),
    callerAsked({ caller, source, requests }) {
      const named = { source: safeWord(source), caller: safeCaller(busiest.nameFor(caller, requests)) };
      namedSources.add(named.source);
      callers.inc(named, requests);
    },
    upstreamDone: ({ source, route, outcome, seconds }) =>
      timeUpstream(source, route, outcome).observe(seconds),
    budgetWaited: (source, seconds) => waits.observe({ source: safeWord(source) }, seconds),
    cacheAnswered: (source, result) => countCache(source, result).inc(),
    decodeFailed: (source, field) => decodeFailures.inc({ source: safeWord(source), field: safeWord(field) }),
    breakerChanged: (source, state) => breaker.set({ source: safeWord(source) }, BREAKER_VALUES[state]),
    logLost: (lines) => logLost.inc(lines),
    sharingChanged: lazily(
      () =>
        new Gauge({
          name: 'gateway_redis_sharing',
          help: '1: shared through Redis; 0: on its own share',
          registers,
        }),
      (gauge, isShared: boolean) => gauge.set(isShared ? 1 : 0),
    ),
    watchBudget: createBudgetGauges(registers),
    contentType: registry.contentType,
    expose: () => registry.metrics(),
  };
}

/** Looks up each combination of labels only once, so that frequent updates are cheap. */
function remember<Child>(make: (...labels: string[]) => Child): (...labels: string[]) => Child {
  const children = new Map<string, Child>();
  return (...labels) => {
    const name = labels.join(' ');
    const known = children.get(name);
    if (known !== undefined) return known;
    const child = make(...labels);
    if (children.size < MOST_CHILDREN) children.set(name, child);
    return child;
  };
}

/** Labels are names of ours, so there are few. This guards against a value being used as a label by mistake. */
const MOST_CHILDREN = 2_000;

function createBudgetGauges(registers: Registry[]): Metrics['watchBudget'] {
  const readers = new Map<string, () => Promise<{ limit: number; remaining: number } | null>>();
  const gauge = (name: string, help: string, pick: 'limit' | 'remaining') =>
    new Gauge({
      name,
      help,
      labelNames: ['source'],
      registers,
      async collect() {
        for (const [source, read] of readers) {
          const budget = await read();
          if (budget !== null) this.set({ source: safeWord(source) }, budget[pick]);
        }
      },
    });
  gauge('gateway_upstream_budget_limit', 'Requests per minute that the source allows', 'limit');
  gauge('gateway_upstream_budget_remaining', 'Requests that may be sent now', 'remaining');
  return (source, read) => void readers.set(source, read);
}

function lazily<Thing, Value>(
  make: () => Thing,
  use: (thing: Thing, value: Value) => void,
): (value: Value) => void {
  let made: Thing | undefined;
  return (value) => {
    made ??= make();
    use(made, value);
  };
}

function safeOutcome(outcome: string): string {
  return /^[1-5]\d\d$/.test(outcome) ? outcome : safeWord(outcome);
}
