/** For how long a client counts as one that may come back. */
const REMEMBERED_MS = 10 * 60_000;
const MOST_CLIENTS = 1_000;
/** The part of the budget that a hungry client leaves to others who were here lately. */
const RESERVED_PART = 0.2;

interface Use {
  seenAt: number;
  /** When its requests of the present window went, ascending. */
  sentAt: number[];
}

/**
 * Turns alone do not help a person whose window a crawler has emptied a moment before. So once several clients have been
 * seen lately, the last fifth of a window is kept for those that used less than an even share of it. A client that is
 * alone has the whole budget.
 */
export class ClientShares {
  readonly #limit: number;
  readonly #windowMs: number;
  /** Least recently seen first. */
  readonly #useByClient = new Map<string, Use>();

  constructor({ limit, windowMs }: { readonly limit: number; readonly windowMs: number }) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /** A client asks for a ticket. */
  seen(client: string, now: number): void {
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
    if (this.#useByClient.size < 2) return 0;
    const use = this.#useByClient.get(client);
    if (use === undefined) return 0;
    this.#forget(use, now);
    const evenShare = this.#limit / this.#useByClient.size;
    return use.sentAt.length < evenShare ? 0 : Math.floor(this.#limit * RESERVED_PART);
  }

  #forget(use: Use, now: number): void {
    const [first] = use.sentAt;
    const since = now - this.#windowMs;
    if (first !== undefined && first <= since) use.sentAt = use.sentAt.filter((at) => at > since);
  }
}
