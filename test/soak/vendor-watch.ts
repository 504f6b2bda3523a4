import type { SandboxRequest } from '../../src/sandbox/sandbox-request.ts';

const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 250;

/** The observable parts of a simulated vendor. */
interface Watched {
  readonly requests: readonly SandboxRequest[];
  clearRequests(): void;
}

/** What one vendor received, according to itself. */
export class VendorWatch {
  readonly #vendor: Watched;
  readonly #arrivals: number[] = [];
  readonly #statuses = new Map<number, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(vendor: Watched) {
    this.#vendor = vendor;
    // The vendor's own log is bounded.
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#look();
  }

  get total(): number {
    return this.#arrivals.length;
  }

  /** Responses by status; 0: the connection was closed instead. */
  count(status: number): number {
    return this.#statuses.get(status) ?? 0;
  }

  /** The most requests in any 60 seconds. */
  mostInAMinute(): number {
    let most = 0;
    let oldest = 0;
    for (const [newest, at] of this.#arrivals.entries()) {
      while (at - (this.#arrivals[oldest] ?? at) >= MINUTE_MS) oldest += 1;
      most = Math.max(most, newest - oldest + 1);
    }
    return most;
  }

  #look(): void {
    for (const request of this.#vendor.requests) {
      this.#arrivals.push(request.at);
      void request.settled.then(() => this.#statuses.set(request.status, this.count(request.status) + 1));
    }
    this.#vendor.clearRequests();
  }
}
