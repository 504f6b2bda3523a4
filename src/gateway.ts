import { performance } from 'node:perf_hooks';
import { createDirectory } from './customers/create-directory.ts';
import { SearchMemory } from './customers/search/search-memory.ts';
import { type OpenClient, type OpenSource, openCareCloud, openHelpCrunch } from './open-sources.ts';
import { createSchema } from './schema/create-schema.ts';
import type { SchemaVendor } from './schema/shared/vendor.ts';
import { VENDORS } from './schema/vendors.ts';
import { createCallerSecret } from './server/auth/caller-secret.ts';
import { createGatewayServer, type GatewayServer } from './server/gateway-server.ts';
import type { Settings } from './settings/settings.ts';
import { readVersion } from './settings/version.ts';
import { createLogger, type Logger } from './telemetry/logger.ts';
import { createMetrics, type Metrics } from './telemetry/metrics.ts';
import { createTracing } from './telemetry/tracing.ts';
import { toKeyScope } from './upstream/cache/request-key.ts';
import { TagVersions } from './upstream/cache/tag-versions.ts';
import { systemClock } from './upstream/clock.ts';
import { withLastOutcome } from './upstream/last-outcome.ts';
import { openRedisStore } from './upstream/redis/redis-store.ts';
import { RequestAllowance } from './upstream/request-allowance.ts';
import { createUpstreamClient, type UpstreamClient } from './upstream/upstream-client.ts';
import { toTimeoutError } from './upstream/upstream-errors.ts';
import type { UpstreamClientOptions, UpstreamMetrics } from './upstream/upstream-options.ts';
import { collectLookUps } from './vendors/shared/look-up/collect-look-ups.ts';
import { SharedSets } from './vendors/shared/look-up/shared-sets.ts';
import { createRecheck } from './vendors/shared/recheck-sources.ts';
import type { SourceAccess } from './vendors/shared/source-access.ts';
import {
  type LearningReport,
  openSourceLearning,
  type SourceLearning,
} from './vendors/shared/source-learning.ts';
import { EventLog } from './vendors/shared/webhook.ts';

export interface GatewayOptions {
  readonly logger?: Logger;
  readonly metrics?: Metrics;
  /** For tests: time, randomness, pools. Users configure everything by settings. */
  readonly upstream?: Partial<UpstreamClientOptions>;
  /** For simulations: wraps what replicas share, opened in time of their own. */
  readonly openStore?: typeof openRedisStore;
  readonly executor?: 'usual' | 'planned';
  /**
   * The sources, and what the schema says about them, accounts first; both lists name the same vendors. By default all
   * vendors.
   */
  readonly openSources?: readonly OpenSource[];
  readonly schemaVendors?: readonly SchemaVendor[];
}

export interface Gateway
  extends Pick<GatewayServer, 'fetch' | 'start'>,
    Pick<SourceLearning, 'checkSources' | 'holdUntilChecked' | 'holdUntilProbed' | 'probeSources'> {
  readonly logger: Logger;
  /** How each source is reached. */
  readonly access: readonly SourceAccess[];
  /** Finishes open requests within `graceMs`, then closes every connection. */
  stop(graceMs: number): Promise<void>;
}

