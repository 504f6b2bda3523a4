/** For how long a client counts as one that may come back. */
const REMEMBERED_MS = 10 * 60_000;
const MOST_CLIENTS = 1_000;
/** The part of the budget that no client may take by itself. */
const RESERVED_PART = 0.2;

/** The gateway's own questions, which are no client's: callers have names with a prefix (`key-…`, `address-…`). */
const OWN = new Set(['check', 'probe']);

interface Use {
  seenAt: number;
  /** When its requests of the present window went, ascending. */
  sentAt: number[];
}

export interface ClientSharesOptions {
  readonly limit: number;
  readonly windowMs: number;
  /** Whether there may be several clients, seen lately or not: several keys are configured. */
  readonly hasSeveral: boolean;
}

/**
 * Turns alone do not help a person whose window a crawler has emptied a moment before. So where there are several clients, each
 * leaves as many places free as it has taken in this window, up to a fifth of the budget: whoever comes new finds some,
 * however many came before. A client that is alone has the whole budget.
 */
export class ClientShares {
  readonly #options: ClientSharesOptions;
  /** Least recently seen first. */
  readonly #useByClient = new Map<string, Use>();

  constructor(options: ClientSharesOptions) {
    this.#options = options;
  }

  /** The most that any client must leave free. */
  get mostReserved(): number {
    const areSeveral = this.#options.hasSeveral || this.#useByClient.size > 1;
    return areSeveral ? Math.floor(this.#options.limit * RESERVED_PART) : 0;
  }

  /** A client asks for a ticket. */
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

  /** A request of the client went out. */
  sent(client: string, now: number): void {
    const use = this.#useByClient.get(client);
    if (use === undefined) return;
    this.#forget(use, now);
    use.sentAt.push(now);
  }

  /** How many free places this client must leave untouched. */
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
