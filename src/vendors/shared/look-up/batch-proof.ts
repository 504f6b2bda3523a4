import type { SourceName } from '../../../customers/model/source-record.ts';
import type { SourceCall } from '../../../customers/source-call.ts';
import type { LastValue, ReadPart, Witness } from '../traits/witness.ts';
import { BatchCut } from './batch-cut.ts';
import type { BatchSize } from './batch-size.ts';

/** No vendor reads fewer values of one list than this, unless its rows make it likely. */
const SURELY_READ = 10;

/** So improbable a series of values that nobody has makes a cut likely. */
const IMPROBABLE = 0.01;

/** How many missing records are looked for beside the last one. */
const MOST_OTHERS = 2;

/** How long a record that was found alone needs no further request to show that it exists. */
const CONFIRMED_MS = 10_000;

export interface BatchProofOptions<Value, R extends { readonly id: string }> {
  readonly source: SourceName;
  readonly size: BatchSize;
  readonly witness: Witness<Value, R>;
  /** Whether a value may be added to a batch that does not have it. */
  readonly fits: (value: Value) => boolean;
  /** What a few values find. */
  readonly few: (values: readonly Value[], call: SourceCall) => Promise<readonly R[]>;
  readonly now?: () => number;
}

/** A batch that was answered. */
interface AnsweredBatch<Value, R> {
  readonly values: readonly Value[];
  /** How it was sent, if with a known value last. */
  readonly last: LastValue<Value> | null;
  readonly records: readonly R[];
  /** Whether a doubt is worth one more request: a filter names people, while most keys of look-ups find nobody. */
  readonly isList: boolean;
  /** Whether known values were sent in a random order, so that only a cut explains why none of the last ones came. */
  readonly isMixed?: boolean;
  /** Sends it once more with a known value last; null if the rows that came prove nothing. */
  readonly again: (last: LastValue<Value>) => Promise<readonly R[] | null>;
}

/** Whether the batches of one parameter were read to their end. */
export interface BatchProof<Value, R> {
  /** The batch with a known value last; null if no check is needed or possible. */
  atEnd(batch: readonly Value[]): LastValue<Value> | null;
  /**
   * Learns from the result of a batch, with one more request at most: only after an earlier cut, or for a list that is
   * long or whose rows make a cut likely. Rejects with a BatchCut if it was cut. Returns whether it is certain that it
   * was not.
   */
  prove(batch: AnsweredBatch<Value, R>, call: SourceCall): Promise<boolean>;
}

export function createBatchProof<Value, R extends { readonly id: string }>(
  options: BatchProofOptions<Value, R>,
): BatchProof<Value, R> {
  const { source, size, witness, fits, few, now = Date.now } = options;
  let confirmed: { readonly id: string; readonly until: number } | null = null;

  /** Whether the record requested last exists, or another one that is missing too: a search may lack some. */
  async function isStillThere(
    { id, value }: LastValue<Value>,
    { missing }: ReadPart<Value>,
    call: SourceCall,
  ): Promise<boolean> {
    if (confirmed?.id === id && now() < confirmed.until) return true;
    const others = missing.filter((other) => other.id !== id).slice(0, MOST_OTHERS);
    const found = await few([value, ...others.map((other) => other.value)], call);
    const expected = new Set([id, ...others.map((other) => other.id)]);
    if (!found.some((record) => expected.has(record.id))) return false;
    confirmed = { id, until: now() + CONFIRMED_MS };
    return true;
  }

  /** Whether the record requested last came. Rejects with a BatchCut if it should have. */
  async function showsLast(
    last: LastValue<Value>,
    records: readonly R[],
    call: SourceCall,
    isMixed = false,
  ): Promise<boolean> {
    if (records.some(({ id }) => id === last.id)) {
      size.sawWhole(last.batch.length);
      return true;
    }
    const part = witness.readOf(last.batch, records);
    if ((isMixed && part.isSurelyCut) || (await isStillThere(last, part, call))) throw new BatchCut(part);
    witness.lost(last.id);
    return false;
  }

  return {
    atEnd(batch) {
      if (!size.isUnproven(batch.length)) return witness.asAsked(batch);
      return witness.atEnd(batch, size.hasRoom(batch.length), fits);
    },

    async prove({ values, last, records, isList, isMixed, again }, call) {
      if (last !== null && (await showsLast(last, records, call, isMixed))) return true;
      if (!size.isUnproven(values.length)) return true;
      const part = witness.readOf(values, records);
      if (part.atLeast === values.length) {
        size.sawWhole(values.length);
        return true;
      }
      const isLong = values.length > SURELY_READ;
      const isDoubtful = isLong || isLikelyCut(values.length, records.length, part);
      if (size.wasCut || (isList && isDoubtful)) {
        const next = witness.anew(values, size.hasRoom(values.length), fits);
        const found = next === null ? null : await again(next);
        if (next !== null && found !== null && (await showsLast(next, found, call))) return true;
        // Fewer values have room for a known one.
        if (next === null && size.wasCut) throw new BatchCut(part);
      }
      size.sawUnproven(values.length, () => call.meter.warned?.(source, 'INCOMPLETE_SEARCH'));
      return false;
    },
  };
}

/** Whether values at the end found so little, compared with those before, that they may not have been read. Pure. */
export function isLikelyCut(
  values: number,
  records: number,
  { atLeast, isSurelyCut }: Pick<ReadPart<unknown>, 'atLeast' | 'isSurelyCut'>,
): boolean {
  if (isSurelyCut) return true;
  if (atLeast === 0 || values - atLeast < 2) return false;
  const found = Math.min(1, records / (atLeast + 1));
  return (1 - found) ** (values - atLeast) < IMPROBABLE;
}
