import { createDirectory } from './customers/create-directory.ts';
import type { CustomerSource } from './customers/customer-source.ts';
import { SearchMemory } from './customers/search/search-memory.ts';
import { createSchema } from './schema/create-schema.ts';
import { createGatewayServer, type GatewayServer } from './server/gateway-server.ts';
import type { Settings } from './settings/settings.ts';
import { createLogger, type Logger } from './telemetry/logger.ts';
import { createMetrics, type Metrics } from './telemetry/metrics.ts';
import { createTracing } from './telemetry/tracing.ts';
import { systemClock } from './upstream/clock.ts';
import { openRedisStore } from './upstream/redis/redis-store.ts';
import { createUpstreamClient, type UpstreamClient } from './upstream/upstream-client.ts';
import type { UpstreamClientOptions } from './upstream/upstream-options.ts';
import { createCareCloudSource } from './vendors/carecloud/source.ts';
import { createHelpCrunchSource } from './vendors/helpcrunch/source.ts';

export interface GatewayOptions {
  readonly logger?: Logger;
  readonly metrics?: Metrics;
  /** For tests: time, chance, pools. The settings decide everything a user may. */
  readonly upstream?: Partial<UpstreamClientOptions>;
  readonly executor?: 'graphql' | 'jit';
}

export interface Gateway extends Pick<GatewayServer, 'fetch' | 'start'> {
  readonly logger: Logger;
  /** Answers what runs, at most for `graceMs`, then closes every connection. */
  stop(graceMs: number): Promise<void>;
}

/** What every vendor's client has in common; a vendor adds its credentials, its errors and its budget. */
type OpenClient = (
  own: Pick<UpstreamClientOptions, 'source' | 'baseUrl' | 'authorize' | 'toError'> &
    Partial<UpstreamClientOptions>,
) => UpstreamClient;

/** Puts the rooms together. The only file that knows every one of them; it decides nothing. */
export async function createGateway(settings: Settings, options: GatewayOptions = {}): Promise<Gateway> {
  const logger = options.logger ?? createLogger({ level: settings.log.level });
  const metrics = options.metrics ?? createMetrics({ withProcess: true });
  const tracing = createTracing();
  const shared = settings.redis && (await openRedisStore({ url: settings.redis.url, logger, metrics }));

  const clients: UpstreamClient[] = [];
  // Longer than a source may take there is nobody waiting.
  const timeoutMs = Math.ceil(settings.operation.deadlineMs * 0.8);
  const openClient: OpenClient = (own) => {
    const client = createUpstreamClient({
      headersTimeoutMs: timeoutMs,
      bodyTimeoutMs: timeoutMs,
      cacheFreshMs: settings.cache.ttlSeconds * 1000,
      cacheStaleMs: settings.cache.staleSeconds * 1000,
      replicas: settings.replicas,
      shared,
      logger,
      metrics,
      tracing,
      ...own,
      ...options.upstream,
    });
    clients.push(client);
    return client;
  };

  const sources = openSources(settings, openClient, metrics);
  const { identity, operation } = settings;
  const directory = {
    sources,
    identityKeys: identity.keys,
    scanLimit: operation.scanLimit,
    cachesResponses: settings.cache.ttlSeconds > 0,
    searchMemory: new SearchMemory({
      freshMs: settings.cache.ttlSeconds * 1000,
      now: (options.upstream?.clock ?? systemClock).now,
    }),
  };
  const phoneCountry = identity.phoneCountry === null ? {} : { phoneCountry: identity.phoneCountry };
  const server = createGatewayServer({
    settings,
    schema: createSchema(phoneCountry),
    openDirectory: (call, explain) => createDirectory(directory, call, explain),
    sources: sources.map(({ name }) => name),
    readSources: () =>
      Promise.all(sources.map(async (each) => ({ source: each.name, ...(await each.health()) }))),
    logger,
    metrics,
    tracing,
    ...(options.executor && { executor: options.executor }),
  });

  return {
    logger,
    fetch: server.fetch,
    start: server.start,
    async stop(graceMs) {
      await server.stop(graceMs);
      await Promise.all(clients.map((client) => client.close()));
      await shared?.close();
    },
  };
}

/** The configured sources: accounts first. A further vendor is one more entry here. */
function openSources(
  settings: Settings,
  openClient: OpenClient,
  metrics: Metrics,
): readonly CustomerSource[] {
  const { careCloud, helpCrunch, identity } = settings;
  const phoneCountry = identity.phoneCountry === null ? {} : { phoneCountry: identity.phoneCountry };
  return [
    careCloud &&
      createCareCloudSource({
        openClient: (parts) =>
          openClient({
            ...parts,
            baseUrl: careCloud.baseUrl,
            requestsPerMinute: careCloud.requestsPerMinute,
          }),
        credentials: careCloud.credentials,
        timeZone: careCloud.timeZone,
        ...(careCloud.language !== null && { language: careCloud.language }),
        lookUpBatch: careCloud.lookUpBatch,
        metrics,
      }),
    helpCrunch &&
      createHelpCrunchSource({
        openClient: (parts) =>
          openClient({
            ...parts,
            baseUrl: helpCrunch.baseUrl,
            requestsPerMinute: helpCrunch.requestsPerMinute,
          }),
        apiKey: helpCrunch.apiKey,
        searchBatch: helpCrunch.searchBatch,
        ...phoneCountry,
        metrics,
      }),
  ].filter((source) => source !== null);
}