/** Wires the rooms together. The only file that knows all of them; it makes no decisions. */
export async function createGateway(settings: Settings, options: GatewayOptions = {}): Promise<Gateway> {
  const version = readVersion();
  const metrics = options.metrics ?? createMetrics({ withProcess: true, version });
  const logger = options.logger ?? createLogger({ level: settings.log.level, onLost: metrics.logLost });
  const tracing = createTracing();
  const openStore = options.openStore ?? openRedisStore;
  const shared = settings.redis && (await openStore({ url: settings.redis.url, logger, metrics }));

  const tagVersions = new TagVersions(shared);
  const clock = options.upstream?.clock ?? systemClock;
  const events = new EventLog(shared, clock.now);
  const clients: UpstreamClient[] = [];
  // A source may take no longer than this, because no operation would still be waiting.
  const timeoutMs = Math.ceil(settings.operation.deadlineMs * 0.8);
  // Nothing about simulated vendors outlives them.
  const stateDir = settings.sandbox ? null : settings.stateDir;
  const scopes = new Map<string, string>();
  const openClient: OpenClient = (own) => {
    scopes.set(own.source, toKeyScope(own.source, own.baseUrl, own.identity ?? ''));
    const open = (watched: UpstreamMetrics) =>
      createUpstreamClient({
        headersTimeoutMs: timeoutMs,
        bodyTimeoutMs: timeoutMs,
        cacheFreshMs: settings.cache.ttlSeconds * 1000,
        cacheStaleMs: settings.cache.staleSeconds * 1000,
        replicas: settings.replicas,
        stateDir,
        hasSeveralClients: settings.auth.apiKeys.length > 1 || settings.auth.jwt !== null,
        shared,
        tagVersions,
        logger,
        tracing,
        ...own,
        ...options.upstream,
        metrics: watched,
      });
    const client = withLastOutcome(open, metrics, options.upstream?.clock?.now ?? Date.now);
    clients.push(client);
    return client;
  };

  const { openSources = SOURCES, schemaVendors = VENDORS } = options;
  const drop: TagVersions['drop'] = (source, tags) => tagVersions.drop(source, tags);
  const parts = { drop, events, shared, now: clock.now };
  const opened = openSources
    .map((openSource) => openSource({ ...parts, settings, openClient, metrics, logger }))
    .filter((source) => source !== null);
  const isSharing = options.upstream?.isSharingInFlight ?? true;
  const { ttlSeconds, staleSeconds } = settings.cache;
  const collecting = { clock, idleMs, freshMs: ttlSeconds * 1000, staleMs: staleSeconds * 1000 };
  const setsOf = (source: string) =>
    shared === null
      ? undefined
      : new SharedSets({
          store: shared,
          scope: scopes.get(source) ?? source,
          keepMs: (ttlSeconds + staleSeconds) * 1000,
        });
  const clientOf = (source: string) => clients.find((each) => each.source === source);
  const sources = opened.map(({ source }) => {
    const timeoutError = (client: string) =>
      clientOf(source.name)?.timeoutError(client) ?? toTimeoutError(source.name);
    const parts = { ...collecting, timeoutError, sharedSets: setsOf(source.name) };
    return isSharing ? collectLookUps(source, parts) : source;
  });
  const learning = await openSourceLearning({
    sources: opened.map((each) => ({ ...each, scope: scopes.get(each.source.name) ?? each.source.name })),
    shared,
    stateDir,
    clock,
    report: learningReport(logger),
  });
  const recheck = createRecheck(() => learning.checkSources(), Date.now);
  const { identity, operation } = settings;
  const directory = {
    sources,
    identityKeys: identity.keys,
    scanLimit: operation.scanLimit,
    cachesResponses: settings.cache.ttlSeconds > 0,
    untilLearned: learning.untilLearned,
    searchMemory: new SearchMemory({
      freshMs: settings.cache.ttlSeconds * 1000,
      staleMs: settings.cache.staleSeconds * 1000,
      scarcity: (source, client) => clientOf(source)?.scarcity(client) ?? 0,
      now: clock.now,
    }),
  };
  const server = createGatewayServer({
    settings,
    schema: createSchema(schemaVendors, settings.federation),
    ...(identity.phoneCountry !== null && { phoneCountry: identity.phoneCountry }),
    openDirectory(call, explain) {
      const allowance = new RequestAllowance(operation.requestsPerOperation);
      const isFaulty = call.sandboxFaults !== undefined;
      const own = isFaulty
        ? { ...directory, cachesResponses: false, searchMemory: SearchMemory.none }
        : directory;
      return createDirectory(own, { ...call, allowance }, explain);
    },
    sources: sources.map(({ name }) => name),
    webhooks: opened.flatMap(({ webhook }) => webhook ?? []),
    version,
    callerSecret: await createCallerSecret(settings),
    async readSources() {
      const states = await Promise.all(
        sources.map(async (each) => ({ source: each.name, ...(await each.health()) })),
      );
      recheck(states);
      return states;
    },
    logger,
    metrics,
    tracing,
    ...(options.executor && { executor: options.executor }),
  });

  return {
    logger,
    access: opened.map(({ access }) => access),
    checkSources: learning.checkSources,
    holdUntilChecked: learning.holdUntilChecked,
    holdUntilProbed: learning.holdUntilProbed,
    probeSources: learning.probeSources,
    fetch: server.fetch,
    start: server.start,
    async stop(graceMs) {
      await server.stop(graceMs);
      await Promise.all(clients.map((client) => client.close()));
      await shared?.close();
    },
  };
}

function learningReport(logger: Logger): LearningReport {
  return {
    checked({ source, outcome, said: advice, durationMs }) {
      const fields = { source, outcome, advice, durationMs };
      if (outcome === 'OK') logger.info('source checked', fields);
      else logger.warn('source checked', fields);
    },
    learned: (source, outcome, traits) => logger.info('traits learned', { source, outcome, traits }),
    notKept: (source, error) =>
      logger.warn('traits are not kept: a restart learns them again', {
        source,
        setting: 'STATE_DIR',
        advice: 'let STATE_DIR name a folder that can be written',
        error,
      }),
  };
}

const idleMs = () => performance.eventLoopUtilization().idle;

/** All possible sources, accounts first. A further vendor is one more entry here. */
export const SOURCES: readonly OpenSource[] = [openCareCloud, openHelpCrunch];
