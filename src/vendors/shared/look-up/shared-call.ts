import type { RequestMeter, SourceCall } from '../../../customers/source-call.ts';
import type { PendingCall } from '../../../upstream/single-flight/pending.ts';

/**
 * The call of one request shared by several operations. The first operation still waiting is charged with it; the
 * others share it.
 */
export class SharedCall implements SourceCall {
  readonly bypassCache: boolean;
  readonly client: string;
  readonly timeoutShare?: number;
  readonly allowance?: NonNullable<SourceCall['allowance']>;
  readonly requestId?: string;
  readonly operation?: NonNullable<SourceCall['operation']>;
  readonly meter: RequestMeter;
  readonly #pending: PendingCall;

  /** @param waiting The calls of the operations still waiting; each is removed when it stops waiting. */
  constructor(pending: PendingCall, waiting: ReadonlySet<SourceCall>) {
    this.#pending = pending;
    this.bypassCache = pending.bypassCache;
    this.client = pending.client;
    if (pending.timeoutShare !== undefined) this.timeoutShare = pending.timeoutShare;
    if (pending.allowance !== undefined) this.allowance = pending.allowance;
    if (pending.requestId !== undefined) this.requestId = pending.requestId;
    if (pending.operation !== undefined) this.operation = pending.operation;
    this.meter = meterOf(waiting);
  }

  get signal(): AbortSignal {
    return this.#pending.signal;
  }

  get deadlineAt(): number {
    return this.#pending.deadlineAt;
  }
}

function meterOf(waiting: ReadonlySet<SourceCall>): RequestMeter {
  const payer = () => [...waiting][0]?.meter;
  const all = [...waiting];
  return {
    sent(source, request, waitedMs) {
      const [first, ...others] = waiting;
      first?.meter.sent(source, request, waitedMs);
      for (const { meter } of others) meter.saved(source, request, { ageSeconds: 0, stale: false });
    },
    saved(source, request, response) {
      for (const { meter } of waiting) meter.saved(source, request, response);
    },
    took: (source, durationMs, request, status) => payer()?.took?.(source, durationMs, request, status),
    decoded: (request, rows) => payer()?.decoded?.(request, rows),
    missed(source, code) {
      for (const { meter } of waiting) meter.missed?.(source, code);
    },
    // A fault may show itself when they have their answers.
    warned(source, warning) {
      for (const { meter } of all) meter.warned?.(source, warning);
    },
  };
}
