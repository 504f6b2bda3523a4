import type { PlannedCriterion, PushDown } from '../../../customers/customer-source.ts';
import type {
  CareCloudCustomer,
  CareCloudCustomerFilter,
} from '../../../customers/model/care-cloud-customer.ts';
import { type Demand, holdsMoments, type OwnFilter } from '../../../customers/model/customer-filter.ts';
import { emailSpellings } from '../../../customers/model/email.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';
import type { CustomersFilter } from '../wire/wire.ts';
import { type AllowedValues, allSpellings, packValues, type ValuePack } from './allowed-values.ts';
import {
  type Criterion,
  foldedValue,
  readCriteria,
  type SpellEmail,
  type Subject,
  satisfies,
} from './criteria.ts';
import { type RecordCheck, recordChecks } from './record-checks.ts';

/** What GET /customers can filter by, under the public names of CareCloudCustomerFilter. */
export const FILTERS = [
  'email',
  'emails',
  'phone',
  'firstName',
  'lastName',
  'birthdate',
  'customerSourceId',
  'customerIds',
] as const satisfies readonly (keyof CareCloudCustomerFilter)[];

/** The parameter for a subject with a single value. */
const PARAMETERS = {
  email: 'email',
  phone: 'phone',
  firstName: 'first_name',
  lastName: 'last_name',
  birthdate: 'birthdate',
  customerSourceId: 'customer_source_id',
  customerIds: 'customer_ids',
} as const satisfies Record<Subject, keyof CustomersFilter>;

/**
 * The most phone numbers that are searched for with one query each, as `phone` takes one; longer lists are checked
 * here.
 */
const MOST_PHONE_QUERIES = 10;

/** Parameters whose match is exact (ASSUMED_BEHAVIOUR.exactMatch), so rows are not checked again. */
const EXACT: ReadonlySet<Subject> = new Set(['customerIds', 'customerSourceId']);

/**
 * Plans a demand as queries of GET /customers that together certainly return every account satisfying it.
 *
 * The vendor ANDs parameters, so every subject goes into each query. Only emails and ids can be too many for one
 * request; they are split into a query per `batch` values. If both are too many, only the ids (at most one account
 * each) are split and the emails are checked here, or the legs would multiply. `phone` takes one number: a few numbers
 * make one query each; more of them, or any combined with emails or ids, are checked here.
 */
export function planDemand(
  demand: Demand,
  batch: number,
  { spellEmail, findsNames }: ListMatching = USUAL_MATCHING,
): PushDown {
  const wanted = readCriteria(demand, spellEmail);
  const isName = ({ subject }: Criterion) => subject === 'firstName' || subject === 'lastName';
  const asked = findsNames ? wanted : wanted.filter((one) => !isName(one));
  const found = foundIds(demand.own);
  const ids = wanted.find(({ subject }) => subject === 'customerIds');
  const emails = wanted.find(({ subject }) => subject === 'email');
  const idPacks = ids && packValues(ids.choice, batch);
  const emailPacks = emails && packValues(emails.choice, batch);
  const phones = wanted.find(({ subject, choice }) => subject === 'phone' && choice.size > 1);
  const phonePacks = phones && packValues(phones.choice, 1);
  const phonesAreResidual =
    phonePacks !== undefined &&
    ([ids, emails, found].some((other) => other !== undefined) || phonePacks.length > MOST_PHONE_QUERIES);
  const emailsAreResidual = idPacks !== undefined && emailPacks !== undefined && emailPacks.length > 1;
  const asksByList = emails !== undefined && needsList(emails);

  const criteria = wanted.flatMap((one): PlannedCriterion[] => {
    const isResidual =
      (one === emails && emailsAreResidual) || (one === phones && phonesAreResidual) || !asked.includes(one);
    const parameter = parameterName(one.subject, asksByList);
    return one.criteria.map((criterion) => {
      if (one.choice.size === 0) return { criterion, handling: 'IMPOSSIBLE' };
      if (isResidual) return { criterion, handling: 'RESIDUAL' };
      if (EXACT.has(one.subject)) return { criterion, handling: 'PUSHED_DOWN', parameter };
      return { criterion, handling: 'PUSHED_DOWN_AND_RECHECKED', parameter };
    });
  });
  const checks = checksOf(demand);
  criteria.push(...checks.map((check) => toPlanned(check, 'careCloud.')));
  if (demand.updatedAt !== undefined) criteria.push({ criterion: 'updatedAt', handling: 'RESIDUAL' });
  criteria.push(...toFoundCriteria(demand.own, 'careCloud.'));
  const isNobody = wanted.some(({ choice }) => choice.size === 0) || found?.length === 0;
  if (isNobody || checks.some(({ isImpossible }) => isImpossible)) {
    return { filters: [], exact: false, criteria };
  }

  const common: CustomersFilter = {
    ...commonFilter(asked),
    ...(found && { found_ids: found }),
  };
  const byId = idPacks?.map((pack): CustomersFilter => ({ customer_ids: allSpellings(pack) })) ?? [{}];
  const byEmail = emailsAreResidual
    ? [{}]
    : (emailPacks?.map((pack): CustomersFilter => emailFilter(pack, asksByList)) ?? [{}]);
  const byPhone =
    phonePacks === undefined || phonesAreResidual
      ? [{}]
      : phonePacks.map((pack): CustomersFilter => commonFilter([{ subject: 'phone', choice: pack }]));
  const filters = byId.flatMap((id) =>
    byEmail.flatMap((email) => byPhone.map((phone) => ({ ...common, ...email, ...id, ...phone }))),
  );
  const split = splitOf({
    customerIds: byId.length > 1 && idPacks,
    email: byEmail.length > 1 && emailPacks,
    phone: byPhone.length > 1 && phonePacks,
  });
  return {
    filters: filters.map((filter) => (Object.keys(filter).length === 0 ? null : filter)),
    exact:
      checks.length === 0 &&
      demand.updatedAt === undefined &&
      wanted.every(({ subject }) => EXACT.has(subject)),
    ...(split !== null && { ownerOf: (record: SourceRecord) => packOf(record, ...split) }),
    criteria,
  };
}

