import type { Permit } from '../budget/request-ledger.ts';
import type { Clock } from '../clock.ts';
import type { Cancellable, WireResponse } from '../http/buffered-response.ts';
import { TransportFailure } from '../http/transport-failure.ts';
import type { UpstreamCall } from '../upstream-call.ts';
import { toOpenError } from '../upstream-errors.ts';
import { CircuitOpen } from './circuit-breaker.ts';
import { DeadlinePassed, type FlightCall } from './flight.ts';
import type { PreparedRequest, SenderParts } from './sender-parts.ts';

/** A source that let a request hang so long until our deadline came counts as timing out. */
const SLOW_MS = 2_000;

/** One attempt at a time: breaker, a place in the budget, HTTP; told to meter, metrics, log and spans. */
export class Attempts {
  readonly #parts: SenderParts;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** Any whole answer, or why there was none. Throws an UpstreamError when nothing was sent, or the abort reason. */
  async make(
    prepared: PreparedRequest,
    authorized: Readonly<Record<string, string>>,
    call: FlightCall,
    attempt: number,
  ): Promise<WireResponse | TransportFailure> {
    const { budget, breaker, options } = this.#parts;
    const refusesForMs = breaker.refusesForMs();
    if (refusesForMs > 0) throw toOpenError(options.source, refusesForMs);
    const place = budget.take(call);
    const slot = place instanceof Promise ? await this.#waited(place) : place;
    try {
      return await breaker.run(() => this.#exchange(prepared, authorized, call, slot, attempt));
    } catch (thrown) {
      if (thrown instanceof TransportFailure) return thrown;
      if (!(thrown instanceof CircuitOpen)) throw thrown;
      budget.release(slot);
      throw toOpenError(options.source, breaker.refusesForMs());
    }
  }

  async #waited(place: Promise<Permit>): Promise<Permit> {
    const { clock, metrics, source } = this.#parts.options;
    const startedAt = clock.now();
    const slot = await place;
    metrics?.budgetWaited(source, (clock.now() - startedAt) / 1000);
    return slot;
  }

  async #exchange(
    { request, path, body }: PreparedRequest,
    authorized: Readonly<Record<string, string>>,
    call: FlightCall,
    slot: Permit,
    attempt: number,
  ): Promise<WireResponse> {
    const { http, budget, options } = this.#parts;
    const { clock, source, metrics } = options;
    const { method, route, parameters } = request;
    // Everybody may have left while a probe or a turn was waited for.
    if (call.cancelReason !== undefined) {
      budget.release(slot);
      throw new TransportFailure('CANCELLED');
    }
    const headers: Record<string, string> = { accept: 'application/json', ...authorized, ...request.headers };
    if (body !== null) headers['content-type'] = 'application/json';
    const span = options.tracing?.startUpstreamSpan({ source, method, route });
    span?.propagate(headers);
    call.meter.sent(source, { method, path: route, parameters });
    const startedAt = clock.now();
    const tookMs = () => clock.now() - startedAt;
    try {
      const answer = await http.send(
        { method, path, headers, body, ...patienceOf(call, options) },
        whole(call, clock),
      );
      const durationMs = tookMs();
      metrics?.upstreamDone({ source, route, outcome: String(answer.status), seconds: durationMs / 1000 });
      span?.end(answer.status < 400 ? { status: answer.status } : { status: answer.status, code: 'HTTP' });
      this.#log({ route, method, status: answer.status, durationMs, attempt }, call, answer.status < 400);
      return answer;
    } catch (thrown) {
      const durationMs = tookMs();
      const failure = this.#judge(thrown, call, durationMs);
      metrics?.upstreamDone({ source, route, outcome: failure.kind, seconds: durationMs / 1000 });
      span?.end({ code: failure.kind });
      this.#log({ route, method, code: failure.kind, durationMs, attempt, error: failure }, call, false);
      throw failure;
    } finally {
      call.meter.took?.(source, tookMs());
      budget.markArrived(slot);
    }
  }

  #judge(thrown: unknown, call: FlightCall, durationMs: number): TransportFailure {
    const failure = thrown instanceof TransportFailure ? thrown : new TransportFailure('CONNECTION', thrown);
    // Called off by nobody: it was our patience that ended.
    const isSlow =
      call.cancelReason === undefined ||
      (call.cancelReason instanceof DeadlinePassed && durationMs >= SLOW_MS);
    return failure.kind === 'CANCELLED' && isSlow ? new TransportFailure('TIMEOUT', failure.cause) : failure;
  }

  #log(
    line: {
      route: string;
      method: string;
      status?: number;
      code?: string;
      durationMs: number;
      attempt: number;
      error?: unknown;
    },
    { requestId }: UpstreamCall,
    isGood: boolean,
  ): void {
    const { logger, source } = this.#parts.options;
    const fields = { source, ...line, ...(requestId !== undefined && { requestId }) };
    if (isGood) logger.debug('upstream request answered', fields);
    else logger.warn('upstream request failed', fields);
  }
}

/** The call, also called off when an answer that began in time drips: its end may take half of what is left then. */
function whole(call: FlightCall, clock: Clock): Cancellable {
  const { timeoutShare } = call;
  if (timeoutShare === undefined) return call;
  return {
    onCancel(callback) {
      const forget = call.onCancel(callback);
      const stopTimer = clock.setTimer((call.deadlineAt - clock.now()) * ((1 + timeoutShare) / 2), callback);
      return () => {
        stopTimer();
        forget();
      };
    },
  };
}

/** How long this call waits for an answer to begin, when that is less than anybody does. */
function patienceOf(
  { timeoutShare, deadlineAt }: UpstreamCall,
  { clock, headersTimeoutMs }: SenderParts['options'],
): { readonly headersTimeout?: number } {
  if (timeoutShare === undefined) return {};
  const ownMs = Math.max(1, Math.floor((deadlineAt - clock.now()) * timeoutShare));
  return ownMs < headersTimeoutMs ? { headersTimeout: ownMs } : {};
}
