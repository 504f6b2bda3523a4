import type { CustomerSource } from '../../customer-source.ts';
import type { SharedCriteria } from '../../model/customer-filter.ts';
import { isInRange } from '../../model/instant-range.ts';
import type { SourceName, SourceRecord } from '../../model/source-record.ts';
import { type CustomerChecks, showsVisits } from './list-plan.ts';

/** A record with the source that can judge it. */
export interface JudgedRecord {
  readonly source: CustomerSource;
  readonly record: SourceRecord;
}

/** One customer, as far as the checks need it. */
export interface CheckedCustomer {
  /** The customer's account, and the profiles that resolve to it. */
  readonly records: readonly JudgedRecord[];
  isKnownTo(source: SourceName): boolean;
}

/**
 * Whether all checks of a list hold for a customer. They must be known to every source of `inSources` and to none of
 * `notInSources`. Each source's own criteria must hold for one of its records, and the shared criteria together for one
 * record of any source. The last visit of some record, and the person's last change, must be in their ranges.
 */
export function checksHold(checks: CustomerChecks, { records, isKnownTo }: CheckedCustomer): boolean {
  return (
    checks.inSources.every(isKnownTo) &&
    !checks.notInSources.some(isKnownTo) &&
    [...checks.own].every(([name, own]) =>
      records.some(
        ({ source, record }) => source.name === name && source.matches(record, { shared: {}, own }),
      ),
    ) &&
    holdsUpdatedAt(checks, records) &&
    holdsLastSeenAt(checks, records) &&
    (checks.shared === null || records.some((each) => satisfiesShared(each, checks.shared ?? {})))
  );
}

/** The person's last change is that of the account, or of the profile if there is none. */
function holdsUpdatedAt({ updatedAt }: CustomerChecks, records: readonly JudgedRecord[]): boolean {
  if (updatedAt === undefined) return true;
  const speaking = records.find(({ source }) => source.role === 'ACCOUNTS') ?? records[0];
  return speaking !== undefined && isInRange(speaking.record.person.updatedAt, updatedAt);
}

function holdsLastSeenAt({ lastSeenAt }: CustomerChecks, records: readonly JudgedRecord[]): boolean {
  return (
    lastSeenAt === undefined || records.some(({ record }) => isInRange(record.person.lastSeenAt, lastSeenAt))
  );
}

/** Whether one record satisfies all of the shared criteria. */
export function satisfiesShared({ source, record }: JudgedRecord, shared: SharedCriteria): boolean {
  return source.matches(record, { shared, own: null });
}

/** Whether the checks depend on a profile source's records. */
export function speakOfProfiles(checks: CustomerChecks, source: CustomerSource): boolean {
  const { name } = source;
  return (
    checks.shared !== null ||
    (checks.lastSeenAt !== undefined && showsVisits(source)) ||
    checks.own.has(name) ||
    checks.inSources.includes(name) ||
    checks.notInSources.includes(name)
  );
}
