import type { KeptWindow } from './kept-window.ts';
import type { Grant, LedgerState, Permit, RequestLedger } from './request-ledger.ts';
import { countInWindow, waitForPermit } from './sliding-window.ts';

export interface MemoryLedgerOptions {
  /** Requests per window; null without a limit (a cool-down still applies). */
  readonly limit: number | null;
  readonly windowMs: number;
  readonly now: () => number;
  /** Where requests are stored for the next process; absent: nowhere. */
  readonly kept?: Pick<KeptWindow, 'load' | 'sent' | 'released' | 'arrived' | 'close'> | undefined;
}

/** A ledger within one process. */
export class MemoryLedger implements RequestLedger {
  readonly replicas = 1;
  readonly #limit: number | null;
  readonly #windowMs: number;
  readonly #now: () => number;
  /** When requests were sent or arrived, ascending; those outside the window are dropped from time to time. */
  #times: number[] = [];
  #coolUntil = 0;
  readonly #kept: MemoryLedgerOptions['kept'];

  constructor({ limit, windowMs, now, kept }: MemoryLedgerOptions) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#now = now;
    this.#kept = kept;
    if (kept !== undefined && limit !== null) this.#times = [...kept.load()];
  }

  /** When the requests that still count were sent, ascending. */
  get times(): readonly number[] {
    this.#forget(this.#now());
    return this.#times;
  }

  take(wanted: number, reserved: number): Grant {
    const waitMs = this.estimate(0, reserved);
    if (waitMs > 0) return { permits: [], waitMs };
    const now = this.#now();
    this.#forget(now);
    const free = this.#limit === null ? wanted : this.#limit - reserved - this.#times.length;
    return { permits: Array.from({ length: Math.min(wanted, free) }, () => this.note(now)), waitMs: 0 };
  }

  /** Counts a request that another ledger permitted. */
  note(at: number, id?: string): Permit {
    if (this.#limit !== null) {
      this.#insert(at);
      this.#kept?.sent(at);
    }
    return id === undefined ? { at } : { at, id };
  }

  release(permit: Permit): void {
    if (this.#limit === null) return;
    this.#remove(permit.at);
    this.#kept?.released(permit.at);
  }

  markArrived(permit: Permit): void {
    if (this.#limit === null) return;
    const now = this.#now();
    this.#remove(permit.at);
    this.#insert(now);
    this.#kept?.arrived(permit.at, now);
  }

  estimate(ahead: number, reserved: number): number {
    const now = this.#now();
    const coolingMs = Math.max(0, this.#coolUntil - now);
    if (this.#limit === null) return coolingMs;
    this.#forget(now);
    const window = { limit: this.#limit - reserved, windowMs: this.#windowMs };
    return Math.max(coolingMs, waitForPermit(this.#times, window, now, ahead));
  }

  coolDown(ms: number): void {
    this.#coolUntil = Math.max(this.#coolUntil, this.#now() + ms);
  }

  state(): LedgerState {
    const now = this.#now();
    const coolingMs = Math.max(0, this.#coolUntil - now);
    if (this.#limit === null) return { remaining: null, coolingMs };
    const free = this.#limit - countInWindow(this.#times, this.#windowMs, now);
    return { remaining: coolingMs > 0 ? 0 : Math.max(0, free), coolingMs };
  }

  close(): void {
    this.#kept?.close();
  }

  #remove(at: number): void {
    const place = this.#times.lastIndexOf(at);
    if (place >= 0) this.#times.splice(place, 1);
  }

  #insert(at: number): void {
    let place = this.#times.length;
    while (place > 0 && (this.#times[place - 1] ?? 0) > at) place -= 1;
    this.#times.splice(place, 0, at);
  }

  #forget(now: number): void {
    // The clock was set back: requests that seem to be in the future were sent now at the latest.
    if ((this.#times.at(-1) ?? 0) > now) this.#times = this.#times.map((at) => Math.min(at, now));
    const first = this.#times[0];
    if (first !== undefined && first + this.#windowMs <= now) {
      this.#times = this.#times.slice(this.#times.length - countInWindow(this.#times, this.#windowMs, now));
    }
  }
}
