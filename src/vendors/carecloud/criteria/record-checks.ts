import type { PlannedCriterion } from '../../../customers/customer-source.ts';
import type {
  CareCloudCustomer,
  CareCloudCustomerFilter,
} from '../../../customers/model/care-cloud-customer.ts';
import type { OwnFilter } from '../../../customers/model/customer-filter.ts';

/** A criterion without a parameter of GET /customers, which every record shows. */
export interface RecordCheck {
  readonly criterion: keyof CareCloudCustomerFilter;
  /** Whether no account can satisfy it: an empty list of values. */
  readonly isImpossible: boolean;
  holds(customer: CareCloudCustomer): boolean;
}

/** The parts of a filter that are checked here, row by row. Pure. */
export function recordChecks({ states, storeIds, consent }: CareCloudCustomerFilter): readonly RecordCheck[] {
  const checks: RecordCheck[] = [];
  if (states !== undefined) {
    const wanted = new Set(states);
    checks.push({
      criterion: 'states',
      isImpossible: wanted.size === 0,
      holds: ({ state }) => state !== null && wanted.has(state),
    });
  }
  if (storeIds !== undefined) {
    const wanted = new Set(storeIds);
    checks.push({
      criterion: 'storeIds',
      isImpossible: wanted.size === 0,
      holds: ({ storeId }) => storeId !== null && wanted.has(storeId),
    });
  }
  if (consent !== undefined) {
    checks.push({
      criterion: 'consent',
      isImpossible: false,
      holds: ({ consents }) => {
        const given = consents.filter(({ consentId }) => consentId === consent.consentId);
        // A consent missing from the account was never requested.
        return given.length === 0
          ? consent.value === 'NOT_SET'
          : given.some(({ value }) => value === consent.value);
      },
    });
  }
  return checks;
}

/** The same of an opaque filter, which may be none. */
export function checksOf(own: OwnFilter | null): readonly RecordCheck[] {
  return own === null ? [] : recordChecks(own as CareCloudCustomerFilter);
}

/** @param prefix Of the criterion's public name: `careCloud.` in the unified list. */
export function toCheckedCriterion(
  { criterion, isImpossible }: RecordCheck,
  prefix: string,
): PlannedCriterion {
  return { criterion: `${prefix}${criterion}`, handling: isImpossible ? 'IMPOSSIBLE' : 'RESIDUAL' };
}
