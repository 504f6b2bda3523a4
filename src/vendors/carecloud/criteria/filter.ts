import type { PlannedCriterion, PushDown } from '../../../customers/customer-source.ts';
import type { CareCloudCustomer } from '../../../customers/model/care-cloud-customer.ts';
import { type Demand, holdsMoments } from '../../../customers/model/customer-filter.ts';
import { emailSpellings } from '../../../customers/model/email.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';
import type { CustomersFilter } from '../wire/wire.ts';
import { type Criterion, readCriteria, type SpellEmail, type Subject, satisfies } from './criteria.ts';
import { foundIds, isFound, toFoundCriteria } from './found-accounts.ts';
import { parameterName, singleValues } from './parameters.ts';
import { checksOf, toCheckedCriterion } from './record-checks.ts';
import { splitValues } from './split-values.ts';

/** What is known about how GET /customers compares. */
export interface ListMatching {
  readonly spellEmail: SpellEmail;
  /** Whether names are found in any letter case. */
  readonly findsNames: boolean;
}

const USUAL_MATCHING: ListMatching = { spellEmail: emailSpellings, findsNames: true };

/** Parameters whose match is exact (ASSUMED_BEHAVIOUR.exactMatch), so rows are not checked again. */
const EXACT: ReadonlySet<Subject> = new Set(['customerIds', 'customerSourceId']);

const PREFIX = 'careCloud.';

/**
 * Plans a demand as queries of GET /customers that together certainly return every account satisfying it. The vendor
 * ANDs parameters, so every subject goes into each query.
 *
 * @param batch The most values in one array parameter.
 */
export function planDemand(
  demand: Demand,
  batch: number,
  { spellEmail, findsNames }: ListMatching = USUAL_MATCHING,
): PushDown {
  const wanted = readCriteria(demand, spellEmail);
  const asked = findsNames ? wanted : wanted.filter((one) => !isName(one));
  const found = foundIds(demand.own);
  const split = splitValues(wanted, batch, found !== undefined);
  const checks = checksOf(demand.own);
  const handlingOf = (one: Criterion): PlannedCriterion['handling'] => {
    if (one.choice.size === 0) return 'IMPOSSIBLE';
    if (split.residual.has(one) || !asked.includes(one)) return 'RESIDUAL';
    return EXACT.has(one.subject) ? 'PUSHED_DOWN' : 'PUSHED_DOWN_AND_RECHECKED';
  };
  const criteria: readonly PlannedCriterion[] = [
    ...wanted.flatMap((one) => {
      const handling = handlingOf(one);
      const parameter = parameterName(one.subject, split.asksByList);
      const isAsked = handling !== 'IMPOSSIBLE' && handling !== 'RESIDUAL';
      return one.criteria.map((criterion) => ({ criterion, handling, ...(isAsked && { parameter }) }));
    }),
    ...checks.map((check) => toCheckedCriterion(check, PREFIX)),
    ...(demand.updatedAt === undefined ? [] : [{ criterion: 'updatedAt', handling: 'RESIDUAL' } as const]),
    ...toFoundCriteria(demand.own, PREFIX),
  ];
  if (found?.length === 0 || criteria.some(({ handling }) => handling === 'IMPOSSIBLE'))
    return { filters: [], exact: false, criteria };

  const common: CustomersFilter = { ...singleValues(asked), ...(found && { found_ids: found }) };
  const filters = split.filters.map((filter) => ({ ...common, ...filter }));
  return {
    filters: filters.map((filter) => (Object.keys(filter).length === 0 ? null : filter)),
    exact:
      checks.length === 0 &&
      demand.updatedAt === undefined &&
      wanted.every(({ subject }) => EXACT.has(subject)),
    ...(split.ownerOf !== null && { ownerOf: split.ownerOf }),
    criteria,
  };
}

/** Whether an account satisfies a demand, as far as its record shows. */
export function matchesDemand(record: SourceRecord, demand: Demand): boolean {
  let wanted = criteriaByDemand.get(demand);
  if (wanted === undefined) {
    wanted = readCriteria(demand);
    criteriaByDemand.set(demand, wanted);
  }
  return (
    holdsMoments(record.person, demand) &&
    wanted.every((one) => satisfies(record, one)) &&
    isFound(record, demand.own) &&
    checksOf(demand.own).every((check) => check.holds(record.own as CareCloudCustomer))
  );
}

/** A demand is evaluated for every row of a walk, so a thousand emails are parsed only once. */
const criteriaByDemand = new WeakMap<Demand, readonly Criterion[]>();

function isName({ subject }: Criterion): boolean {
  return subject === 'firstName' || subject === 'lastName';
}
