import type { CustomerSource } from '../customer-source.ts';
import type { SharedCriteria } from '../model/customer-filter.ts';
import type { SourceName, SourceRecord } from '../model/source-record.ts';
import type { CustomerChecks } from './list-plan.ts';

/** A record with the source that can judge it. */
export interface JudgedRecord {
  readonly source: CustomerSource;
  readonly record: SourceRecord;
}

/** One customer, as far as the checks ask. */
export interface CheckedCustomer {
  /** The records that speak for them: their account, and the profiles that resolve to it. */
  readonly records: readonly JudgedRecord[];
  isKnownTo(source: SourceName): boolean;
}

/**
 * Whether all checks of a list hold for a customer: they are known to every source of `inSources` and to none of
 * `notInSources`; each source's own criteria hold for one of its records; the shared criteria hold together for one
 * record of any source.
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
    (checks.shared === null || records.some((each) => satisfiesShared(each, checks.shared ?? {})))
  );
}

/** Whether one record satisfies all of the shared criteria. */
export function satisfiesShared({ source, record }: JudgedRecord, shared: SharedCriteria): boolean {
  return source.matches(record, { shared, own: null });
}

/** Whether the checks speak of a source's records. */
export function nameSource(checks: CustomerChecks, name: SourceName): boolean {
  return checks.own.has(name) || checks.inSources.includes(name) || checks.notInSources.includes(name);
}
