import {
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { safeRoute, safeWord } from './safe-text.ts';

/** One HTTP request to a source, as a span. */
interface UpstreamSpan {
  /** Adds the W3C trace context to outgoing headers. */
  propagate(headers: Record<string, string>): void;
  end(result: { readonly status?: number; readonly code?: string }): void;
}

/** One GraphQL operation, as a span. */
interface OperationSpan {
  /** Runs `work` so that spans started within become children. */
  run<T>(work: () => T): T;
  end(result: { readonly code?: string; readonly operationType?: string }): void;
}

/**
 * Spans through the OpenTelemetry API alone. The operator registers an SDK; without one this costs almost nothing.
 * Names and attributes contain documented paths and codes, never a URL or a document.
 */
export interface Tracing {
  startUpstreamSpan(line: {
    readonly source: string;
    readonly method: string;
    readonly route: string;
  }): UpstreamSpan;
  /** `headers`: those of the incoming request, with lower-case names; its trace context becomes the parent. */
  startOperationSpan(headers: Readonly<Record<string, string | undefined>>): OperationSpan;
}

export function createTracing(): Tracing {
  const tracer = trace.getTracer('customer-gateway');
  return {
    startUpstreamSpan({ source, method, route }) {
      const name = `${safeWord(method)} ${safeRoute(route)}`;
      const span = tracer.startSpan(name, { kind: SpanKind.CLIENT });
      // Without an SDK, spans do not record and need no attributes.
      if (span.isRecording()) {
        span.setAttributes({
          'http.request.method': safeWord(method),
          'url.template': safeRoute(route),
          'peer.service': safeWord(source),
        });
      }
      return {
        propagate: (headers) => propagation.inject(trace.setSpan(context.active(), span), headers),
        end({ status, code }) {
          if (status !== undefined) span.setAttribute('http.response.status_code', status);
          endWith(span, code);
        },
      };
    },
    startOperationSpan(headers) {
      const parent = propagation.extract(ROOT_CONTEXT, headers);
      const span = tracer.startSpan('graphql operation', { kind: SpanKind.SERVER }, parent);
      const within = trace.setSpan(parent, span);
      return {
        run: (work) => context.with(within, work),
        end({ code, operationType }) {
          if (operationType !== undefined)
            span.setAttribute('graphql.operation.type', safeWord(operationType));
          endWith(span, code);
        },
      };
    },
  };
}

function endWith(span: Span, code: string | undefined): void {
  if (code !== undefined) {
    span.setAttribute('error.type', safeWord(code));
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}