/** What is known about how GET /customers compares. */
export interface ListMatching {
  readonly spellEmail: SpellEmail;
  /** Whether names are found in any letter case. */
  readonly findsNames: boolean;
}

const USUAL_MATCHING: ListMatching = { spellEmail: emailSpellings, findsNames: true };

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
    checksOf(demand).every((check) => check.holds(record.own as CareCloudCustomer))
  );
}

/** The accounts that a filter resolved to; undefined if it needed no resolving. */
function foundIds(own: OwnFilter | null): readonly string[] | undefined {
  return (own as CareCloudCustomerFilter | null)?.foundIds;
}

function isFound({ id }: SourceRecord, own: OwnFilter | null): boolean {
  const ids = foundIds(own);
  if (own === null || ids === undefined) return true;
  const known = foundByFilter.get(own) ?? new Set(ids);
  foundByFilter.set(own, known);
  return known.has(id);
}

/** A segment of thousands is converted to a set only once. */
const foundByFilter = new WeakMap<OwnFilter, ReadonlySet<string>>();

/** Criteria that are resolved to accounts first, which are then filtered by id. */
const FOUND = [
  'segmentId',
  'externalIds',
  'cardNumbers',
] as const satisfies readonly (keyof CareCloudCustomerFilter)[];

function toFoundCriteria(own: OwnFilter | null, prefix: string): readonly PlannedCriterion[] {
  const filter = (own ?? {}) as CareCloudCustomerFilter;
  const handling = filter.foundIds?.length === 0 ? 'IMPOSSIBLE' : 'PUSHED_DOWN';
  return FOUND.filter((name) => filter[name] !== undefined).map((name) => ({
    criterion: `${prefix}${name}`,
    handling,
    ...(handling === 'PUSHED_DOWN' && { parameter: 'customer_ids[]' }),
  }));
}

function checksOf({ own }: Demand): readonly RecordCheck[] {
  return own === null ? [] : recordChecks(own as CareCloudCustomerFilter);
}

function toPlanned({ criterion, isImpossible }: RecordCheck, prefix: string): PlannedCriterion {
  return { criterion: `${prefix}${criterion}`, handling: isImpossible ? 'IMPOSSIBLE' : 'RESIDUAL' };
}

/** A demand is evaluated for every row of a walk, so a thousand emails are parsed only once. */
const criteriaByDemand = new WeakMap<Demand, readonly Criterion[]>();

/** The customer source: a parameter of the list that records do not show. */
export function invisible(filter: OwnFilter): CareCloudCustomerFilter | null {
  const { customerSourceId } = filter as CareCloudCustomerFilter;
  return customerSourceId === undefined ? null : { customerSourceId };
}

/**
 * Plans the vendor's own filter as one query. Nothing is added, split or checked again: the vendor's semantics apply.
 * Null = the whole list; an empty list of values matches nothing and sends no request.
 */
