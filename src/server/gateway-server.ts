import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { Settings } from '../settings/settings.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Tracing } from '../telemetry/tracing.ts';
import { useAuthentication } from './auth/use-authentication.ts';
import { useJwt } from './auth/use-jwt.ts';
import { readTrustedDocuments } from './document/trusted-documents.ts';
import { useDepthLimit } from './document/use-depth-limit.ts';
import { useIncrementalDelivery } from './document/use-incremental-delivery.ts';
import { useIntrospectionLimits } from './document/use-introspection-limits.ts';
import { useNameLimit } from './document/use-name-limit.ts';
import { useParserAndValidationCache } from './document/use-parser-and-validation-cache.ts';
import { useQueriesOnly } from './document/use-queries-only.ts';
import { useTokenLimit } from './document/use-token-limit.ts';
import {
  DOCUMENT_ID_PARAMS,
  useNoTrustedDocuments,
  useTrustedDocuments,
} from './document/use-trusted-documents.ts';
import { useComplexityLimit } from './execution/use-complexity-limit.ts';
import { type OpenDirectory, useOperationContext } from './execution/use-operation-context.ts';
import { useOperationPlans } from './execution/use-operation-plans.ts';
import { useRequestLimit } from './execution/use-request-limit.ts';
import { useVolatileResults } from './execution/use-volatile-results.ts';
import { GRAPHIQL_EXAMPLES, type GraphiQLExample } from './graphiql/graphiql-examples.ts';
import { useGraphiql } from './graphiql/use-graphiql.ts';
import { createHttpListener, type HttpHandler } from './http/http-listener.ts';
import { createNodeHandler } from './http/node-handler.ts';
import { ResponseCache } from './http/response-cache.ts';
import { mergePlugins } from './merge-plugins.ts';
import { createOperationalRoutes } from './request/operational-routes.ts';
import { useBodyLimit } from './request/use-body-limit.ts';
import { useContentNegotiation } from './request/use-content-negotiation.ts';
import { useCors } from './request/use-cors.ts';
import { useCsrfPrevention } from './request/use-csrf-prevention.ts';
import { useEncodedBodies } from './request/use-encoded-bodies.ts';
import { useHostCheck } from './request/use-host-check.ts';
import { useJsonText } from './request/use-json-text.ts';
import { useMalformedParameters } from './request/use-malformed-parameters.ts';
import { useOperationTelemetry } from './request/use-operation-telemetry.ts';
import { useRequestState } from './request/use-request-state.ts';
import { useRoutes } from './request/use-routes.ts';
import { useSandboxFault } from './request/use-sandbox-fault.ts';
import { useVariableLimits } from './request/use-variable-limits.ts';
import { useWebhooks, type WebhookRoute } from './request/use-webhooks.ts';
import type { GatewayPlugin, ServerContext } from './request-state.ts';
import { useAnswerLimit } from './result/use-answer-limit.ts';
import { useHttpCaching } from './result/use-http-caching.ts';
import { useMaskedErrors } from './result/use-masked-errors.ts';
import { useMergedErrors } from './result/use-merged-errors.ts';
import { useReportedErrors } from './result/use-reported-errors.ts';
import { type SourceBudget, useUpstreamReport } from './result/use-upstream-report.ts';

