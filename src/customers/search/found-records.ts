import type { SourceRecord } from '../model/source-record.ts';
import type { SearchReading, SearchText } from './read-search-text.ts';

/**
 * How a source is asked for a text. `PARTS`: in a way that finds beginnings (or endings) as typed. `WHOLE_WORDS`: it finds
 * equal values only. `NONE`: it was not asked, or did not answer.
 */
export type SearchCoverage = 'PARTS' | 'WHOLE_WORDS' | 'NONE';

/** What a source found for a text: candidates, which are compared with the text by whoever asked. */
export interface FoundRecords<Own = unknown> {
  readonly records: readonly SourceRecord<Own>[];
  /** The source has no more rows than were read. */
  readonly isComplete: boolean;
  /** NONE: nothing in the text is anything that this source could be asked for. */
  readonly coverage: SearchCoverage;
  /**
   * Whether the source, asked for this longer text, would find nobody but these records: then a complete answer holds that
   * one, too. Absent: it may find others.
   */
  readonly covers?: (longer: SearchText) => boolean;
  /** Readings by the record's id, of values that the source was asked for as equal and that no field of the record shows. */
  readonly foundBy?: ReadonlyMap<string, ReadonlySet<SearchReading>>;
}
