import { type InstantRange, isInRange } from './instant-range.ts';
import type { Person, SourceName } from './source-record.ts';

/**
 * The criteria that apply to records of every source: one record of a customer must satisfy them all. Absent = no
 * restriction.
 */
export interface SharedCriteria {
  /** Trimmed, otherwise as given. */
  readonly email?: string;
  /** Any of these; empty matches nothing. */
  readonly emails?: readonly string[];
  /** E.164 with `+`. */
  readonly phone?: string;
  /** Any of these, E.164 with `+`; empty matches nothing. */
  readonly phones?: readonly string[];
  readonly firstName?: string;
  readonly lastName?: string;
  /** YYYY-MM-DD */
  readonly birthdate?: string;
}

/**
 * Criteria on times of a person, whichever record shows them. `updatedAt`: when the account last changed, or a person
 * without one was last seen. `lastSeenAt`: some profile's last visit.
 */
export interface MomentCriteria {
  readonly updatedAt?: InstantRange;
  readonly lastSeenAt?: InstantRange;
}

/** A source's own filter; only the source knows its shape. */
export type OwnFilter = object;

/** The input `CustomerFilter`, validated, without nulls. */
export interface CustomerFilter extends MomentCriteria {
  readonly shared: SharedCriteria;
  /** Known to all of these; empty restricts nothing. */
  readonly inSources: readonly SourceName[];
  /** Known to none of these. */
  readonly notInSources: readonly SourceName[];
  /** Criteria that only the named source's records can satisfy. A filter object without fields is absent here. */
  readonly own: ReadonlyMap<SourceName, OwnFilter>;
}

/** What one record must satisfy: the shared criteria, its source's own filter, and the times it shows itself. */
export interface Demand extends MomentCriteria {
  readonly shared: SharedCriteria;
  readonly own: OwnFilter | null;
}

/** The demand that every record satisfies. */
export const NO_DEMAND: Demand = { shared: {}, own: null };

/** Whether a record's own times lie in the given ranges. */
export function holdsMoments(
  person: Pick<Person, keyof MomentCriteria>,
  { updatedAt, lastSeenAt }: MomentCriteria,
): boolean {
  return (
    (updatedAt === undefined || isInRange(person.updatedAt, updatedAt)) &&
    (lastSeenAt === undefined || isInRange(person.lastSeenAt, lastSeenAt))
  );
}
