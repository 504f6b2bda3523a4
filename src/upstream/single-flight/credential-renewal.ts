import type { Authorize, Renewal } from '../authorize.ts';
import type { Clock } from '../clock.ts';
import type { UpstreamCall } from '../upstream-call.ts';
import { toTimeoutError } from '../upstream-errors.ts';
import { SingleFlight } from './single-flight.ts';

type Headers = Readonly<Record<string, string>>;

/** Renews rejected credentials once for all waiting requests. It outlives each of them, but not all. */
export class CredentialRenewal {
  readonly #clock: Clock;
  readonly #authorize: Authorize;
  readonly #flight: SingleFlight<Renewal>;
  /** How often in a row new credentials were rejected at once. */
  #futile = 0;
  #pausedUntil = 0;

  constructor(source: string, authorize: Authorize, clock: Clock) {
    this.#clock = clock;
    this.#authorize = authorize;
    this.#flight = new SingleFlight(clock, () => toTimeoutError(source));
  }

  /** Not false: a replay makes sense, because the credentials now differ from the rejected ones. */
  async renew(rejected: Headers, call: UpstreamCall): Promise<Renewal> {
    if (this.#authorize.renew === undefined) return false;
    // This response came late: another request has renewed them since.
    if (!this.#isPending() && !isSame(rejected, await this.#authorize.headers(call))) return true;
    if (call.signal.aborted) throw call.signal.reason;
    if (this.#clock.now() < this.#pausedUntil) return false;
    const pending = this.#flight.find(ONLY);
    if (pending !== undefined) return pending.join(call);
    return this.#flight.start(ONLY, call, (own) => this.#renew(rejected, own));
  }

  /** The vendor accepted the credentials. */
  accepted(): void {
    this.#futile = 0;
  }

  /**
   * The vendor rejected new credentials, too. Another replica's login may have ended them; but where it happens again,
   * they are of no use, and are not renewed for each request.
   */
  rejectedAgain(): void {
    this.#futile += 1;
    if (this.#futile >= MOST_FUTILE) this.#pausedUntil = this.#clock.now() + PAUSE_MS;
  }

  #isPending(): boolean {
    return this.#flight.find(ONLY) !== undefined;
  }

  async #renew(rejected: Headers, call: UpstreamCall): Promise<Renewal> {
    return (await this.#authorize.renew?.(rejected, call)) ?? false;
  }
}

const MOST_FUTILE = 2;
const PAUSE_MS = 5_000;

/** There is one set of credentials, so one renewal at a time. */
const ONLY = 'renewal';

function isSame(one: Headers, other: Headers): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