export interface GatewayServerOptions {
  /** The gateway's version, as `/version` reports it. */
  readonly version: string;
  readonly settings: Pick<Settings, 'server' | 'limits' | 'auth' | 'operation' | 'cache' | 'sandbox'>;
  readonly schema: GraphQLSchema;
  readonly openDirectory: OpenDirectory;
  /** The setting PHONE_COUNTRY. Without it, national phone numbers are not parsed. */
  readonly phoneCountry?: string;
  /** Names of the configured sources. */
  readonly sources: readonly string[];
  /** Each source's state, without sending a request. `/ready` needs at least one that is not UNAVAILABLE. */
  readonly readSources: () => Promise<readonly (SourceBudget & { readonly status: string })[]>;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'operationDone' | 'callerAsked' | 'contentType' | 'expose'>;
  readonly tracing: Pick<Tracing, 'startOperationSpan'>;
  /** For the hashes that callers are named by; by default a random one. Replicas that share it name a caller alike. */
  readonly callerSecret?: string;
  /** `planned` (the default) executes repeated operations by cached plans; `usual` uses Yoga's executor. */
  readonly executor?: 'usual' | 'planned';
  readonly graphiqlExamples?: readonly GraphiQLExample[];
  /** Endpoints for vendors' webhooks; none by default. */
  readonly webhooks?: readonly WebhookRoute[];
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
  /** Waits this many milliseconds. */
  readonly wait?: (ms: number) => Promise<unknown>;
  /** How long a client may leave a response unread; 30 seconds by default. */
  readonly unreadMs?: number;
}

export interface GatewayServer {
  /** Handles a request without a socket. */
  fetch(request: Request): Promise<Response>;
  /** Listens on the configured ports and returns the actual ones, for settings of 0. */
  start(): Promise<{ readonly port: number; readonly adminPort: number | null }>;
  /**
   * Reports not ready on `/ready`. After STOP_DELAY_SECONDS, stops accepting connections, finishes the open requests,
   * and aborts those still open after the grace time.
   */
  stop(graceMs: number): Promise<void>;
}

/** The HTTP side of the gateway. Throws a SettingsError if the trusted documents cannot be read or served. */
export function createGatewayServer(options: GatewayServerOptions): GatewayServer {
  const { server } = options.settings;
  let isStopping = false;
  const routes = createOperationalRoutes({ ...options, isStopping: () => isStopping });
  const { health, ready, version, metrics } = routes;
  const probes = [
    ['/health', health],
    ['/ready', ready],
    ['/version', version],
  ] as const;
  const withMetrics = new Map([...probes, ['/metrics', metrics]]);
  const yoga = createGatewayYoga(options, server.adminPort === null ? withMetrics : new Map(probes));
  const { logger, now = monotonic, wait = setTimeout, unreadMs } = options;
  const { ttlSeconds } = options.settings.cache;
  const repeated = ttlSeconds > 0 ? new ResponseCache({ ...options, now, ttlSeconds }) : null;
  const { keepAliveSeconds, stopDelaySeconds } = server;
  const listenerOf = (handler: HttpHandler) =>
    createHttpListener({ handler, keepAliveSeconds, now, ...(unreadMs !== undefined && { unreadMs }) });
  const main = listenerOf(createNodeHandler(yoga, { logger, now, repeated }));
  const adminYoga = createYogaOf([useRequestState(now), useRoutes(withMetrics, null)]);
  const admin = listenerOf(createNodeHandler(adminYoga, { logger, now, repeated: null }));

  return {
    fetch: async (request) => yoga.fetch(request),
    async start() {
      const port = await main.listen(server.port, server.host);
      if (server.adminPort === null) return { port, adminPort: null };
      return { port, adminPort: await admin.listen(server.adminPort, server.host) };
    },
    async stop(graceMs) {
      isStopping = true;
      main.drain();
      // Load balancers that poll /ready keep sending requests until they have seen it.
      if (stopDelaySeconds > 0) await wait(stopDelaySeconds * 1000);
      await main.close(graceMs);
      if (server.adminPort !== null) await admin.close(0);
      await yoga.dispose();
    },
  };
}

