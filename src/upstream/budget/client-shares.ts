/** How long a client counts as one that may return. */
const REMEMBERED_MS = 10 * 60_000;
const MOST_CLIENTS = 1_000;
/** The part of the budget that no single client may use up. */
const RESERVED_PART = 0.2;

/** The gateway's own requests, which belong to no client. Callers have names with a prefix (`key-…`, `address-…`). */
const OWN = new Set(['check', 'probe']);

interface Use {
  seenAt: number;
  /** When its requests in the current window were sent, ascending. */
  sentAt: number[];
}

export interface ClientSharesOptions {
  readonly limit: number;
  readonly windowMs: number;
  /** Whether several clients are expected, seen lately or not: several keys are configured. */
  readonly hasSeveral: boolean;
}

/**
 * Keeps part of the budget for other clients. Round-robin alone does not help a person if a crawler has just emptied
 * the window. If there are several clients, each leaves as many permits free as it has used in this window, up to a
 * fifth of the budget, so a new client always finds some. A single client has the whole budget.
 */
export class ClientShares {
  readonly #options: ClientSharesOptions;
  /** Least recently seen first. */
  readonly #useByClient = new Map<string, Use>();

  constructor(options: ClientSharesOptions) {
    this.#options = options;
  }

  /** The most that a client must leave free. */
  get mostReserved(): number {
    const areSeveral = this.#options.hasSeveral || this.#useByClient.size > 1;
    return areSeveral ? Math.floor(this.#options.limit * RESERVED_PART) : 0;
  }

  /** A client requests a permit. */
  seen(client: string, now: number): void {
    if (OWN.has(client)) return;
    const use = this.#useByClient.get(client) ?? { seenAt: now, sentAt: [] };
    use.seenAt = now;
    this.#useByClient.delete(client);
    this.#useByClient.set(client, use);
    for (const [other, { seenAt }] of this.#useByClient) {
      if (seenAt + REMEMBERED_MS > now && this.#useByClient.size <= MOST_CLIENTS) break;
      this.#useByClient.delete(other);
    }
  }

  /** A request of the client was sent. */
  sent(client: string, now: number): void {
    const use = this.#useByClient.get(client);
    if (use === undefined) return;
    this.#forget(use, now);
    use.sentAt.push(now);
  }

  /** How many permits this client must leave free. */
  reservedFrom(client: string, now: number): number {
    const use = this.#useByClient.get(client);
    if (use === undefined) return 0;
    this.#forget(use, now);
    return Math.min(use.sentAt.length, this.mostReserved);
  }

  #forget(use: Use, now: number): void {
    const [first] = use.sentAt;
    const since = now - this.#options.windowMs;
    if (first !== undefined && first <= since) use.sentAt = use.sentAt.filter((at) => at > since);
  }
}
