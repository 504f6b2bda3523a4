import type { OperationState } from '../operation-state.ts';
import { ClientUse } from './client-use.ts';
import type { RequestLedger } from './request-ledger.ts';

/** How long a client counts as one that may return. */
const REMEMBERED_MS = 10 * 60_000;
const MOST_CLIENTS = 1_000;
/** The part of the budget that no single client may use up. */
const RESERVED_PART = 0.2;
/**
 * Nothing need be kept while permits come back, over this time, at half the budget's pace or more: clients are served
 * in turn, so a new one gets the next.
 */
const SOON_MS = 10_000;
const STEADY_PART = 0.5;
/** The part of the budget that each crawler may use in any case. */
const CRAWLERS_PART = 0.05;

/** The gateway's own requests, which belong to no client. Callers have names with a prefix (`key-…`, `address-…`). */
const OWN = new Set(['check', 'probe']);

export interface ClientSharesOptions {
  readonly limit: number;
  readonly windowMs: number;
  /** Whether several clients are expected, seen lately or not: several keys are configured. */
  readonly hasSeveral: boolean;
  /** How many replicas share the budget, of whose requests this one sees only its own. */
  readonly ledger: Pick<RequestLedger, 'replicas'>;
}

/**
 * Keeps part of the budget for other clients. Round-robin alone does not help a person if a crawler has just emptied
 * the window. If there are several clients, each leaves as many permits free as it has used in this window, up to a
 * fifth of the budget, so a new client always finds some. Permits that come back soon count as free: steady work may
 * use nearly all of the budget, a burst may not. A crawler, which sends requests without a pause, also leaves free what
 * the other clients may need, as far as their recent use tells. A single client has the whole budget.
 */
export class ClientShares {
  readonly #options: ClientSharesOptions;
  /** Least recently seen first. */
  readonly #useByClient = new Map<string, ClientUse>();
  /** The use of all clients together that are not crawlers. */
  readonly #usual: ClientUse;
  /** The use of all clients together. */
  readonly #all: ClientUse;

  constructor(options: ClientSharesOptions) {
    this.#options = options;
    this.#usual = new ClientUse(options.windowMs, Number.NEGATIVE_INFINITY);
    this.#all = new ClientUse(options.windowMs, Number.NEGATIVE_INFINITY);
  }

  /** The most that a client must leave free because of its own use. */
  get mostReserved(): number {
    const areSeveral = this.#options.hasSeveral || this.#useByClient.size > 1;
    return areSeveral ? Math.floor(this.#options.limit * RESERVED_PART) : 0;
  }

  /** The permits per window that each crawler may use, whatever the others need. */
  get #leftToCrawlers(): number {
    return Math.max(1, Math.floor(this.#options.limit * CRAWLERS_PART));
  }

  /** A client requests a permit, for this operation if that is known. */
  seen(client: string, now: number, operation?: OperationState): void {
    if (OWN.has(client)) return;
    const use = this.#useByClient.get(client) ?? new ClientUse(this.#options.windowMs, now);
    // Of several replicas, this one does not see the ends that the others' operations have.
    use.seen(now, this.#options.ledger.replicas === 1 ? operation : undefined);
    this.#useByClient.delete(client);
    this.#useByClient.set(client, use);
    for (const [other, { seenAt }] of this.#useByClient) {
      if (seenAt + REMEMBERED_MS > now && this.#useByClient.size <= MOST_CLIENTS) break;
      this.#useByClient.delete(other);
    }
  }

  /** A client was refused and told to retry after this time. */
  refused(client: string, now: number, retryAfterMs: number, operation?: OperationState): void {
    this.#useByClient.get(client)?.refused(now, retryAfterMs, operation);
  }

  /** A request of the client was sent. */
  sent(client: string, now: number): void {
    const use = this.#useByClient.get(client);
    use?.sent(now);
    this.#all.sent(now);
    if (use?.crawls(now) === false) this.#usual.sent(now);
  }

  /** How many permits this client must leave free. */
  reservedFrom(client: string, now: number): number {
    const use = this.#useByClient.get(client);
    if (use === undefined) return 0;
    const own = Math.min(use.used(now), this.#keptFree(now));
    const isCrawling = use.crawls(now) && use.used(now) >= this.#leftToCrawlers;
    return isCrawling ? Math.max(own, this.#reservedFromCrawlers(now)) : own;
  }

  /**
   * What a client must leave free because of its own use, at most, as far as permits do not come back steadily anyway.
   */
  #keptFree(now: number): number {
    const { limit, windowMs, ledger } = this.#options;
    const steady = (STEADY_PART * limit * (SOON_MS / windowMs)) / ledger.replicas;
    const missing = 1 - this.#all.endingWithin(SOON_MS, now) / steady;
    return Math.ceil(this.mostReserved * Math.max(0, missing));
  }

  /**
   * What the clients that are not crawlers may still need in this window: as much as each of them used recently at
   * most, but no more than all of them together. To that comes what they must leave free themselves.
   */
  #reservedFromCrawlers(now: number): number {
    const together = this.#usual.mayNeed(now);
    let ofEach = 0;
    for (const use of this.#useByClient.values()) {
      if (ofEach >= together) break;
      if (!use.crawls(now)) ofEach += use.mayNeed(now);
    }
    return Math.min(this.#options.limit, this.mostReserved + Math.min(ofEach, together));
  }
}
