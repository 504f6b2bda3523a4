import { GatewayError } from '../errors/gateway-error.ts';

/** How many requests one operation may make to each source. One object for all calls of an operation. */
export class RequestAllowance {
  readonly #most: ReadonlyMap<string, number>;
  readonly #taken = new Map<string, number>();

  /** @param most By source, retries included; a source that is not named has no limit. */
  constructor(most: ReadonlyMap<string, number>) {
    this.#most = most;
  }

  /** How many more requests may go to this source. */
  left(source: string): number {
    return (this.#most.get(source) ?? Number.POSITIVE_INFINITY) - (this.#taken.get(source) ?? 0);
  }

  /** Counts one request, and how to take it back when it was not sent; null when there is none left. */
  take(source: string): (() => void) | null {
    if (this.left(source) < 1) return null;
    this.#add(source, 1);
    return () => this.#add(source, -1);
  }

  /** The error of work that needs more. */
  toError(source: string): GatewayError {
    const message = `The operation needs more than ${this.#most.get(source)} requests to ${source}, the most that one operation may make; ask for less at once.`;
    return new GatewayError('OPERATION_TOO_COMPLEX', message, { source });
  }

  #add(source: string, count: number): void {
    this.#taken.set(source, (this.#taken.get(source) ?? 0) + count);
  }
}
