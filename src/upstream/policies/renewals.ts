import type { Authorize } from '../authorize.ts';
import type { Clock } from '../clock.ts';
import type { UpstreamCall } from '../upstream-call.ts';
import { toTimeoutError } from '../upstream-errors.ts';
import type { Landing } from './flight.ts';
import { Flights } from './flights.ts';

type Headers = Readonly<Record<string, string>>;

/** Renews rejected credentials once for all requests that wait, and outlives each of them but not all. */
export class Renewals {
  readonly #authorize: Authorize;
  readonly #flights: Flights<boolean>;
  readonly #landing: Landing<boolean>;

  constructor(source: string, authorize: Authorize, clock: Clock) {
    this.#authorize = authorize;
    this.#flights = new Flights(clock);
    this.#landing = {
      answered: (_, isRenewed) => isRenewed,
      failed: (_, error) => {
        throw error;
      },
      late: () => {
        throw toTimeoutError(source);
      },
    };
  }

  /** Whether a replay makes sense: the credentials are others than the rejected ones now. */
  async renew(rejected: Headers, call: UpstreamCall): Promise<boolean> {
    if (this.#authorize.renew === undefined) return false;
    // An answer that came late: others have renewed since.
    if (!this.#isRunning() && !isSame(rejected, await this.#authorize.headers(call))) return true;
    if (call.signal.aborted) throw call.signal.reason;
    const running = this.#flights.find(ONLY);
    if (running !== undefined) return (await running.join(call)) as boolean;
    const work = (flight: UpstreamCall) => this.#renew(rejected, flight);
    return (await this.#flights.start(ONLY, call, this.#landing, work)) as boolean;
  }

  #isRunning(): boolean {
    return this.#flights.find(ONLY) !== undefined;
  }

  async #renew(rejected: Headers, call: UpstreamCall): Promise<boolean> {
    return (await this.#authorize.renew?.(rejected, call)) ?? false;
  }
}

/** There is one set of credentials, so one renewal at a time. */
const ONLY = 'renewal';

function isSame(one: Headers, other: Headers): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
