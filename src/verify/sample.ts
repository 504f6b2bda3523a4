import type { SourceRecord } from '../customers/model/source-record.ts';

/** A page as it was read: rows that could not be read are counted only. */
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

/** How many rows an answer has, those that could not be read included. */
export function rowsOf(page: SamplePage<unknown> | null): number {
  return page === null ? 0 : page.customers.length + page.skipped;
}