function createGatewayYoga(options: GatewayServerOptions, routes: Parameters<typeof useRoutes>[0]) {
  const { settings, openDirectory, logger, metrics, tracing } = options;
  const {
    clock = Date.now,
    now = monotonic,
    executor = 'planned',
    callerSecret = randomBytes(32).toString('hex'),
    graphiqlExamples = GRAPHIQL_EXAMPLES,
  } = options;
  const { server, limits, auth, operation, cache } = settings;
  const documents =
    server.trustedDocuments && readTrustedDocuments(server.trustedDocuments.path, options.schema);
  const title = settings.sandbox ? 'Customers (simulated data)' : 'Customers';

  // Hooks of one phase run in this order.
  return createYogaOf(
    [
      // 1. Every request: id, clock, meter.
      useRequestState(now),
      // 2. Requests other than GraphQL: preflights, GraphiQL's page, probes, unknown paths.
      useCors(server.corsOrigins),
      server.graphiql && useGraphiql(title, graphiqlExamples),
      useWebhooks({ webhooks: options.webhooks ?? [], maxBodyBytes: limits.maxBodyBytes, logger }),
      useRoutes(routes, '/graphql'),
      // 3. From here on it is an operation: always measured, logged and traced.
      useOperationTelemetry({ logger, metrics, tracing, now }),
      // 4. Before reading the body: accepted types (a refusal needs one, too), authentication, host, cross-site
      // requests, body size.
      useContentNegotiation(),
      auth.jwt && useJwt(auth.jwt, now),
      useAuthentication(auth, callerSecret),
      // Simulated data on loopback needs no protection.
      !auth.required && !(auth.loopbackOnly && settings.sandbox) && useHostCheck(server),
      useCsrfPrevention({ corsOrigins: server.corsOrigins, isOpen: !auth.required }),
      useJsonText(),
      useEncodedBodies(limits.maxBodyBytes),
      useBodyLimit(limits.maxBodyBytes),
      useMalformedParameters(),
      settings.sandbox && useSandboxFault(options.sources),
      // 5. Parameters: variables are bounded, ids of trusted documents replaced by their texts.
      useVariableLimits(),
      ...(documents
        ? useTrustedDocuments(documents, server.trustedDocuments?.only ?? false)
        : [useNoTrustedDocuments()]),
      // 6. A new document: before parsing, after parsing, and in validation.
      ...useParserAndValidationCache([
        useTokenLimit(limits.maxTokens),
        useDepthLimit(limits.maxDepth),
        useNameLimit(),
        useIntrospectionLimits(server.introspection),
        useQueriesOnly(),
        useIncrementalDelivery(),
      ]),
      // 7. Execution: priced with its variables, then given its directory.
      useComplexityLimit(limits.maxComplexity),
      useOperationContext({
        openDirectory,
        phoneCountry: options.phoneCountry,
        deadlineMs: operation.deadlineMs,
        explain: server.explain,
        clock,
      }),
      useRequestLimit(operation.requestsPerOperation),
      useVolatileResults(),
      executor === 'planned' && useOperationPlans(),
      // 8. The result: error masking, cost, cache headers.
      useAnswerLimit(limits.maxAnswerBytes),
      useReportedErrors(),
      useMaskedErrors({ logger, hidesSuggestions: !server.introspection, schema: options.schema }),
      useMergedErrors(options.sources),
      useUpstreamReport({ sources: options.sources, readBudgets: options.readSources }),
      useHttpCaching(cache.ttlSeconds),
    ],
    options.schema,
  );
}

/** Yoga without the features that a plugin above provides, or provides more strictly. */
function createYogaOf(plugins: readonly (GatewayPlugin | false | null)[], schema?: GraphQLSchema) {
  return createYoga<ServerContext>({
    ...(schema && { schema }),
    plugins: [...mergePlugins(plugins.filter((plugin) => plugin !== false && plugin !== null))],
    logging: false,
    maskedErrors: false,
    cors: false,
    graphiql: false,
    landingPage: false,
    multipart: false,
    maxRequestBodySize: false,
    parserAndValidationCache: false,
    // Yoga compares it with the end of the URL, including the query; no URL ends like this.
    healthCheckEndpoint: ' none',
    extraParamNames: DOCUMENT_ID_PARAMS,
  });
}

function monotonic(): number {
  return performance.now();
}
