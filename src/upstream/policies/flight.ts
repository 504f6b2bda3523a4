import type { Clock } from '../clock.ts';
import type { Cancellable } from '../http/buffered-response.ts';
import type { UpstreamCall, UpstreamMeter } from '../upstream-call.ts';
import { watchAbort } from './abort-watch.ts';

/** The reason a flight is cancelled with when the last one who waited ran out of time. */
export class DeadlinePassed extends Error {
  constructor() {
    super('the deadline has passed');
    this.name = 'DeadlinePassed';
  }
}

/** How a flight's end looks to one of those who waited for it: what its promise becomes. Each may throw instead. */
export interface Landing<T> {
  answered(call: UpstreamCall, answer: T, isStarter: boolean): unknown;
  failed(call: UpstreamCall, error: unknown): unknown;
  /** The call's own deadline passed while the flight goes on, or ends with it. */
  late(call: UpstreamCall, flight: Flight<T>): unknown;
}

/** A flight as the work on board sees it. */
export interface FlightCall extends UpstreamCall, Cancellable {
  readonly cancelReason: unknown;
}

interface Waiter {
  readonly call: UpstreamCall;
  readonly isStarter: boolean;
  readonly settle: (land: () => unknown) => void;
  readonly unwatch: () => void;
}

/**
 * Work that several calls wait for. It runs as a call of its own: it lasts as long as the most patient of those who
 * wait, is cancelled when the last of them leaves, and one leaving does not touch the others.
 */
export class Flight<T> implements FlightCall {
  readonly bypassCache: boolean;
  readonly client: string;
  readonly requestId?: string;
  readonly timeoutShare?: number;
  readonly meter: UpstreamMeter;
  readonly #clock: Clock;
  readonly #landing: Landing<T>;
  readonly #onCancel = new Set<() => void>();
  #controller: AbortController | null = null;
  #cancelReason: unknown;
  readonly #waiters = new Set<Waiter>();
  #isOver = false;
  #cancelTimer: (() => void) | null = null;
  #timerAt = Number.POSITIVE_INFINITY;
  #deadlineAt = 0;

  constructor(starter: UpstreamCall, clock: Clock, landing: Landing<T>) {
    this.bypassCache = starter.bypassCache;
    this.client = starter.client;
    if (starter.requestId !== undefined) this.requestId = starter.requestId;
    if (starter.timeoutShare !== undefined) this.timeoutShare = starter.timeoutShare;
    this.#clock = clock;
    this.#landing = landing;
    const payer = () => this.#waiters.values().next().value?.call.meter;
    this.meter = {
      sent: (source, request) => payer()?.sent(source, request),
      saved: (source, request, answer) => payer()?.saved(source, request, answer),
      took: (source, durationMs) => payer()?.took?.(source, durationMs),
    };
  }

  /** Made when somebody needs it: most flights end without. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#cancelReason !== undefined) this.#controller.abort(this.#cancelReason);
    return this.#controller.signal;
  }

  /** Why it was called off; undefined while it was not. */
  get cancelReason(): unknown {
    return this.#cancelReason;
  }

  onCancel(callback: () => void): () => void {
    if (this.#cancelReason !== undefined) callback();
    this.#onCancel.add(callback);
    return () => this.#onCancel.delete(callback);
  }

  get deadlineAt(): number {
    return this.#deadlineAt;
  }

  /** Nobody can join any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Waits along. The call's signal must not have aborted yet. */
  join(call: UpstreamCall): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = (land: () => unknown) => {
        try {
          resolve(land());
        } catch (error) {
          reject(error);
        }
      };
      const isStarter = this.#waiters.size === 0;
      const unwatch = watchAbort(call.signal, () => {
        reject(call.signal.reason);
        this.#leave(waiter, call.signal.reason);
      });
      const waiter: Waiter = { call, isStarter, settle, unwatch };
      this.#waiters.add(waiter);
      this.#deadlineAt = Math.max(this.#deadlineAt, call.deadlineAt);
      this.#armTimer(call.deadlineAt);
    });
  }

  /** Ends the flight for all who still wait. */
  land(work: Promise<T>): void {
    work.then(
      (answer) => this.#end(({ call, isStarter }) => this.#landing.answered(call, answer, isStarter)),
      (error) => this.#end(({ call }) => this.#landing.failed(call, error)),
    );
  }

  #end(land: (waiter: Waiter) => unknown): void {
    this.#isOver = true;
    this.#cancelTimer?.();
    for (const waiter of this.#waiters) {
      waiter.unwatch();
      waiter.settle(() => land(waiter));
    }
    this.#waiters.clear();
  }

  #leave(waiter: Waiter, reason: unknown): void {
    waiter.unwatch();
    this.#waiters.delete(waiter);
    if (this.#waiters.size > 0 || this.#isOver) return;
    this.#isOver = true;
    this.#cancelTimer?.();
    this.#cancelReason = reason ?? new Error('called off');
    this.#controller?.abort(this.#cancelReason);
    for (const callback of this.#onCancel) callback();
  }

  /** One timer, for the least patient. */
  #armTimer(deadlineAt: number): void {
    if (deadlineAt >= this.#timerAt) return;
    this.#cancelTimer?.();
    this.#timerAt = deadlineAt;
    this.#cancelTimer = this.#clock.setTimer(Math.max(0, deadlineAt - this.#clock.now()), () =>
      this.#expire(),
    );
  }

  #expire(): void {
    this.#timerAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    for (const waiter of [...this.#waiters]) {
      if (waiter.call.deadlineAt > now) {
        this.#armTimer(waiter.call.deadlineAt);
      } else {
        waiter.settle(() => this.#landing.late(waiter.call, this));
        this.#leave(waiter, new DeadlinePassed());
      }
    }
  }
}
