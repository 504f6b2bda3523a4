import type { Person, RecordKey, SourceRecord } from '../model/source-record.ts';
import type { SourceCall } from '../source-call.ts';
import type { SearchReading, SearchText } from './read-search-text.ts';

/**
 * How a source was searched for a text. `PARTS`: so that it finds beginnings (or endings) as typed. `WHOLE_WORDS`:
 * equal values only. `NONE`: it was not searched, or did not respond.
 */
export type SearchCoverage = 'PARTS' | 'WHOLE_WORDS' | 'NONE';

/** What a source found for a text: candidates, which the caller compares with the text. */
export interface FoundRecords<Own = unknown> {
  readonly records: readonly SourceRecord<Own>[];
  /** Whether all matching rows were read. */
  readonly isComplete: boolean;
  /** NONE: no reading of the text can be searched for at this source. */
  readonly coverage: SearchCoverage;
  /**
   * Whether a search for this longer text would find only records in this result, so that a complete result covers it,
   * too. Absent: it may find others.
   */
  readonly covers?: (longer: SearchText) => boolean;
  /**
   * Whether every record with this key is in the result, so that it need not be looked up: as responses have shown, or
   * as is assumed, which is enough for the rank. Null: others may exist. Absent: null for every key.
   */
  readonly hasAllWith?: (key: RecordKey) => 'SHOWN' | 'ASSUMED' | null;
  /** Requests that depend on what the other sources found. Until then the result is not complete. Absent: none. */
  readonly rest?: RestOfSearch<Own>;
  /** Readings by the record's id, for exact searches by values that records do not show. */
  readonly foundBy?: ReadonlyMap<string, ReadonlySet<SearchReading>>;
}

/** What the other sources found for the text. */
export interface FoundByOthers {
  /** Whether any source found somebody. */
  readonly isAnyone: boolean;
  /** Their people, whether or not they match the text. */
  readonly people: readonly Person[];
}

interface RestOfSearch<Own> {
  /** How many requests the search has sent. */
  readonly sent: number;
  /**
   * @param left How many more it may send.
   */
  ask(left: number, others: FoundByOthers, call: SourceCall): Promise<FoundRecords<Own>>;
}
