import type { TraitMemory } from '../../../../customers/customer-source.ts';
import type { Clock } from '../../../../upstream/clock.ts';
import type { SharedStore } from '../../../../upstream/redis/shared-store.ts';
import { DAY_MS, type TraitStore, type Turn } from './trait-store.ts';

export interface TraitKeeperOptions {
  readonly memory: TraitMemory;
  /** Null: what is learned ends with the process. */
  readonly store: TraitStore | null;
  readonly clock: Clock;
  /** Told when the store cannot be used, once. */
  readonly onBroken: (error: unknown) => void;
}

/** What other replicas learned is read this often. */
const READ_AGAIN_MS = 10_000;
/** How long, and how often, another process that is about to learn is waited for. */
const WAIT_MS = 3_000;
const POLL_MS = 200;

/**
 * Keeps what is learned of a source where it outlives the process, takes over what others learned, and has one process
 * a day learn. A store that fails is gone without: then each process learns by itself.
 */
export class TraitKeeper {
  readonly #options: TraitKeeperOptions;
  #learnedAt = Number.NEGATIVE_INFINITY;
  #readAt = Number.NEGATIVE_INFINITY;
  #saving: Promise<unknown> = Promise.resolve();
  #isBroken = false;

  constructor(options: TraitKeeperOptions) {
    this.#options = options;
    options.memory.onLearned((trait) => this.#save([trait]));
  }

  /** Takes over what is kept. */
  async load(): Promise<void> {
    const { store, memory, clock } = this.#options;
    this.#readAt = clock.now();
    await this.#attempt(async () => memory.takeOver((await store?.load()) ?? []));
  }

  /** Reads from time to time what other replicas learned, and tells them what was learned while the store was away. */
  follow(shared: Pick<SharedStore, 'onBeat'>): () => void {
    const { memory, clock } = this.#options;
    return shared.onBeat(async (isReturn) => {
      if (isReturn) this.#save(memory.learned());
      else if (clock.now() < this.#readAt + READ_AGAIN_MS) return;
      this.load();
    });
  }

  /**
   * Has the source learned, unless any process did within a day; then what that one learned is taken over.
   *
   * @param learn Resolves to `OK`, or to why the source could not be learned.
   * @returns What `learn` resolved to, or `KEPT`.
   */
  async learnOnceADay(learn: () => Promise<string>): Promise<string> {
    const { store, clock } = this.#options;
    if (clock.now() < this.#learnedAt + DAY_MS) return 'KEPT';
    const turn = await this.#turn();
    if (turn !== 'MINE') {
      await this.load();
      return 'KEPT';
    }
    const outcome = await learn();
    const isLearned = outcome === 'OK';
    if (isLearned) this.#learnedAt = clock.now();
    await this.#saving;
    await this.#attempt(async () => store?.done(isLearned));
    return outcome;
  }

  async #turn(): Promise<Turn> {
    const { store, clock } = this.#options;
    if (store === null) return 'MINE';
    const waitsUntil = clock.now() + WAIT_MS;
    for (;;) {
      let turn: Turn = 'MINE';
      await this.#attempt(async () => {
        turn = await store.claim();
      });
      if ((turn as Turn) !== 'OTHERS' || clock.now() >= waitsUntil) return turn;
      await new Promise<void>((resolve) => void clock.setTimer(POLL_MS, resolve));
    }
  }

  /** One after the other: what is saved last is the latest. */
  #save(traits: ReturnType<TraitMemory['learned']>): void {
    const { store } = this.#options;
    if (store === null || traits.length === 0) return;
    this.#saving = this.#saving.then(() => this.#attempt(() => store.save(traits)));
  }

  async #attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#isBroken) this.#options.onBroken(error);
      this.#isBroken = true;
    }
  }
}
