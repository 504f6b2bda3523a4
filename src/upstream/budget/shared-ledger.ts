import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { SharedStore, StoreScript } from '../redis/shared-store.ts';
import { freeOnOwnShare, type Known, waitOnOwnShare } from './fallback-share.ts';
import { ARRIVED, COOL, LOOK, RELEASE, REPORT, TAKE } from './ledger-scripts.ts';
import { LostRequests } from './lost-requests.ts';
import type { MemoryLedger } from './memory-ledger.ts';
import type { Grant, LedgerState, Permit, RequestLedger } from './request-ledger.ts';
import { toAnswer } from './script-answer.ts';
import { waitForPermit } from './sliding-window.ts';

export interface SharedLedgerOptions {
  readonly store: SharedStore;
  /** A hash that distinguishes sources and credentials. */
  readonly scope: string;
  readonly limit: number | null;
  readonly windowMs: number;
  readonly replicas: number;
  readonly clock: Clock;
  /** Counts what this replica sends, in both modes. */
  readonly own: MemoryLedger;
}

/** The part of the window that certainly still counts despite clock differences. */
const SURE_PART = 0.95;

/** So many requests of others disappear together only if the store lost them. */
const FEWEST_LOST = 2;

/** Below this limit, every call returns what others sent; above it, every beat does. */
const SMALL_LIMIT = 1_000;

/**
 * A ledger that all replicas share through the store. While the store is unavailable, each replica continues within its
 * share of the limit, counting its own requests. If only one replica is cut off, the others cannot tell this from its
 * absence. They hold back its share once it has been silent for `patienceMs`, and it waits just as long before it
 * continues alone. Another replica's burst within that moment is not covered.
 */
export class SharedLedger implements RequestLedger {
  readonly #options: SharedLedgerOptions;
  readonly #keys: readonly string[];
  /** The arguments that COUNTED scripts begin with. */
  readonly #terms: readonly (string | number)[];
  readonly #replica = randomUUID().slice(0, 13);
  /** Every request this replica sent within the window: member → time. */
  readonly #sentAtById = new Map<string, number>();
  readonly #endBeat: () => void;
  #lastNumber = 0;
  #others: readonly number[] = [];
  #seenAt = Number.NEGATIVE_INFINITY;
  /** The most replicas ever seen at once, or REPLICAS if that is more. */
  #mostReplicas: number;
  #reporting: Promise<unknown> | null = null;
  readonly #lostRequests = new LostRequests();
  /** Until then, other replicas may not have reported again what the store lost. */
  #lostUntil = Number.NEGATIVE_INFINITY;

  constructor(options: SharedLedgerOptions) {
    this.#options = options;
    const { scope, windowMs, limit, replicas, store } = options;
    this.#mostReplicas = replicas;
    const name = `customer-gateway:budget:{${scope}}`;
    this.#keys = [`${name}:sent`, `${name}:quiet`, `${name}:replicas`];
    this.#terms = [windowMs, this.#replica, limit ?? -1, replicas, store.patienceMs];
    this.#endBeat = store.onBeat((isReturn) => this.#beat(isReturn));
  }

  get replicas(): number {
    return this.#mostReplicas;
  }

  take(wanted: number, reserved: number): Grant | Promise<Grant> {
    const { store, own } = this.#options;
    const { coolingMs } = own.state();
    if (coolingMs > 0) return { permits: [], waitMs: coolingMs };
    return store.isUp ? this.#takeShared(wanted, reserved) : this.#takeAlone(wanted, reserved);
  }

  release(permit: Permit): void {
    this.#options.own.release(permit);
    if (permit.id === undefined) return;
    this.#sentAtById.delete(permit.id);
    this.#tell(RELEASE, permit.id);
  }