export function planOwnFilter(filter: CareCloudCustomerFilter | null): PushDown {
  const query = toOwnQuery(filter);
  const checks = checksOf({ shared: {}, own: filter });
  const isEmpty = matchesNothing(query) || checks.some(({ isImpossible }) => isImpossible);
  const criteria = FILTERS.flatMap((criterion): PlannedCriterion[] => {
    const value = filter?.[criterion];
    if (value === undefined) return [];
    if (typeof value !== 'string' && value.length === 0) return [{ criterion, handling: 'IMPOSSIBLE' }];
    return [{ criterion, handling: 'PUSHED_DOWN', parameter: OWN_PARAMETERS[criterion] }];
  });
  const { states, storeIds, consent } = filter ?? {};
  const residual: CareCloudCustomerFilter = {
    ...(states && { states }),
    ...(storeIds && { storeIds }),
    ...(consent && { consent }),
  };
  return {
    filters: isEmpty ? [] : [query],
    exact: checks.length === 0,
    ...(checks.length > 0 && { residual }),
    criteria: [...criteria, ...toFoundCriteria(filter, ''), ...checks.map((check) => toPlanned(check, ''))],
  };
}

/** The vendor's own filter as query parameters. */
export function toOwnQuery(filter: CareCloudCustomerFilter | null): CustomersFilter | null {
  const { email, emails, phone, firstName, lastName, birthdate, customerSourceId, customerIds } =
    filter ?? {};
  const found = filter?.foundIds;
  const query: CustomersFilter = {
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone: phone.replace(/\D/g, '') }),
    ...(customerSourceId !== undefined && { customer_source_id: customerSourceId }),
    ...(firstName !== undefined && { first_name: firstName }),
    ...(lastName !== undefined && { last_name: lastName }),
    ...(birthdate !== undefined && { birthdate }),
    ...(emails !== undefined && { email_list: emails }),
    // The resolved ids are a subset of these.
    ...(customerIds !== undefined && found === undefined && { customer_ids: customerIds }),
    ...(found !== undefined && { found_ids: found }),
  };
  return Object.keys(query).length === 0 ? null : query;
}

/**
 * Whether a query has an array parameter without values. It is never sent, because an omitted parameter would mean no
 * restriction.
 */
export function matchesNothing(query: CustomersFilter | null): boolean {
  return (
    query?.email_list?.length === 0 || query?.customer_ids?.length === 0 || query?.found_ids?.length === 0
  );
}

const OWN_PARAMETERS: Readonly<Record<(typeof FILTERS)[number], string>> = {
  ...PARAMETERS,
  emails: 'email_list[]',
  customerIds: 'customer_ids[]',
};

/** `email` takes one spelling; a list, or one email in two spellings, goes into `email_list[]`. */
function needsList({ criteria, choice }: Criterion): boolean {
  return criteria.some((name) => name.endsWith('emails')) || allSpellings(choice).length > 1;
}

function emailFilter(values: AllowedValues, asList: boolean): CustomersFilter {
  const spellings = allSpellings(values);
  const [only] = spellings;
  return asList || only === undefined ? { email_list: spellings } : { email: only };
}

function parameterName(subject: Subject, emailsByList: boolean): string {
  if (subject === 'customerIds') return 'customer_ids[]';
  return subject === 'email' && emailsByList ? 'email_list[]' : PARAMETERS[subject];
}

/** The part shared by every query: the subjects with one value. */
function commonFilter(wanted: readonly Pick<Criterion, 'subject' | 'choice'>[]): CustomersFilter {
  const single = wanted.filter(
    ({ subject, choice }) => subject !== 'email' && subject !== 'customerIds' && choice.size === 1,
  );
  return Object.fromEntries(
    single.map(({ subject, choice }) => [PARAMETERS[subject], allSpellings(choice)[0]]),
  );
}

/** The subject whose values are split between several queries; null for a single query. */
function splitOf(
  packs: Partial<Record<Subject, readonly ValuePack[] | false | undefined>>,
): readonly [Subject, readonly ValuePack[]] | null {
  for (const [subject, shared] of Object.entries(packs)) if (shared) return [subject as Subject, shared];
  return null;
}

/** The pack, and so the query, that contains a record's value. */
function packOf(record: SourceRecord, subject: Subject, packs: readonly ValuePack[]): number {
  const folded = foldedValue(record, subject);
  return Math.max(
    0,
    packs.findIndex((pack) => pack.has(folded)),
  );
}
