import type { Clock } from '../clock.ts';
import type { Cancellable } from '../http/buffered-response.ts';
import type { OperationState } from '../operation-state.ts';
import type { UpstreamCall, UpstreamMeter } from '../upstream-call.ts';
import { watchAbort } from './abort-watch.ts';

/** The reason for cancelling pending work when the last caller's deadline passed. */
export class DeadlinePassed extends Error {
  constructor() {
    super('the deadline has passed');
    this.name = 'DeadlinePassed';
  }
}

/** The call that shared work runs under. */
export interface PendingCall extends UpstreamCall, Cancellable {
  /** Why it was cancelled; undefined if it was not. */
  readonly cancelReason: unknown;
}

interface Waiter {
  readonly call: UpstreamCall;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
  readonly unwatch: () => void;
}

/**
 * Work shared by several callers. It runs until the latest caller's deadline and is aborted when the last one leaves;
 * one caller leaving does not touch the others. The first caller still waiting pays for its requests.
 */
export class Pending<T> implements PendingCall {
  readonly bypassCache: boolean;
  readonly client: string;
  readonly maxAgeMs?: number;
  readonly isCachedOnly?: boolean;
  readonly requestId?: string;
  readonly operation?: OperationState;
  readonly timeoutShare?: number;
  readonly sandboxFaults?: ReadonlyMap<string, string>;
  readonly meter: UpstreamMeter;
  readonly allowance?: NonNullable<UpstreamCall['allowance']>;
  readonly #clock: Clock;
  readonly #toTimeout: (call: UpstreamCall, pending: Pending<T>) => unknown;
  readonly #onCancel = new Set<() => void>();
  #controller: AbortController | null = null;
  #cancelReason: unknown;
  readonly #waiters = new Set<Waiter>();
  #isOver = false;
  #isSent = false;
  #cancelTimer: (() => void) | null = null;
  #timerAt = Number.POSITIVE_INFINITY;
  #deadlineAt = 0;

  /** @param toTimeout Creates the error for a caller whose own deadline passes first. */
  constructor(
    starter: UpstreamCall,
    clock: Clock,
    toTimeout: (call: UpstreamCall, pending: Pending<T>) => unknown,
  ) {
    this.bypassCache = starter.bypassCache;
    this.client = starter.client;
    if (starter.isCachedOnly !== undefined) this.isCachedOnly = starter.isCachedOnly;
    if (starter.maxAgeMs !== undefined) this.maxAgeMs = starter.maxAgeMs;
    if (starter.requestId !== undefined) this.requestId = starter.requestId;
    if (starter.operation !== undefined) this.operation = starter.operation;
    if (starter.timeoutShare !== undefined) this.timeoutShare = starter.timeoutShare;
    if (starter.sandboxFaults !== undefined) this.sandboxFaults = starter.sandboxFaults;
    this.#clock = clock;
    this.#toTimeout = toTimeout;
    const { allowance } = starter;
    if (allowance !== undefined) {
      this.allowance = {
        left: (source) => Math.max(...this.#allowances().map((one) => one?.left(source) ?? Infinity)),
        take: (source, isThrottled) => this.#take(source, isThrottled),
        toError: (source) => allowance.toError(source),
      };
    }
    const payer = () => this.#waiters.values().next().value?.call.meter;
    this.meter = {
      sent: (source, request, waitedMs) => {
        this.#isSent = true;
        payer()?.sent(source, request, waitedMs);
      },
      saved: (source, request, response) => payer()?.saved(source, request, response),
      took: (source, durationMs, request, status) => payer()?.took?.(source, durationMs, request, status),
      decoded: (request, rows) => payer()?.decoded?.(request, rows),
    };
  }

  #allowances(): readonly UpstreamCall['allowance'][] {
    return [...this.#waiters].map(({ call }) => call.allowance);
  }

  /** Counts against any caller with allowance left: what one caller may no longer send, another may. */
  #take(source: string, isThrottled?: boolean): (() => void) | null {
    for (const allowance of this.#allowances()) {
      const taken = allowance === undefined ? () => undefined : allowance.take(source, isThrottled);
      if (taken !== null) return taken;
    }
    return null;
  }

  /** Created on first use, because most work ends without it. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#cancelReason !== undefined) this.#controller.abort(this.#cancelReason);
    return this.#controller.signal;
  }

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

  /** Whether it is too late to join. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The result for this caller. The call's signal must not have aborted yet. */
  join(call: UpstreamCall): Promise<T> {
    return new Promise((resolve, reject) => {
      const unwatch = watchAbort(call.signal, () => {
        if (this.#isSent && call.isFinishedOnceSent === true) return;
        reject(call.signal.reason);
        this.#leave(waiter, call.signal.reason);
      });
      const waiter: Waiter = { call, resolve, reject, unwatch };
      this.#waiters.add(waiter);
      this.#deadlineAt = Math.max(this.#deadlineAt, call.deadlineAt);
      this.#armTimer(call.deadlineAt);
    });
  }

  /** Settles all remaining callers when the work ends. */
  settleWith(work: Promise<T>): void {
    work.then(
      (value) => this.#end(({ resolve }) => resolve(value as never)),
      (error) => this.#end(({ reject }) => reject(error)),
    );
  }

  #end(settle: (waiter: Waiter) => void): void {
    this.#isOver = true;
    this.#cancelTimer?.();
    for (const waiter of this.#waiters) {
      waiter.unwatch();
      settle(waiter);
    }
    this.#waiters.clear();
  }

  #leave(waiter: Waiter, reason: unknown): void {
    waiter.unwatch();
    this.#waiters.delete(waiter);
    if (this.#waiters.size > 0 || this.#isOver) return;
    this.#isOver = true;
    this.#cancelTimer?.();
    this.#cancelReason = reason ?? new Error('cancelled');
    this.#controller?.abort(this.#cancelReason);
    for (const callback of this.#onCancel) callback();
  }

  /** One timer, for the earliest deadline. */
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
        waiter.reject(this.#toTimeout(waiter.call, this));
        this.#leave(waiter, new DeadlinePassed());
      }
    }
  }
}
