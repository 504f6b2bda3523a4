import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  type ContextManager,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  type TextMapPropagator,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTracing } from '../../src/telemetry/tracing.ts';

/** A minimal recording SDK: spans get ids 1, 2, 3 … and are recorded when they end. */
function registerRecorder() {
  const ended: unknown[] = [];
  let lastId = 0;
  const store = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => store.getStore() ?? ROOT_CONTEXT,
    with: (within, work, self, ...args) => store.run(within, () => work.call(self as never, ...args)),
    bind: (_, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  const startSpan = (name: string, options: SpanOptions = {}, parent: Context = context.active()): Span => {
    const id = String(++lastId).padStart(16, '0');
    const above = trace.getSpanContext(parent)?.spanId;
    const attributes: Record<string, unknown> = { ...options.attributes };
    const span = {
      spanContext: () => ({ traceId: '1'.repeat(32), spanId: id, traceFlags: 1 }),
      setAttribute(key: string, value: unknown) {
        attributes[key] = value;
        return span;
      },
      setAttributes(more: Record<string, unknown>) {
        Object.assign(attributes, more);
        return span;
      },
      isRecording: () => true,
      setStatus: () => span,
      end: () => void ended.push({ name, above, attributes }),
    } as unknown as Span;
    return span;
  };
  const propagator: TextMapPropagator<Record<string, string>> = {
    inject(within, carrier) {
      const ids = trace.getSpanContext(within);
      if (ids) carrier.traceparent = `00-${ids.traceId}-${ids.spanId}-01`;
    },
    extract(within, carrier) {
      const [, traceId = '', spanId = ''] = (carrier.traceparent ?? '').split('-');
      return spanId
        ? trace.setSpanContext(within, { traceId, spanId, traceFlags: 1, isRemote: true })
        : within;
    },
    fields: () => ['traceparent'],
  };
  context.setGlobalContextManager(manager);
  propagation.setGlobalPropagator(propagator as TextMapPropagator);
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan }) as unknown as Tracer });
  return ended;
}

let ended: unknown[] = [];
beforeEach(() => {
  ended = registerRecorder();
});
afterEach(() => {
  context.disable();
  propagation.disable();
  trace.disable();
});

test('an upstream request is a child of its operation, which is a child of the caller', () => {
  const tracing = createTracing();
  const operation = tracing.startOperationSpan({ traceparent: `00-${'1'.repeat(32)}-00000000000000ab-01` });
  const headers: Record<string, string> = {};
  operation.run(() => {
    const span = tracing.startUpstreamSpan({
      source: 'CARECLOUD',
      method: 'GET',
      route: '/customers/{customer_id}',
    });
    span.propagate(headers);
    span.end({ status: 503, code: 'UPSTREAM_UNAVAILABLE' });
  });
  operation.end({ operationType: 'query' });
  expect(headers).toEqual({ traceparent: `00-${'1'.repeat(32)}-0000000000000002-01` });
  expect(ended).toEqual([
    {
      name: 'GET /customers/{customer_id}',
      above: '0000000000000001',
      attributes: {
        'http.request.method': 'GET',
        'url.template': '/customers/{customer_id}',
        'peer.service': 'CARECLOUD',
        'http.response.status_code': 503,
        'error.type': 'UPSTREAM_UNAVAILABLE',
      },
    },
    {
      name: 'graphql operation',
      above: '00000000000000ab',
      attributes: { 'graphql.operation.type': 'query' },
    },
  ]);
});

test('a span contains no expanded path', () => {
  const span = createTracing().startUpstreamSpan({
    source: 'X',
    method: 'GET',
    route: '/customers/jan@example.com',
  });
  span.end({});
  expect(JSON.stringify(ended)).not.toContain('jan');
});

test('without an SDK nothing happens', () => {
  context.disable();
  propagation.disable();
  trace.disable();
  const headers = {};
  const tracing = createTracing();
  const operation = tracing.startOperationSpan({});
  expect(operation.run(() => 42)).toBe(42);
  tracing.startUpstreamSpan({ source: 'X', method: 'GET', route: '/customers' }).propagate(headers);
  operation.end({ code: 'INTERNAL_SERVER_ERROR' });
  expect(headers).toEqual({});
});
