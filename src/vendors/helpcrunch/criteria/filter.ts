import type { PlannedCriterion, PushDown } from '../../../customers/customer-source.ts';
import { type Demand, holdsMoments, type OwnFilter } from '../../../customers/model/customer-filter.ts';
import type {
  HelpCrunchCustomer,
  HelpCrunchCustomerFilter,
} from '../../../customers/model/help-crunch-customer.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';
import type { HelpCrunchQuery } from '../wire/wire.ts';
import { type Atom, CERTAINTY, type Clause, holds } from './atom.ts';
import { inEveryComposition, momentClauses, toOwnClauses } from './own-criteria.ts';
import { type PlannedLeg, planSearches } from './search-plan.ts';
import { findable, type SearchTraits, surelyFinds, USUAL_SEARCH } from './search-traits.ts';
import { matchesShared, toSharedClauses } from './shared-criteria.ts';
import { isExact, simplify } from './simplify.ts';

/** Converts a demand to searches; `batch`: the most conditions per search (HELPCRUNCH_SEARCH_BATCH). */
export function planDemand(demand: Demand, batch: number, traits: SearchTraits = USUAL_SEARCH): PushDown {
  const own =
    demand.own === null ? [] : toOwnClauses(demand.own as HelpCrunchCustomerFilter, inEveryComposition);
  const clauses = [
    ...toSharedClauses(demand.shared, batch, traits),
    ...own.map((clause) => asFound(clause, traits)),
    ...momentClauses(demand),
  ];
  return toPushDown(simplify(clauses.filter(isSearchable)), batch, isExact, clauses.filter(isResidual));
}

/** Checks here, row by row, what the search may miss. */
function asFound(asked: Clause, traits: SearchTraits): Clause {
  if (asked.residual !== undefined) return asked;
  const clause = {
    ...asked,
    atoms: asked.atoms.map((atom) => ({ ...atom, condition: findable(atom.condition, traits) })),
  };
  const isFound = clause.atoms.every((atom) => surelyFinds(atom.condition, traits));
  return isFound ? clause : { ...clause, residual: () => true };
}

/**
 * Plans the vendor's own filter for its own list: the vendor's matches stand and are not checked again, as far as one
 * search (or searches for different ids) can express the filter. The rest is split into several legs or checked here,
 * as for a demand.
 */
export function planOwnFilter(filter: HelpCrunchCustomerFilter | null, batch: number): PushDown {
  const all = filter === null ? [] : compiled(filter);
  const clauses = all.filter(isSearchable);
  const isSayable =
    clauses.length <= 1 || (clauses.length <= batch && clauses.every((clause) => clause.atoms.length === 1));
  const texts = clauses.filter((clause) => !isExact(clause));
  const sent = isSayable ? clauses : [...simplify(clauses.filter(isExact)), ...texts];
  const pushDown = toPushDown(sent, batch, () => true, all.filter(isResidual));
  return filter === null ? pushDown : { ...pushDown, residual: residualOf(filter, unsentIn(sent, batch)) };
}

/** The criteria that the planned searches leave out, wholly or in part. */
function unsentIn(clauses: readonly Clause[], batch: number): ReadonlySet<string> {
  if (clauses.some(({ atoms }) => atoms.length === 0)) return new Set();
  const { pushed } = planSearches(clauses, batch);
  return new Set(clauses.filter((clause) => !pushed.has(clause)).flatMap(({ criteria }) => criteria));
}

function isResidual({ residual }: Clause): boolean {
  return residual !== undefined;
}

function isSearchable(clause: Clause): boolean {
  return !isResidual(clause);
}

/**
 * The part of the vendor's own filter that a search cannot express, or that the planned ones leave out; under `ANY`
 * that is all of it.
 */
function residualOf(filter: HelpCrunchCustomerFilter, unsent: ReadonlySet<string>): HelpCrunchCustomerFilter {
  const { match, blocked, unsubscribed, tags } = filter;
  if (match === 'ANY') return filter;
  const left = Object.entries(filter).filter(([member]) => unsent.has(`helpCrunch.${member}`));
  return {
    match,
    ...(blocked !== undefined && { blocked }),
    ...(unsubscribed !== undefined && { unsubscribed }),
    ...(tags?.noneOf !== undefined && { tags: { noneOf: tags.noneOf } }),
    ...Object.fromEntries(left),
  };
}

/** Whether a profile satisfies a demand; profiles show every field that HelpCrunch searches by. */
export function matchesDemand(record: SourceRecord<HelpCrunchCustomer>, demand: Demand): boolean {
  return (
    matchesShared(record, demand.shared) &&
    holdsMoments(record.person, demand) &&
    (demand.own === null || compiled(demand.own).every((clause) => holds(clause, record.own)))
  );
}

