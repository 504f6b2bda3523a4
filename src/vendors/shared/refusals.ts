import type { UpstreamError } from '../../errors/gateway-error.ts';

/** How long a refused request is not repeated. */
const REMEMBERED_MS = 5 * 60_000;

/** What the vendor refused to these credentials, by name: one refusal says nothing about other names. */
export class Refusals {
  readonly #now: () => number;
  readonly #byName = new Map<string, { readonly error: UpstreamError; readonly until: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  remember(name: string, error: UpstreamError): void {
    if (this.of(name) === null) this.#byName.set(name, { error, until: this.#now() + REMEMBERED_MS });
  }

  /** A recent refusal; null without one. */
  of(name: string): UpstreamError | null {
    const refusal = this.#byName.get(name);
    return refusal !== undefined && this.#now() < refusal.until ? refusal.error : null;
  }
}
