import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';
import { freeOnOwnShare, type Known, waitOnOwnShare } from './fallback-share.ts';
import { ARRIVED, COOL, LOOK, RELEASE, REPORT, TAKE } from './ledger-scripts.ts';
import type { MemoryLedger } from './memory-ledger.ts';
import type { Grant, LedgerState, RequestLedger, Slot } from './request-ledger.ts';
import type { SharedStore, StoreScript } from './shared-store.ts';
import { waitForTurn } from './sliding-window.ts';

export interface SharedLedgerOptions {
  readonly store: SharedStore;
  /** A hash that tells apart sources and credentials. */
  readonly scope: string;
  readonly limit: number | null;
  readonly windowMs: number;
  readonly replicas: number;
  readonly clock: Clock;
  /** Counts what this replica sends, in either mode. */
  readonly own: MemoryLedger;
}

/** What others sent is looked at again after so long … */
const LOOK_MS = 500;
/** … and with each question where a budget is so small: the newer it is known, the safer the share when Redis goes. */
const SMALL_LIMIT = 1_000;

/**
 * A ledger that all replicas share through the store. While the store is away each goes on within a safe share, where
 * what it sent itself still counts; when the store is back, it reports that first.
 */
export class SharedLedger implements RequestLedger {
  readonly #options: SharedLedgerOptions;
  readonly #keys: readonly string[];
  readonly #replica = randomUUID().slice(0, 13);
  /** Everything this replica sent within the window: member → when. */
  readonly #sentAtById = new Map<string, number>();
  #lastNumber = 0;
  #others: readonly number[] = [];
  #seenAt = Number.NEGATIVE_INFINITY;
  #aloneUntil = 0;

