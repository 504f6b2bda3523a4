import type { CustomerSource } from '../../../../customers/customer-source.ts';
import type { Clock } from '../../../../upstream/clock.ts';
import type { SharedStore } from '../../../../upstream/redis/shared-store.ts';
import { createFileTraits } from './file-traits.ts';
import { createRedisTraits } from './redis-traits.ts';
import { TraitKeeper } from './trait-keeper.ts';

export interface KeptTraitsOptions {
  /** A hash that tells apart sources, addresses and credentials. */
  readonly scope: string;
  /** Null: no Redis. */
  readonly shared: SharedStore | null;
  /** STATE_DIR, used without Redis; null: nothing is kept. */
  readonly stateDir: string | null;
  readonly clock: Clock;
  /** Told once when STATE_DIR cannot be used. */
  readonly onBroken: (error: unknown) => void;
}

/** The keeper of a source's traits, which have been read; null for a source that learns nothing. */
export async function openTraitKeeper(
  { traitMemory: memory }: Pick<CustomerSource, 'traitMemory'>,
  { scope, shared, stateDir, clock, onBroken }: KeptTraitsOptions,
): Promise<TraitKeeper | null> {
  if (memory === undefined) return null;
  const file = stateDir === null ? null : createFileTraits({ folder: stateDir, scope, now: clock.now });
  const keeper = new TraitKeeper({
    memory,
    clock,
    store: shared === null ? file : createRedisTraits(shared, scope, clock.now),
    // A shared store that is away tells so itself.
    onBroken: shared === null ? onBroken : () => {},
  });
  await keeper.load();
  if (shared !== null) keeper.follow(shared);
  return keeper;
}
