import { chunks } from '../../shared/look-up/batch-size.ts';
import { ASSUMED_PROFILES, LARGEST_PAGE, MAX_SPLIT_LEGS } from '../assumptions.ts';
import type { Atom, Clause } from './atom.ts';

/** One planned search: its conditions under one comparison. No conditions: the whole list. */
export interface PlannedLeg {
  readonly comparison: 'AND' | 'OR';
  readonly atoms: readonly Atom[];
}

/** Searches that together contain every record satisfying all clauses, and the clauses they leave unchecked. */
export interface SearchPlan {
  readonly legs: readonly PlannedLeg[];
  readonly pushed: ReadonlySet<Clause>;
}

/**
 * Finds the cheapest way to express "all of these clauses" in flat searches of at most `batch` conditions. A search has
 * either single conditions under AND or one clause's alternatives under OR, so the choices are
 * - all clauses of one condition, under AND, with the others checked here;
 * - the same, once for each alternative of further clauses (`a AND (b OR c)` = `a AND b`, `a AND c`);
 * - the alternatives of one clause, under OR, with everything else checked here.
 * The cheapest takes the fewest requests to read in full, then has the fewest legs, then the fewest rows. No clause may
 * be without atoms.
 */
export function planSearches(clauses: readonly Clause[], batch: number): SearchPlan {
  const several = clauses.filter((clause) => clause.atoms.length > 1);
  if (clauses.length === 1 && several.length === 1)
    return alternativesOf(several, batch)[0] ?? NOTHING_PUSHED;
  const candidates = [...splitPlans(clauses, batch), ...alternativesOf(several, batch)];
  return candidates.reduce((best, plan) => (isCheaper(plan, best) ? plan : best), NOTHING_PUSHED);
}

const NOTHING_PUSHED: SearchPlan = { legs: [{ comparison: 'AND', atoms: [] }], pushed: new Set() };

/** Under AND: every single condition, with more and more clauses split into their alternatives while that pays. */
function splitPlans(clauses: readonly Clause[], batch: number): readonly SearchPlan[] {
  const plans: SearchPlan[] = [];
  let split: readonly Clause[] = [];
  let best = splitPlan(clauses, split, batch);
  while (best !== null) {
    plans.push(best);
    const open = clauses.filter((clause) => clause.atoms.length > 1 && !split.includes(clause));
    const next = open
      .map((clause) => ({ split: [...split, clause], plan: splitPlan(clauses, [...split, clause], batch) }))
      .reduce<{ split: readonly Clause[]; plan: SearchPlan | null }>(
        (least, option) => (option.plan !== null && isCheaper(option.plan, least.plan) ? option : least),
        { split, plan: best },
      );
    if (next.plan === best) break;
    ({ split, plan: best } = next);
  }
  return plans;
}

function splitPlan(clauses: readonly Clause[], split: readonly Clause[], batch: number): SearchPlan | null {
  const legCount = split.reduce((product, clause) => product * clause.atoms.length, 1);
  if (legCount > MAX_SPLIT_LEGS || split.length > batch) return null;
  const singles = clauses
    .filter((clause) => clause.atoms.length === 1)
    .sort((left, right) => shareOfAny(left.atoms) - shareOfAny(right.atoms))
    .slice(0, batch - split.length);
  const common = singles.flatMap((clause) => clause.atoms);
  const choices = split.reduce<readonly (readonly Atom[])[]>(
    (chosen, clause) => chosen.flatMap((atoms) => clause.atoms.map((atom) => [...atoms, atom])),
    [[]],
  );
  return {
    legs: choices.map((choice) => ({ comparison: 'AND', atoms: [...choice, ...common] })),
    pushed: new Set([...split, ...singles]),
  };
}

function alternativesOf(clauses: readonly Clause[], batch: number): readonly SearchPlan[] {
  return clauses.map((clause) => ({
    legs: chunks(clause.atoms, batch).map((atoms) => ({ comparison: 'OR', atoms })),
    pushed: new Set([clause]),
  }));
}

function isCheaper(plan: SearchPlan, other: SearchPlan | null): boolean {
  if (other === null) return true;
  const differences = [
    requests(plan) - requests(other),
    plan.legs.length - other.legs.length,
    rows(plan) - rows(other),
  ];
  return (differences.find((difference) => difference !== 0) ?? 0) < 0;
}

function requests(plan: SearchPlan): number {
  return plan.legs.reduce((sum, leg) => sum + Math.max(1, Math.ceil(rowsOf(leg) / LARGEST_PAGE)), 0);
}

function rows(plan: SearchPlan): number {
  return plan.legs.reduce((sum, leg) => sum + rowsOf(leg), 0);
}

/** A single condition counts the same under either comparison. */
function rowsOf({ comparison, atoms }: PlannedLeg): number {
  const share =
    comparison === 'OR' ? shareOfAny(atoms) : atoms.reduce((product, { share }) => product * share, 1);
  return ASSUMED_PROFILES * share;
}

/** Capped below 1, so that searching for alternatives always beats reading the whole list. */
function shareOfAny(atoms: readonly Atom[]): number {
  return Math.min(
    0.999,
    atoms.reduce((sum, { share }) => sum + share, 0),
  );
}
