import type { Clock } from '../clock.ts';
import type { UpstreamCall } from '../upstream-call.ts';
import { Flight, type Landing } from './flight.ts';

/** Flights by key: who asks for what is already under way waits along. */
export class Flights<T> {
  readonly #clock: Clock;
  readonly #flightByKey = new Map<string, Flight<T>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  find(key: string): Flight<T> | undefined {
    const flight = this.#flightByKey.get(key);
    return flight === undefined || flight.isOver ? undefined : flight;
  }

  /** Starts work; with a key, others can find it until it ends. */
  start(
    key: string | null,
    call: UpstreamCall,
    landing: Landing<T>,
    work: (flight: Flight<T>) => Promise<T>,
  ): Promise<unknown> {
    const flight = new Flight<T>(call, this.#clock, landing);
    const answer = flight.join(call);
    if (key === null) {
      flight.land(work(flight));
      return answer;
    }
    this.#flightByKey.set(key, flight);
    const end = () => {
      if (this.#flightByKey.get(key) === flight) this.#flightByKey.delete(key);
    };
    const working = work(flight);
    flight.land(working);
    working.then(end, end);
    return answer;
  }
}
