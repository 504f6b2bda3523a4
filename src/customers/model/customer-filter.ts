import type { SourceName } from './source-record.ts';

/** The criteria every record can be asked: one record of a customer must satisfy them all. Absent = no restriction. */
export interface SharedCriteria {
  /** Trimmed, spelled as given. */
  readonly email?: string;
  /** Any of these; empty matches nothing. */
  readonly emails?: readonly string[];
  /** E.164 with `+`. */
  readonly phone?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  /** YYYY-MM-DD */
  readonly birthdate?: string;
}

/** A source's own filter; only the source knows its shape. */
export type OwnFilter = object;

/** The input `CustomerFilter`, validated and with nulls dropped. */
export interface CustomerFilter {
  readonly shared: SharedCriteria;
  /** Known to all of these; empty restricts nothing. */
  readonly inSources: readonly SourceName[];
  /** Known to none of these. */
  readonly notInSources: readonly SourceName[];
  /** Criteria that only the named source's records can satisfy. A filter object without fields is absent here. */
  readonly own: ReadonlyMap<SourceName, OwnFilter>;
}

/** What one record must satisfy: the shared criteria and its source's own filter. */
export interface Demand {
  readonly shared: SharedCriteria;
  readonly own: OwnFilter | null;
}

/** The demand every record satisfies. */
export const NO_DEMAND: Demand = { shared: {}, own: null };
