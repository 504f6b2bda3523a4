/** For so long a reply tells what the store's clock shows; clocks drift. */
const KNOWN_FOR_MS = 60_000;

interface Offset {
  /** What the store's clock shows more than the local one. */
  readonly ms: number;
  /** It is wrong by this at most. */
  readonly withinMs: number;
  /** Since when it is known, by the local clock. */
  readonly at: number;
}

/**
 * Translates between the local clock and the store's, which all replicas share. A reply with the store's time tells the
 * difference, the better the sooner it came.
 */
export class StoreTime {
  #offset: Offset | null = null;

  get isKnown(): boolean {
    return this.#offset !== null;
  }

  /**
   * A command was sent and replied to at these local times, and ran between them, at `storeNow` by the store's clock.
   */
  saw({ sentAt, storeNow, repliedAt }: Record<'sentAt' | 'storeNow' | 'repliedAt', number>): void {
    // The local clock was set back meanwhile.
    if (repliedAt < sentAt) return;
    const ms = storeNow - (sentAt + repliedAt) / 2;
    // Both clocks show whole milliseconds.
    const withinMs = (repliedAt - sentAt) / 2 + 1;
    const known = this.#offset;
    const isOld = known === null || repliedAt < known.at || repliedAt >= known.at + KNOWN_FOR_MS;
    // If both cannot be right, one of the clocks was set.
    if (isOld || withinMs <= known.withinMs || Math.abs(ms - known.ms) > withinMs + known.withinMs) {
      this.#offset = { ms, withinMs, at: repliedAt };
    }
  }

  toStore(localAt: number): number {
    return localAt + (this.#offset?.ms ?? 0);
  }

  toLocal(storeAt: number): number {
    return storeAt - (this.#offset?.ms ?? 0);
  }
}
