import type { Policy } from '../compose.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import { TransportFailure } from '../http/transport-failure.ts';
import type { Sending } from '../sending.ts';
import type { UpstreamClientOptions, UpstreamTuning } from '../upstream-options.ts';
import { isAccepted } from '../upstream-request.ts';

/** Reports each HTTP request to the meter, metrics, log and spans, by its documented path and without personal data. */
export function withTelemetry(
  options: UpstreamClientOptions & UpstreamTuning,
): Policy<Sending, WireResponse> {
  const { source, clock, metrics, tracing, logger } = options;

  return (next) => async (sending) => {
    const { prepared, call, attempt } = sending;
    const { method, route, parameters, lane } = prepared.request;
    const isOnRequest = call.sandboxFaults !== undefined;
    const kind = {
      source,
      route,
      ...(lane && { lane: lane.name }),
      ...(isOnRequest && { isOnRequest }),
    };
    const span = tracing?.startUpstreamSpan({ source, method, route });
    span?.propagate(sending.headers);
    sending.isSent = true;
    const requestLine = { method, path: route, parameters };
    sending.line = requestLine;
    call.meter.sent(source, requestLine, sending.waitedMs);
    const startedAt = clock.now();
    const line = (durationMs: number) => {
      const { requestId } = call;
      return { source, route, method, durationMs, attempt, ...(requestId !== undefined && { requestId }) };
    };
    let answered: number | null = null;
    try {
      const response = await next(sending);
      const { status } = response;
      answered = status;
      const durationMs = clock.now() - startedAt;
      metrics?.upstreamDone({ ...kind, outcome: String(status), seconds: durationMs / 1000 });
      // A 404 for an id that nobody has is an answer: every search for something like an id makes one.
      const isAnswer = status < 400 || isAccepted(response, prepared.request);
      span?.end(isAnswer ? { status } : { status, code: 'HTTP' });
      if (isAnswer) logger.debug('upstream request answered', { ...line(durationMs), status });
      else logger.warn('upstream request failed', { ...line(durationMs), status });
      return response;
    } catch (error) {
      const code = error instanceof TransportFailure ? error.kind : 'CONNECTION';
      const durationMs = clock.now() - startedAt;
      metrics?.upstreamDone({ ...kind, outcome: code, seconds: durationMs / 1000 });
      span?.end({ code });
      // A client that disconnected is not worth a warning.
      if (code === 'CANCELLED') logger.debug('upstream request cancelled', line(durationMs));
      else logger.warn('upstream request failed', { ...line(durationMs), code, error });
      throw error;
    } finally {
      call.meter.took?.(source, clock.now() - startedAt, requestLine, answered);
    }
  };
}
