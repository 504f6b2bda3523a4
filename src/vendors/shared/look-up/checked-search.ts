import type { RecordPage } from '../../../customers/customer-source.ts';
import type { RecordKey, SourceName, SourceRecord } from '../../../customers/model/source-record.ts';
import type { SourceCall } from '../../../customers/source-call.ts';
import type { MissingRecord } from '../traits/missing-records.ts';
import { type SeenKey, SeenRecords } from '../traits/seen-records.ts';
import type { BatchSize } from './batch-size.ts';
import { type CompleteLookUp, completeLookUp } from './complete-look-up.ts';

/** The most operations that are told what a later look-up shows about theirs. */
const MOST_TOLD = 50;

/** The most keys contradicted by a response that are looked up again; more would show the same. */
const MOST_RECHECKED = 5;

export interface CheckedSearchOptions<Own> {
  readonly source: SourceName;
  /** The vendor's search for the keys, sent in the best way known. */
  readonly search: (keys: readonly RecordKey[], call: SourceCall) => Promise<readonly SourceRecord<Own>[]>;
  /** Fetches a record by its id, without a search. */
  readonly one: (id: string, call: SourceCall) => Promise<readonly SourceRecord<Own>[]>;
  readonly comparedValue: (key: RecordKey) => string | undefined;
  /** How many values one request for these keys has, at most. */
  readonly valuesOf: (keys: readonly RecordKey[]) => number;
  readonly batch: Pick<BatchSize, 'isUnproven' | 'sawCut' | 'size'>;
  /** Called with records that the search should have found. True: from now on it is sent differently. */
  readonly onMissing: (missing: readonly MissingRecord<SourceRecord<Own>>[]) => boolean;
  /** Called with those found when it was sent differently, and with those that were not. */
  readonly onAskedAnew: CompleteLookUp<SourceRecord<Own>>['onAskedAnew'];
  /** Whether a look-up by these keys may miss records, as far as is known. */
  readonly mayLack: (keys: readonly RecordKey[]) => boolean;
}

/**
 * Compares a vendor's search with its lists: each is checked against what the other showed, and pages are told what may
 * be missing.
 */
export interface CheckedSearch<Own> {
  /** Records that any response showed. */
  saw(records: readonly SourceRecord<Own>[]): void;
  lookUp(keys: readonly RecordKey[], call: SourceCall): Promise<readonly SourceRecord<Own>[]>;
  /** Checks the rows of a list, with or without criteria. */
  listed(page: RecordPage<Own>, call: SourceCall): Promise<RecordPage<Own>>;
}

export function createCheckedSearch<Own>(options: CheckedSearchOptions<Own>): CheckedSearch<Own> {
  const { source, search, one, comparedValue, valuesOf, batch, onMissing, onAskedAnew, mayLack } = options;
  const seen = new SeenRecords();
  /** Of operations that may still be under way, the latest last. */
  let answered: readonly SourceCall['meter'][] = [];

  /** Look-ups before were sent in a way that may have missed records. */
  function tellAnswered(): void {
    for (const meter of answered) meter.warned?.(source, 'INCOMPLETE_SEARCH');
    answered = [];
  }

  async function lookUp(
    keys: readonly RecordKey[],
    call: SourceCall,
    isRecheck = false,
  ): Promise<readonly SourceRecord<Own>[]> {
    const wasSure = !mayLack(keys);
    const atOnce = (some: readonly RecordKey[]) => Math.min(valuesOf(some), batch.size);
    const found = await completeLookUp<SourceRecord<Own>>(keys, {
      search: (asked) => search(asked, call),
      one: (id) => one(id, call),
      comparedValue,
      seen,
      onAskedAnew,
      mayBeCut: (some) => batch.isUnproven(atOnce(some)),
      onCut: (some) => batch.sawCut(atOnce(some)),
      onMissing(missing) {
        const isAskedAnew = onMissing(missing);
        if (isAskedAnew || (wasSure && mayLack(keys))) tellAnswered();
        return isAskedAnew;
      },
    });
    const missed = seen.saw(found);
    for (const key of keys) {
      const value = key.kind === 'phone' ? undefined : comparedValue(key);
      if (value !== undefined) seen.lookedUp({ kind: key.kind, value });
    }
    if (!answered.includes(call.meter)) answered = [...answered.slice(1 - MOST_TOLD), call.meter];
    if (mayLack(keys)) call.meter.warned?.(source, 'INCOMPLETE_SEARCH');
    if (!isRecheck) await recheck(missed, call);
    return found;
  }

  /** Other look-ups lacked records that a response shows. */
  async function recheck(missed: readonly SeenKey[], call: SourceCall): Promise<void> {
    const keys = missed.slice(0, MOST_RECHECKED) as readonly RecordKey[];
    if (keys.length > 0) await lookUp(keys, call, true);
  }

  return {
    saw: (records) => void seen.saw(records),
    lookUp: (keys, call) => lookUp(keys, call),
    async listed(page, call) {
      await recheck(seen.saw(page.records), call);
      return page;
    },
  };
}
