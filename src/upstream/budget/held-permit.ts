import type { Permit } from './request-ledger.ts';

/** A permit that was waited for before its request was put together. */
export class HeldPermit {
  readonly waitedMs: number;
  #permit: Permit | null;
  readonly #giveBack: (permit: Permit) => void;

  /** @param giveBack Called with the permit if nothing uses it. */
  constructor(permit: Permit, waitedMs: number, giveBack: (permit: Permit) => void) {
    this.#permit = permit;
    this.waitedMs = waitedMs;
    this.#giveBack = giveBack;
  }

  /** For the first request alone; null once it was taken. */
  take(): Permit | null {
    const permit = this.#permit;
    this.#permit = null;
    return permit;
  }

  release(): void {
    const unused = this.take();
    if (unused !== null) this.#giveBack(unused);
  }
}
