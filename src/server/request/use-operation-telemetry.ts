import { getOperationAST } from 'graphql';
import { toSourceStatus } from '../../customers/source-status.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { Tracing } from '../../telemetry/tracing.ts';
import type { SourceCost } from '../operation-meter.ts';
import { type GatewayPlugin, type RequestState, requestStateOf } from '../request-state.ts';
import { documentHash } from './document-hash.ts';

export interface OperationTelemetryOptions {
  readonly logger: Pick<Logger, 'info'>;
  readonly metrics: Pick<Metrics, 'operationDone' | 'callerAsked'>;
  readonly tracing: Pick<Tracing, 'startOperationSpan'>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/** One log line, one measurement and one span per operation. For an incremental response, up to its first part. */
export function useOperationTelemetry(options: OperationTelemetryOptions): GatewayPlugin {
  const { tracing } = options;
  return {
    instrumentation: {
      operation({ request, context }, wrapped) {
        const span = tracing.startOperationSpan({
          traceparent: request.headers.get('traceparent') ?? undefined,
          tracestate: request.headers.get('tracestate') ?? undefined,
          baggage: request.headers.get('baggage') ?? undefined,
        });
        const end = () => {
          const { errorCode, operationType } = requestStateOf(context);
          span.end({ ...(errorCode && { code: errorCode }), ...(operationType && { operationType }) });
        };
        let running: Promise<void> | undefined;
        try {
          running = span.run(wrapped) ?? undefined;
        } finally {
          if (!running) end();
        }
        // A synchronous result stays synchronous.
        return running?.finally(end);
      },
    },
    onRequestParse({ serverContext }) {
      serverContext.requestState.isOperation = true;
    },
    onExecute({ args }) {
      const operation = getOperationAST(args.document, args.operationName);
      const state = requestStateOf(args.contextValue);
      state.operationType = operation?.operation ?? null;
      state.operationName = operation?.name?.value ?? null;
      state.documentHash = documentHash(args.document);
    },
    onResponse({ request, response, serverContext: { requestState } }) {
      if (requestState.isOperation)
        tellOperation(requestState, { method: request.method, status: response.status }, options);
    },
  };
}

/** Records the measurement and the log line of a finished operation. */
export function tellOperation(
  requestState: RequestState,
  { method, status }: { readonly method: string; readonly status: number },
  { logger, metrics, now }: Pick<OperationTelemetryOptions, 'logger' | 'metrics' | 'now'>,
): void {
  const durationMs = now() - requestState.startedAt;
  const operationType = requestState.operationType ?? 'none';
  const costs = [...requestState.meter.costs];
  // A response that lacks a source is not OK, even if none of its fields failed.
  const missing = costs.find(([, { failure }]) => failure !== null)?.[1].failure;
  const code = requestState.errorCode ?? missing ?? 'OK';
  const caller = requestState.caller.name.replace(/^key-/, '');
  metrics.operationDone({ type: operationType, code, seconds: durationMs / 1000 });
  for (const [source, { requests }] of costs) {
    if (requests > 0) metrics.callerAsked({ caller, source, requests });
  }
  logger.info('operation answered', {
    requestId: requestState.requestId,
    method,
    status,
    caller,
    operationType,
    ...(requestState.operationName !== null && { operationName: requestState.operationName }),
    ...(requestState.documentHash !== null && { document: requestState.documentHash }),
    code,
    errorCount: requestState.errorCount,
    durationMs: Math.round(durationMs * 10) / 10,
    requests: Object.fromEntries(costs.map(([source, { requests }]) => [source, requests])),
    sources: Object.fromEntries(costs.map(([source, cost]) => [source, statusOf(cost)])),
    requestsSent: costs.reduce((sum, [, { requests }]) => sum + requests, 0),
    cacheHits: costs.reduce((sum, [, { cached }]) => sum + cached, 0),
  });
}

/** A source's status in one operation. */
function statusOf({ failure, isStale }: SourceCost): string {
  if (failure !== null) return toSourceStatus(failure);
  return isStale ? 'STALE' : 'OK';
}