  constructor(options: SharedLedgerOptions) {
    this.#options = options;
    const name = `customer-gateway:budget:{${options.scope}}`;
    this.#keys = [`${name}:sent`, `${name}:quiet`];
    options.store.onBeat((isReturn) => this.#beat(isReturn));
  }

  take(wanted: number, reserved: number): Grant | Promise<Grant> {
    const { store, own, clock } = this.#options;
    const { coolingMs } = own.state();
    if (coolingMs > 0) return { slots: [], waitMs: coolingMs };
    if (!store.isUp) return this.#takeAlone(wanted, reserved);
    if (clock.now() < this.#aloneUntil && this.#waitAlone(0, reserved) > 0)
      return this.#takeAlone(1, reserved);
    return this.#takeShared(wanted, reserved);
  }

  release(slot: Slot): void {
    this.#options.own.release(slot);
    if (slot.id === undefined) return;
    this.#sentAtById.delete(slot.id);
    this.#tell(RELEASE, slot.id);
  }

  arrived(slot: Slot): void {
    this.#options.own.arrived(slot);
    if (slot.id === undefined || this.#options.limit === null) return;
    this.#sentAtById.set(slot.id, this.#options.clock.now());
    this.#tell(ARRIVED, slot.id);
  }

  estimate(ahead: number, reserved: number): number {
    const { own, store, limit, windowMs, clock } = this.#options;
    const { coolingMs } = own.state();
    if (limit === null) return coolingMs;
    if (!store.isUp) return Math.max(coolingMs, this.#waitAlone(ahead, reserved));
    const all = [...own.times, ...this.#othersNow()].sort((one, other) => one - other);
    return Math.max(coolingMs, waitForTurn(all, { limit: limit - reserved, windowMs }, clock.now(), ahead));
  }

  coolDown(ms: number): void {
    this.#options.own.coolDown(ms);
    if (this.#options.store.isUp) this.#options.store.run(COOL, this.#keys, [Math.ceil(ms)]).catch(() => {});
  }

  async state(): Promise<LedgerState> {
    const { own, store, limit } = this.#options;
    if (store.isUp) {
      try {
        const { count, coolingMs } = await this.#look();
        const longestMs = Math.max(coolingMs, own.state().coolingMs);
        if (limit === null) return { remaining: null, coolingMs: longestMs };
        return { remaining: longestMs > 0 ? 0 : Math.max(0, limit - count), coolingMs: longestMs };
      } catch {
        // Away since just now.
      }
    }
    const { coolingMs } = own.state();
    if (limit === null) return { remaining: null, coolingMs };
    return { remaining: coolingMs > 0 ? 0 : freeOnOwnShare(this.#known(limit)), coolingMs };
  }

  async #takeShared(wanted: number, reserved: number): Promise<Grant> {
    const { store, windowMs, limit, clock } = this.#options;
    const isDue = (limit ?? 0) <= SMALL_LIMIT || clock.now() - this.#seenAt > LOOK_MS;
    const wantsLook = limit !== null && isDue ? 1 : 0;
    const first = this.#lastNumber;
    this.#lastNumber += wanted;
    const args = [windowMs, this.#replica, limit ?? -1, wanted, reserved, first, wantsLook];
    try {
      const answer = await store.run(TAKE, this.#keys, args);
      const [granted, waitMs, , ages] = answer as [number, number, number, number[]];
      if (wantsLook === 1) this.#saw(ages);
      const slots = Array.from({ length: granted }, (_, index) => this.#note(first + index + 1));
      return { slots, waitMs };
    } catch {
      return this.#takeAlone(wanted, reserved);
    }
  }

  #takeAlone(wanted: number, reserved: number): Grant {
    const { limit } = this.#options;
    const waitMs = this.#waitAlone(0, reserved);
    if (waitMs > 0) return { slots: [], waitMs };
    const free = limit === null ? wanted : freeOnOwnShare(this.#known(limit)) - reserved;
    const slots = Array.from({ length: Math.min(wanted, free) }, () => this.#note(++this.#lastNumber));
    return { slots, waitMs: 0 };
  }

  #waitAlone(ahead: number, reserved: number): number {
    const { limit, clock } = this.#options;
    return limit === null ? 0 : waitOnOwnShare(this.#known(limit), clock.now(), ahead, reserved);
  }

  #known(limit: number): Known {
    const { own, replicas, windowMs } = this.#options;
    return { own: own.times, others: this.#othersNow(), lostAt: this.#seenAt, limit, replicas, windowMs };
  }

  #othersNow(): readonly number[] {
    const since = this.#options.clock.now() - this.#options.windowMs;
    return this.#others.filter((at) => at > since);
  }

  #note(number: number): Slot {
    const { own, clock, limit } = this.#options;
    const id = `${this.#replica}:${number}`;
    const at = clock.now();
    if (limit !== null) this.#sentAtById.set(id, at);
    return own.note(at, id);
  }

  async #beat(isReturn: boolean): Promise<void> {
    const { clock, store, windowMs, own } = this.#options;
    const now = clock.now();
    for (const [id, at] of this.#sentAtById) {
      if (at + windowMs <= now) this.#sentAtById.delete(id);
    }
    if (isReturn) {
      const sent = [...this.#sentAtById].flatMap(([id, at]) => [id, Math.max(0, now - at)]);
      await store.run(REPORT, this.#keys, [windowMs, ...sent]);
      const { coolingMs } = own.state();
      if (coolingMs > 0) await store.run(COOL, this.#keys, [Math.ceil(coolingMs)]);
      // Until the others have reported what they sent alone, keep within the own share too.
      this.#aloneUntil = now + store.reportingMs;
    }
    if (isReturn || now - this.#seenAt > LOOK_MS) await this.#look();
  }

  async #look(): Promise<{ count: number; coolingMs: number }> {
    const { store, windowMs } = this.#options;
    const answer = await store.run(LOOK, this.#keys, [windowMs, this.#replica]);
    const [count, coolingMs, ages] = answer as [number, number, number[]];
    this.#saw(ages);
    return { count, coolingMs };
  }

  #saw(agesOfOthers: readonly number[]): void {
    this.#seenAt = this.#options.clock.now();
    this.#others = agesOfOthers.map((ageMs) => this.#seenAt - ageMs).sort((one, other) => one - other);
  }

  #tell(script: StoreScript, id: string): void {
    const { store, windowMs } = this.#options;
    if (store.isUp) store.run(script, this.#keys, [windowMs, id]).catch(() => {});
  }
}
