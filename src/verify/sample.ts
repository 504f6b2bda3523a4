import type { SourceRecord } from '../customers/model/source-record.ts';

/** A page as decoded; rows that could not be decoded are only counted. */
export interface SamplePage<Own> {
  readonly customers: readonly Own[];
  readonly skipped: number;
  readonly total: number | null;
}

export function toSample<Own>(page: {
  readonly records: readonly SourceRecord<Own>[];
  readonly skipped: number;
  readonly total: number | null;
}): SamplePage<Own> {
  const readable = page.records.filter(({ isUnreadable }) => isUnreadable !== true);
  return { customers: readable.map(({ own }) => own), skipped: page.skipped, total: page.total };
}

/** The number of rows in a response, including those that could not be decoded. */
export function rowsOf(page: SamplePage<unknown> | null): number {
  return page === null ? 0 : page.customers.length + page.skipped;
}