  markArrived(permit: Permit): void {
    this.#options.own.markArrived(permit);
    if (permit.id === undefined || this.#options.limit === null) return;
    this.#sentAtById.set(permit.id, this.#options.clock.now());
    this.#tell(ARRIVED, permit.id);
  }

  estimate(ahead: number, reserved: number): number {
    const { own, store, limit, windowMs, clock } = this.#options;
    const { coolingMs } = own.state();
    if (limit === null) return coolingMs;
    if (!store.isUp) return Math.max(coolingMs, this.#waitAlone(ahead, reserved));
    const all = [...own.times, ...this.#othersAndLost()].sort((one, other) => one - other);
    return Math.max(coolingMs, waitForPermit(all, { limit: limit - reserved, windowMs }, clock.now(), ahead));
  }

  coolDown(ms: number): void {
    this.#options.own.coolDown(ms);
    this.#tell(COOL, Math.ceil(ms));
  }

  async state(): Promise<LedgerState> {
    const { own, store, limit } = this.#options;
    const { coolingMs } = own.state();
    const seen = store.isUp ? await this.#look().catch(() => null) : null;
    const longestMs = Math.max(coolingMs, seen?.coolingMs ?? 0);
    if (limit === null) return { remaining: null, coolingMs: longestMs };
    const free =
      seen === null ? freeOnOwnShare(this.#known(limit)) : Math.max(0, seen.free - this.#missing().length);
    return { remaining: longestMs > 0 ? 0 : free, coolingMs: longestMs };
  }

  close(): void {
    this.#endBeat();
  }

  async #takeShared(wanted: number, reserved: number): Promise<Grant> {
    const { store, limit, own, windowMs } = this.#options;
    const wantsOthers = limit !== null && limit <= SMALL_LIMIT;
    // The store may have lost requests (FLUSHALL, eviction), but this process's own count remains valid.
    const waitOwnMs = limit === null ? 0 : own.estimate(0, reserved);
    if (limit !== null && waitOwnMs > 0) return { permits: [], waitMs: waitOwnMs };
    const missing = limit === null ? [] : this.#missing();
    const held = reserved + missing.length;
    const [firstMissing = Number.POSITIVE_INFINITY] = missing;
    const missingMs = Math.max(1, firstMissing + windowMs - this.#options.clock.now());
    const most = limit === null ? wanted : Math.min(wanted, limit - held - own.times.length);
    if (most <= 0) return { permits: [], waitMs: missingMs };
    const first = this.#lastNumber;
    this.#lastNumber += most;
    const lostMs = this.#lostUntil - this.#options.clock.now();
    if (lostMs > 0) return { permits: [], waitMs: lostMs };
    const sentBefore = this.#ownWithin(windowMs * SURE_PART);
    try {
      await this.#reporting;
      const args = [...this.#terms, most, held, first, wantsOthers ? 1 : 0];
      const {
        number: granted,
        waitMs,
        ages,
        mine,
        replicas,
      } = toAnswer(await store.run(TAKE, this.#keys, args), most);
      this.#heardOf(replicas);
      const isLost = mine >= 0 && (mine < sentBefore || this.#areOthersLost(ages));
      if (isLost) this.#keepLost(this.#others, this.#seenAt);
      if (wantsOthers) this.#saw(ages);
      const ids = Array.from({ length: granted }, (_, index) => first + index + 1);
      if (isLost) return await this.#reportLost(ids);
      return { permits: ids.map((number) => this.#note(number)), waitMs: Math.min(waitMs, missingMs) };
    } catch {
      return this.#takeAlone(wanted, reserved);
    }
  }

  /**
   * The store lost requests: report this replica's again, grant nothing, and take again once every other replica has
   * had a beat to report its own.
   */
  async #reportLost(granted: readonly number[]): Promise<Grant> {
    this.#awaitReports();
    for (const number of granted) this.#tell(RELEASE, `${this.#replica}:${number}`);
    this.#reporting ??= this.#report().finally(() => {
      this.#reporting = null;
    });
    await this.#reporting;
    return { permits: [], waitMs: Math.max(1, this.#lostUntil - this.#options.clock.now()) };
  }

  /** What the store lost of others is missing until their next beat. */
  #awaitReports(): void {
    const { store, clock } = this.#options;
    if (this.#mostReplicas > 1) this.#lostUntil = clock.now() + store.patienceMs;
  }

  /** Requests that were not sent after all are taken back one by one, never all at once. */
  #areOthersLost(ages: readonly number[]): boolean {
    const since = this.#options.clock.now() - this.#options.windowMs * SURE_PART;
    return ages.length === 0 && this.#others.filter((at) => at > since).length >= FEWEST_LOST;
  }

  async #report(): Promise<void> {
    const now = this.#options.clock.now();
    const sent = [...this.#sentAtById].flatMap(([id, at]) => [id, Math.max(0, now - at)]);
    await this.#options.store.run(REPORT, this.#keys, [...this.#terms, ...sent]);
  }

  /** How many requests this replica sent within this time. */
  #ownWithin(ms: number): number {
    const since = this.#options.clock.now() - ms;
    let count = 0;
    for (const at of this.#sentAtById.values()) if (at > since) count++;
    return count;
  }

  #heardOf(replicas: number): void {
    this.#mostReplicas = Math.max(this.#mostReplicas, replicas);
  }

  #takeAlone(wanted: number, reserved: number): Grant {
    const { limit } = this.#options;
    const waitMs = this.#waitAlone(0, reserved);
    if (waitMs > 0) return { permits: [], waitMs };
    const free = limit === null ? wanted : freeOnOwnShare(this.#known(limit)) - reserved;
    const permits = Array.from({ length: Math.min(wanted, free) }, () => this.#note(++this.#lastNumber));
    return { permits, waitMs: 0 };
  }

  #waitAlone(ahead: number, reserved: number): number {
    const { limit, clock, store } = this.#options;
    if (limit === null) return 0;
    // A sole replica need not wait for others.
    const patienceMs = this.#mostReplicas > 1 ? this.#seenAt + store.patienceMs - clock.now() : 0;
    return Math.max(0, patienceMs, waitOnOwnShare(this.#known(limit), clock.now(), ahead, reserved));
  }

  #known(limit: number): Known {
    const { own, windowMs } = this.#options;
    const replicas = this.#mostReplicas;
    return { own: own.times, others: this.#othersAndLost(), lostAt: this.#seenAt, limit, replicas, windowMs };
  }

  #othersNow(): readonly number[] {
    const since = this.#options.clock.now() - this.#options.windowMs;
    return this.#others.filter((at) => at > since);
  }

  #othersAndLost(): readonly number[] {
    return [...this.#othersNow(), ...this.#missing()].sort((one, other) => one - other);
  }

  /** Those of replicas that ended, if the store lost them. */
  #missing(): readonly number[] {
    return this.#lostRequests.missing(this.#others, this.#options.clock.now() - this.#options.windowMs);
  }

  /** The store may have lost what others had sent when it was last seen. Alone they go on only after `patienceMs`. */
  #keepLost(others: readonly number[], seenAt: number): void {
    const { clock, windowMs, store } = this.#options;
    const since = clock.now() - windowMs;
    this.#lostRequests.lost(
      others.filter((at) => at > since),
      seenAt + store.patienceMs,
    );
  }

  #note(number: number): Permit {
    const { own, clock, limit } = this.#options;
    const id = `${this.#replica}:${number}`;
    const at = clock.now();
    if (limit !== null) {
      if (this.#sentAtById.size > 2 * limit) this.#forget();
      this.#sentAtById.set(id, at);
    }
    return own.note(at, id);
  }

  #forget(): void {
    const since = this.#options.clock.now() - this.#options.windowMs;
    for (const [id, at] of this.#sentAtById) {
      if (at <= since) this.#sentAtById.delete(id);
    }
  }

  async #beat(isReturn: boolean): Promise<void> {
    const { store, windowMs, own, limit } = this.#options;
    this.#forget();
    const others = this.#others;
    const seenAt = this.#seenAt;
    if (isReturn) {
      this.#keepLost(others, seenAt);
      await this.#report();
      const { coolingMs } = own.state();
      if (coolingMs > 0) await store.run(COOL, this.#keys, [windowMs, this.#replica, Math.ceil(coolingMs)]);
    }
    const sentBefore = this.#ownWithin(windowMs * SURE_PART);
    const { mine } = await this.#look();
    if (limit === null || mine >= sentBefore) return;
    this.#keepLost(others, seenAt);
    this.#awaitReports();
    await this.#report();
  }

  async #look(): Promise<{ free: number; coolingMs: number; mine: number }> {
    const answer = toAnswer(await this.#options.store.run(LOOK, this.#keys, this.#terms));
    const { number: free, waitMs: coolingMs, ages, mine, replicas } = answer;
    this.#heardOf(replicas);
    this.#saw(ages);
    return { free, coolingMs, mine };
  }

  #saw(agesOfOthers: readonly number[]): void {
    this.#seenAt = this.#options.clock.now();
    this.#others = agesOfOthers.map((ageMs) => this.#seenAt - ageMs).sort((one, other) => one - other);
  }

  #tell(script: StoreScript, what: string | number): void {
    const { store, windowMs } = this.#options;
    if (store.isUp) store.run(script, this.#keys, [windowMs, this.#replica, what]).catch(() => {});
  }
}
