import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LearnedTrait } from '../../../../customers/customer-source.ts';
import { isObject } from '../../json.ts';
import { DAY_MS, KEPT_MS, MOST_TRAITS, type TraitStore, TURN_MS, toLearnedTrait } from './trait-store.ts';

export interface FileTraitsOptions {
  /** STATE_DIR. */
  readonly folder: string;
  /** A hash that tells apart sources, addresses and credentials. */
  readonly scope: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A larger file is not ours. */
const MOST_BYTES = 64 * 1024;
/** No link that somebody else left there is followed, and no pipe waited for. */
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
/** Clocks are set. */
const AHEAD_MS = 60_000;

/** Traits in a folder that outlives the process; processes that share it take turns, too. */
export function createFileTraits({ folder, scope, now }: FileTraitsOptions): TraitStore {
  const traitFile = join(folder, `customer-gateway-traits-${scope}.json`);
  const turnFile = join(folder, `customer-gateway-traits-${scope}.turn`);

  async function load(): Promise<readonly LearnedTrait[]> {
    const stored = await readJson(traitFile);
    const traits = isObject(stored) && Array.isArray(stored.traits) ? stored.traits : [];
    return traits.slice(0, MOST_TRAITS).flatMap((each: unknown) => {
      const trait = Array.isArray(each) ? toLearnedTrait(each[0], each[1], each[2]) : null;
      const age = trait === null ? Number.NaN : now() - trait.learnedAt;
      return trait !== null && age < KEPT_MS && age > -AHEAD_MS ? [trait] : [];
    });
  }

  /** Whole or not at all. */
  async function replace(file: string, value: unknown): Promise<void> {
    await mkdir(folder).catch(() => {});
    const written = `${file}.${randomUUID()}`;
    try {
      await writeFile(written, JSON.stringify(value), { mode: 0o600, flag: 'wx' });
      await rename(written, file);
    } catch (error) {
      await rm(written, { force: true }).catch(() => {});
      throw error;
    }
  }

  return {
    load,
    async save(traits) {
      const all = new Map((await load()).map((trait) => [trait.name, trait]));
      for (const trait of traits) {
        if (trait.learnedAt >= (all.get(trait.name)?.learnedAt ?? 0)) all.set(trait.name, trait);
      }
      const rows = [...all.values()].map(({ name, value, learnedAt }) => [name, value, learnedAt]);
      await replace(traitFile, { traits: rows });
    },
    async claim() {
      await mkdir(folder).catch(() => {});
      const turn = await readJson(turnFile);
      const at = isObject(turn) && typeof turn.at === 'number' ? turn.at : Number.NaN;
      const isDone = isObject(turn) && turn.isDone === true;
      const age = now() - at;
      if (age > -AHEAD_MS && age < (isDone ? DAY_MS : TURN_MS)) return isDone ? 'DONE' : 'OTHERS';
      if (turn !== null) await rm(turnFile, { force: true });
      try {
        await writeFile(turnFile, JSON.stringify({ at: now() }), { mode: 0o600, flag: 'wx' });
        return 'MINE';
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'OTHERS';
        throw error;
      }
    },
    done: (isLearned) =>
      isLearned ? replace(turnFile, { at: now(), isDone: true }) : rm(turnFile, { force: true }),
  };
}

/** What a file holds; null: there is none. What is no JSON of ours is as if it were empty. */
async function readJson(file: string): Promise<unknown> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, READ);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : {};
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size > MOST_BYTES) return {};
    const value: unknown = JSON.parse(await handle.readFile('utf8'));
    return value ?? {};
  } catch {
    return {};
  } finally {
    await handle.close();
  }
}
