import type { UpstreamError } from '../../errors/gateway-error.ts';
import { sleep } from '../clock.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import { TransportFailure } from '../http/transport-failure.ts';
import { toFailureError, withRetryAfter } from '../upstream-errors.ts';
import type { UpstreamRequest } from '../upstream-request.ts';
import { Attempts } from './attempts.ts';
import type { FlightCall } from './flight.ts';
import { toRetryAfterMs } from './retry-after.ts';
import { toBackoffMs, toRetryDelayMs } from './retry-delay.ts';
import type { PreparedRequest, SenderParts } from './sender-parts.ts';

/** How long a source that says 429 without Retry-After is left alone: doubled while it goes on. */
const COOLING = { baseMs: 1_000, capMs: 60_000 };

/** Sends until a request is answered, may not be retried or has no time left. */
export class UpstreamSender {
  readonly #parts: SenderParts;
  readonly #attempts: Attempts;
  #refusals = 0;
  #coolUntil = 0;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#attempts = new Attempts(parts);
  }

  /** A 2xx answer, or a 404 where the request takes that for a value. Throws an UpstreamError, or the abort reason. */
  async send(prepared: PreparedRequest, call: FlightCall): Promise<WireResponse> {
    const { request } = prepared;
    const { options, renewals } = this.#parts;
    const { now } = options.clock;
    // Where another source can still answer, connecting in vain takes no more than its share of the time either.
    const patientUntil = now() + (call.deadlineAt - now()) * (call.timeoutShare ?? 1);
    let isReplay = false;
    for (let attempt = 1; ; attempt++) {
      const headers = request.isAuthorized === false ? NO_HEADERS : options.authorize.headers(call);
      const authorized = headers instanceof Promise ? await headers : headers;
      const outcome = await this.#attempts.make(prepared, authorized, call, attempt);
      if (!(outcome instanceof TransportFailure) && isAccepted(outcome.status, request)) {
        this.#refusals = 0;
        return outcome;
      }
      if (isStatus(outcome, 401) && !isReplay && request.isAuthorized !== false) {
        isReplay = true;
        if (await renewals.renew(authorized, call)) {
          attempt -= 1;
          continue;
        }
      }
      const retryAfterMs = this.#applyRetryAfter(outcome);
      const failure = outcome instanceof TransportFailure ? outcome.kind : outcome.status;
      const failed = {
        attempt,
        isRead: request.isRead !== false,
        failure,
        retryAfterMs,
        leftMs: (failure === 'CONNECT_TIMEOUT' ? patientUntil : call.deadlineAt) - now(),
        random: options.random(),
      };
      const delayMs = toRetryDelayMs(failed, options.retry);
      if (delayMs === null) throw withRetryAfter(this.#toError(outcome), retryAfterMs);
      await sleep(options.clock, delayMs, call.signal);
    }
  }

  /** How long the vendor wants us to wait. A 429 concerns everyone, other answers only this request. */
  #applyRetryAfter(outcome: WireResponse | TransportFailure): number | null {
    if (outcome instanceof TransportFailure) return null;
    const now = this.#parts.options.clock.now();
    const wishMs = toRetryAfterMs(outcome.headers['retry-after'], now);
    if (outcome.status !== 429) return wishMs;
    // Those that were under way together are one refusal.
    if (wishMs === null && now < this.#coolUntil) return this.#coolUntil - now;
    this.#refusals += 1;
    const coolMs = wishMs ?? toBackoffMs(this.#refusals, 1, COOLING);
    this.#coolUntil = Math.max(this.#coolUntil, now + coolMs);
    this.#parts.budget.coolDown(coolMs);
    return coolMs;
  }

  #toError(outcome: WireResponse | TransportFailure): UpstreamError {
    const { source, toError } = this.#parts.options;
    if (outcome instanceof TransportFailure) return toFailureError(source, outcome);
    return toError({ status: outcome.status, body: parseJson(outcome.text) });
  }
}

const NO_HEADERS: Readonly<Record<string, string>> = {};

function isStatus(outcome: WireResponse | TransportFailure, status: number): boolean {
  return !(outcome instanceof TransportFailure) && outcome.status === status;
}

function isAccepted(status: number, { ifNotFound }: UpstreamRequest<unknown>): boolean {
  return (status >= 200 && status < 300) || (status === 404 && ifNotFound !== undefined);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
