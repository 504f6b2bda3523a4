import { GatewayError } from '../errors/gateway-error.ts';

/**
 * How many requests one operation may send to each source. Requests of throttled lanes have a separate allowance,
 * because they were priced up front. One object is shared by all calls of an operation.
 */
export class RequestAllowance {
  readonly #most: ReadonlyMap<string, number>;
  readonly #taken = new Map<string, number>();
  readonly #takenByLanes = new Map<string, number>();

  /** @param most By source, retries included; a source not named has no limit. */
  constructor(most: ReadonlyMap<string, number>) {
    this.#most = most;
  }

  /** How many requests one operation may send to this source. */
  most(source: string): number {
    return this.#most.get(source) ?? Number.POSITIVE_INFINITY;
  }

  /** How many more requests may be sent to this source. */
  left(source: string): number {
    return this.#leftOf(this.#taken, source);
  }

  /** Counts one request and returns a function that takes it back if it was not sent; null if none is left. */
  take(source: string, isThrottled = false): (() => void) | null {
    const taken = isThrottled ? this.#takenByLanes : this.#taken;
    if (this.#leftOf(taken, source) < 1) return null;
    add(taken, source, 1);
    return () => add(taken, source, -1);
  }

  /** The error for an operation that needs more. */
  toError(source: string): GatewayError {
    const most = this.most(source);
    const message = `The operation needs more than ${most} request${most === 1 ? '' : 's'} to ${source}, the maximum for one operation: request less in one operation.`;
    return new GatewayError('OPERATION_TOO_COMPLEX', message, { source });
  }

  #leftOf(taken: ReadonlyMap<string, number>, source: string): number {
    return this.most(source) - (taken.get(source) ?? 0);
  }
}

function add(taken: Map<string, number>, source: string, count: number): void {
  taken.set(source, (taken.get(source) ?? 0) + count);
}
