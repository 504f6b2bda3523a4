import type { Caller, GatewayPlugin } from './exchange.ts';
import { createOperationMeter } from './operation-meter.ts';
import { requestIdFrom } from './request-id.ts';

const NOBODY: Caller = { name: 'nobody', access: { may: () => false } };

/** First of all plugins: gives each request its exchange, and every answer its `x-request-id`. */
export function useExchange(now: () => number): GatewayPlugin {
  return {
    onRequest({ request, serverContext }) {
      serverContext.exchange = {
        requestId: requestIdFrom(request.headers.get('x-request-id')),
        startedAt: now(),
        meter: createOperationMeter(now),
        caller: NOBODY,
        operationType: null,
        errorCode: null,
        errorCount: 0,
        isOperation: false,
        plans: null,
      };
    },
    onResponse({ response, serverContext }) {
      response.headers.set('x-request-id', serverContext.exchange.requestId);
      response.headers.set('x-content-type-options', 'nosniff');
    },
  };
}
