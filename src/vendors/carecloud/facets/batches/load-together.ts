import { chunks } from '../../../shared/look-up/batch-size.ts';
import { type Batch, hasForeign, rowsByOwner } from './batch.ts';
import type { BatchCapacity } from './batch-capacity.ts';
import { judgeTrial, type KnownRows, planTrial } from './judge-trial.ts';

/** How one list is requested. */
export interface TogetherPort<Value> {
  /** One customer's rows; rejects separately. */
  alone(id: string): Promise<Value>;
  /** Several customers' rows; null if one of them is unknown to the vendor. `isPart`: one of many such requests. */
  together(ids: readonly string[], isPart: boolean): Promise<Batch | null>;
  /** The same as a trial; null if nothing was learned. */
  trial(ids: readonly string[]): Promise<Batch | 'REFUSED' | 'FAILED' | null>;
  /** The value from a customer's rows; null if only a separate request can tell. */
  toValue(rows: readonly unknown[]): Value | null;
  /** What a value reveals about a customer's rows; null if it does not reveal their number. */
  knownOf(value: Value): KnownRows | null;
}

/** Customers requested alone before a trial, at most twice this many: some of them must have rows. */
const FIRST = 6;
const MOST_FIRSTS = 2;

/** Trials per load: one that returns too much is repeated with fewer customers. */
const MOST_TRIALS = 2;

/**
 * Each customer's value, or the error of its request, with as few requests as the list is known to accept. Null:
 * nothing may be learned.
 */
export async function loadTogether<Value>(
  ids: readonly string[],
  port: TogetherPort<Value>,
  capacity: BatchCapacity | null,
): Promise<ReadonlyMap<string, Value | Error>> {
  const found = new Map<string, Value | Error>();

  async function askAlone(some: readonly string[]): Promise<void> {
    await Promise.all(
      some.map(async (id) => found.set(id, await port.alone(id).catch((error: Error) => error))),
    );
  }

  async function take(some: readonly string[], batch: Batch): Promise<void> {
    const open: string[] = [];
    for (const [id, rows] of rowsByOwner(some, batch)) {
      const value = port.toValue(rows);
      if (value === null) open.push(id);
      else found.set(id, value);
    }
    await askAlone(open);
  }

  const takeOpen = (asked: readonly string[], batch: Batch) =>
    take(
      open().filter((id) => asked.includes(id)),
      batch,
    );

  async function askTogether(some: readonly string[], isPart = false): Promise<void> {
    if (some.length < 2) return askAlone(some);
    let batch: Batch | null;
    try {
      batch = await port.together(some, isPart);
    } catch (error) {
      for (const id of some) found.set(id, error as Error);
      return;
    }
    if (batch === null) return askAlone(some);
    if (hasForeign(some, batch)) {
      capacity?.isNot();
      return askAlone(some);
    }
    if (batch.isWhole) return take(some, batch);
    await Promise.all(chunks(some, fitting(some.length, batch)).map((part) => askTogether(part, true)));
  }

  const open = () => ids.filter((id) => !found.has(id));
  const askAll = async (some: readonly string[]) => {
    if (capacity === null || capacity.size === 1) return askAlone(some);
    await Promise.all(chunks(some, capacity.size).map((part) => askTogether(part)));
  };

  if (capacity !== null) {
    for (let tries = 0; tries < MOST_FIRSTS && capacity.toTry(open().length) !== null; tries++) {
      const isNew = capacity.size === 1;
      await askAll(open().slice(0, isNew ? FIRST : capacity.size));
      if (await tryMore(capacity, isNew)) break;
    }
  }
  await askAll(open());
  return found;

  /** Whether there was a trial, whatever its result. */
  async function tryMore(capacity: BatchCapacity, excludes: boolean): Promise<boolean> {
    if (open().length < (excludes ? 2 : 1)) return true;
    const known = new Map(
      [...found].flatMap(([id, value]) => {
        const rows = value instanceof Error ? null : port.knownOf(value);
        return rows === null ? [] : [[id, rows] as const];
      }),
    );
    let size = capacity.toTry(ids.length);
    for (let trials = 0; trials < MOST_TRIALS && size !== null; trials++) {
      const asked = planTrial(open(), known, { size, excludes });
      if (asked === null) return trials > 0;
      const batch = await port.trial(asked);
      if (batch === null) return true;
      const verdict = typeof batch === 'string' ? batch : judgeTrial(asked, batch, known);
      if (verdict !== 'UNCLEAR') capacity.judged(asked.length, verdict);
      if (typeof batch === 'string') return true;
      if (verdict === 'HONOURED') await takeOpen(asked, batch);
      if (verdict !== 'UNCLEAR') return true;
      size = capacity.toTry(fitting(asked.length, batch));
    }
    return true;
  }
}

/** How many customers to request if their rows were too many for one response. */
function fitting(customers: number, { rows, total }: Batch): number {
  const parts = total === null || rows.length === 0 ? 2 : Math.max(2, Math.ceil(total / rows.length));
  return Math.max(1, Math.floor(customers / parts));
}