/** Profiles show every field that HelpCrunch searches by. */
export function invisible(_filter: OwnFilter): OwnFilter | null {
  return null;
}

function toPushDown(
  clauses: readonly Clause[],
  batch: number,
  needsNoCheck: (clause: Clause) => boolean,
  residual: readonly Clause[],
): PushDown {
  const impossible = clauses.filter((clause) => clause.atoms.length === 0);
  if (impossible.length > 0) {
    const criteria = [...new Set(impossible.flatMap((clause) => clause.criteria))];
    return {
      filters: [],
      exact: true,
      criteria: criteria.map((criterion) => ({ criterion, handling: 'IMPOSSIBLE' })),
    };
  }
  const { legs, pushed } = planSearches(clauses, batch);
  return {
    filters: legs.map(toQuery),
    exact:
      residual.length === 0 &&
      clauses.every((clause) => pushed.has(clause) && needsNoCheck(clause)) &&
      areDisjoint(legs),
    ...(legs.length > 1 && {
      ownerOf: (record) => ownerOf(record as SourceRecord<HelpCrunchCustomer>, legs),
    }),
    criteria: toPlannedCriteria([...clauses, ...residual], pushed, needsNoCheck),
  };
}

function toQuery({ comparison, atoms }: PlannedLeg): HelpCrunchQuery {
  return atoms.length === 0 ? null : { comparison, conditions: atoms.map((atom) => atom.condition) };
}

/** Legs with disjoint sets of ids share no record. */
function areDisjoint(legs: readonly PlannedLeg[]): boolean {
  const counts = new Map<Atom, number>();
  for (const atom of legs.flatMap((leg) => leg.atoms)) counts.set(atom, (counts.get(atom) ?? 0) + 1);
  const isOwnId = (atom: Atom) =>
    atom.condition.field === 'customers.id' && atom.condition.operator === '=' && counts.get(atom) === 1;
  return (
    legs.length === 1 ||
    legs.every(({ comparison, atoms }) => (comparison === 'OR' ? atoms.every(isOwnId) : atoms.some(isOwnId)))
  );
}

/**
 * The leg that lists a matching record: the first of those that most certainly return it. A leg that only holds with
 * letter case ignored gives way to one that holds as written, whatever the vendor's rules are.
 */
function ownerOf(record: SourceRecord<HelpCrunchCustomer>, legs: readonly PlannedLeg[]): number {
  const scores = legs.map((leg) => scoreOf(leg, record.own));
  return scores.indexOf(Math.max(...scores));
}

/**
 * Under AND the sum, so that the most certain alternative of each clause counts, however uncertain the part shared by
 * all legs is.
 */
function scoreOf({ comparison, atoms }: PlannedLeg, customer: HelpCrunchCustomer): number {
  const certainties = atoms.map((atom) => atom.certainty(customer));
  if (comparison === 'OR') return Math.max(CERTAINTY.NO, ...certainties);
  return certainties.includes(CERTAINTY.NO)
    ? CERTAINTY.NO
    : certainties.reduce<number>((sum, one) => sum + one, 0);
}

function toPlannedCriteria(
  clauses: readonly Clause[],
  pushed: ReadonlySet<Clause>,
  needsNoCheck: (clause: Clause) => boolean,
): readonly PlannedCriterion[] {
  const names = [...new Set(clauses.flatMap((clause) => clause.criteria))];
  return names.map((criterion) => {
    const telling = clauses.filter((clause) => clause.criteria.includes(criterion));
    const asked = telling.filter((clause) => pushed.has(clause));
    if (asked.length === 0) return { criterion, handling: 'RESIDUAL' };
    const isWhole = asked.length === telling.length && asked.every(needsNoCheck);
    return {
      criterion,
      handling: isWhole ? 'PUSHED_DOWN' : 'PUSHED_DOWN_AND_RECHECKED',
      parameter: parameterOf(criterion, asked),
    };
  });
}

function parameterOf(criterion: string, clauses: readonly Clause[]): string {
  const fields = [...new Set(clauses.flatMap((clause) => clause.atoms.map((atom) => atom.condition.field)))];
  const name = criterion.replace('helpCrunch.', '');
  return fields.find((field) => field === `customers.${name}`) ?? fields.join(', ');
}

const clausesByFilter = new WeakMap<OwnFilter, readonly Clause[]>();

/** A filter is matched against every row of a list, so its clauses are built once. */
function compiled(filter: OwnFilter): readonly Clause[] {
  const known = clausesByFilter.get(filter) ?? toOwnClauses(filter as HelpCrunchCustomerFilter);
  clausesByFilter.set(filter, known);
  return known;
}
