import type { OperationState } from '../../operation-state.ts';
import type { RequestLedger } from '../request-ledger.ts';
import { CrawlDetection } from './crawl-detection.ts';
import { RecentRequests } from './recent-requests.ts';
import type { SharedUse } from './shared-use.ts';
import type { UseEvent } from './use-event.ts';

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
  /** How many replicas share the budget. */
  readonly ledger: Pick<RequestLedger, 'replicas'>;
  /** The setting REPLICAS. */
  readonly replicas: number;
  /** What clients do at the other replicas; null if nothing is shared. */
  readonly sharedUse: Pick<SharedUse, 'isComplete' | 'settleMs' | 'tell' | 'onHeard'> | null;
}

/** What one client uses of the budget, and how. */
interface ClientUse {
  readonly requests: RecentRequests;
  readonly crawling: CrawlDetection;
  /** When it last requested a permit. */
  seenAt: number;
}

/**
 * Keeps part of the budget for other clients. Round-robin alone does not help a person if a crawler has just emptied
 * the window. If there are several clients, each leaves as many permits free as it has used in this window, up to a
 * fifth of the budget, so a new client always finds some. Permits that come back soon count as free: steady work may
 * use nearly all of the budget, a burst may not. A crawler, which sends requests without a pause, also leaves free what
 * the other clients may need, as far as their recent use tells. A single client has the whole budget. A client is
 * judged by what it does at all replicas, as far as they share that.
 */
export class ClientShares {
  readonly #options: ClientSharesOptions;
  /** Least recently seen first. */
  readonly #useByClient = new Map<string, ClientUse>();
  /** The requests of all clients together that are not crawlers. */
  readonly #usual: RecentRequests;
  /** The requests of all clients together. */
  readonly #all: RecentRequests;

  constructor(options: ClientSharesOptions) {
    this.#options = options;
    this.#usual = new RecentRequests(options.windowMs, options.limit);
    this.#all = new RecentRequests(options.windowMs, options.limit);
    options.sharedUse?.onHeard((events, now) => {
      for (const event of events) this.#happened(event, now);
    });
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

  /** Whether everything that clients do is known here. */
  get #seesAll(): boolean {
    const { sharedUse, replicas } = this.#options;
    return sharedUse?.isComplete ?? replicas === 1;
  }

  /** A client requests a permit, for this operation if that is known. */
  seen(client: string, now: number, operation?: OperationState): void {
    // The ends of operations tell nothing while those at other replicas are not known.
    this.#tell({ kind: 'ASKED', client, at: now, operation: this.#seesAll ? operation : undefined });
  }

  /** A client was refused and told to retry after this time. */
  refused(client: string, now: number, retryAfterMs: number, operation?: OperationState): void {
    this.#tell({ kind: 'REFUSED', client, at: now, retryAfterMs, operation });
  }

  /** A request of the client was sent. */
  sent(client: string, now: number): void {
    this.#tell({ kind: 'SENT', client, at: now });
  }

  /** How many permits this client must leave free. */
  reservedFrom(client: string, now: number): number {
    const use = this.#useByClient.get(client);
    if (use === undefined) return 0;
    const own = Math.min(use.requests.used(now), this.#keptFree(now));
    const isCrawling = use.crawling.isCrawler(now) && use.requests.used(now) >= this.#leftToCrawlers;
    return isCrawling ? Math.max(own, this.#reservedFromCrawlers(now)) : own;
  }

  #tell(event: UseEvent): void {
    this.#happened(event, event.at);
    this.#options.sharedUse?.tell(event);
  }

  #happened(event: UseEvent, now: number): void {
    const { client, kind, at } = event;
    if (kind === 'SENT') this.#all.sent(at, now);
    const use = kind === 'ASKED' ? this.#seen(client, at) : this.#useByClient.get(client);
    if (use === undefined) return;
    use.crawling.add(event, now);
    if (kind !== 'SENT') return;
    use.requests.sent(at, now);
    if (!use.crawling.isCrawler(now)) this.#usual.sent(at, now);
  }

  /** Undefined for the gateway itself. */
  #seen(client: string, at: number): ClientUse | undefined {
    if (OWN.has(client)) return undefined;
    const { windowMs, limit, sharedUse } = this.#options;
    const use = this.#useByClient.get(client) ?? {
      requests: new RecentRequests(windowMs, limit),
      crawling: new CrawlDetection(at, sharedUse?.settleMs ?? 0),
      seenAt: at,
    };
    use.seenAt = Math.max(use.seenAt, at);
    this.#useByClient.delete(client);
    this.#useByClient.set(client, use);
    for (const [other, { seenAt }] of this.#useByClient) {
      if (seenAt + REMEMBERED_MS > at && this.#useByClient.size <= MOST_CLIENTS) break;
      this.#useByClient.delete(other);
    }
    return use;
  }

  /**
   * What a client must leave free because of its own use, at most, as far as permits do not come back steadily anyway.
   */
  #keptFree(now: number): number {
    const { limit, windowMs, ledger } = this.#options;
    const seenPart = this.#seesAll ? 1 : 1 / ledger.replicas;
    const steady = STEADY_PART * limit * (SOON_MS / windowMs) * seenPart;
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
    for (const { crawling, requests } of this.#useByClient.values()) {
      if (ofEach >= together) break;
      if (!crawling.isCrawler(now)) ofEach += requests.mayNeed(now);
    }
    return Math.min(this.#options.limit, this.mostReserved + Math.min(ofEach, together));
  }
}
