import type { Clock } from '../clock.ts';
import type { UpstreamCall } from '../upstream-call.ts';
import { Pending } from './pending.ts';

/** Pending work by key: a second caller with the same key joins the first instead of starting it again. */
export class SingleFlight<T> {
  readonly #clock: Clock;
  readonly #toTimeout: (call: UpstreamCall, pending: Pending<T>) => unknown;
  readonly #pendingByKey = new Map<string, Pending<T>>();

  /** @param toTimeout Creates the error for a caller whose own deadline passes first. */
  constructor(clock: Clock, toTimeout: (call: UpstreamCall, pending: Pending<T>) => unknown) {
    this.#clock = clock;
    this.#toTimeout = toTimeout;
  }

  find(key: string): Pending<T> | undefined {
    const pending = this.#pendingByKey.get(key);
    return pending === undefined || pending.isOver ? undefined : pending;
  }

  /** Starts work. Other callers can find it by its key until it ends; with null, none can. */
  start(key: string | null, call: UpstreamCall, work: (pending: Pending<T>) => Promise<T>): Promise<T> {
    const pending = new Pending<T>(call, this.#clock, this.#toTimeout);
    const outcome = pending.join(call);
    if (key === null) {
      pending.settleWith(work(pending));
      return outcome;
    }
    this.#pendingByKey.set(key, pending);
    const end = () => {
      if (this.#pendingByKey.get(key) === pending) this.#pendingByKey.delete(key);
    };
    const working = work(pending);
    pending.settleWith(working);
    working.then(end, end);
    return outcome;
  }
}
