import type { CustomerSource } from '../../../customers/customer-source.ts';
import type { SourceName } from '../../../customers/model/source-record.ts';
import { isUsable } from '../../../customers/source-status.ts';
import type { Clock } from '../../../upstream/clock.ts';

/** A source that responded but could not be probed is not probed again for this long. */
const PAUSE_MS = 60_000;

/**
 * Sources that are to be probed but did not respond yet. Each is probed before the first operation that follows a
 * response of it.
 */
export class LateProbes {
  readonly #sources: readonly CustomerSource[];
  readonly #clock: Pick<Clock, 'now'>;
  readonly #probe: (name: SourceName) => Promise<void>;
  readonly #awaited = new Map<SourceName, number>();
  readonly #running = new Map<SourceName, Promise<void>>();

  constructor(
    sources: readonly CustomerSource[],
    {
      clock,
      probe,
    }: { readonly clock: Pick<Clock, 'now'>; readonly probe: (name: SourceName) => Promise<void> },
  ) {
    this.#sources = sources;
    this.#clock = clock;
    this.#probe = probe;
  }

  /** Whether a source is still to be probed. */
  get isAwaiting(): boolean {
    return this.#awaited.size > 0;
  }

  /** These sources are to be probed as soon as they respond. */
  await(names: readonly SourceName[]): void {
    for (const name of names) this.#awaited.set(name, Number.NEGATIVE_INFINITY);
  }

  /** A source was probed. */
  drop(name: SourceName): void {
    this.#awaited.delete(name);
  }

  /** Probes a source now; a probe that is under way is joined. */
  probe(name: SourceName): Promise<void> {
    const running = this.#running.get(name) ?? this.#probe(name).finally(() => this.#running.delete(name));
    this.#running.set(name, running);
    if (this.#awaited.has(name)) this.#awaited.set(name, this.#clock.now() + PAUSE_MS);
    return running;
  }

  /**
   * Starts probing every awaited source whose last request succeeded. Sends nothing to the others.
   * @param onStart Called for each.
   */
  async probeAnswering(onStart: (name: SourceName) => void): Promise<void> {
    const due = this.#sources.filter(({ name }) => this.#isDue(name));
    const states = await Promise.all(due.map((source) => source.health()));
    due.forEach(({ name }, index) => {
      const state = states[index];
      const answers = state?.lastOutcomeAt != null && state.error == null && isUsable(state.status);
      if (!answers || !this.#isDue(name)) return;
      onStart(name);
      void this.probe(name);
    });
  }

  #isDue(name: SourceName): boolean {
    const notBefore = this.#awaited.get(name);
    return notBefore !== undefined && notBefore <= this.#clock.now() && !this.#running.has(name);
  }
}
