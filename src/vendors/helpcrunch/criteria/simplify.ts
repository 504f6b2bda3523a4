import type { SearchField } from '../wire/wire.ts';
import { type Atom, CERTAINTY, type Clause } from './atom.ts';
import { probeProfile } from './probe-profile.ts';

/**
 * The same demand in fewer conditions, for clauses on the same field: values that another clause excludes are dropped
 * (`id in [3, 8]` with `id > 5` is `id = 8`), and contradictory ranges leave nothing. If no record can satisfy both,
 * the result has a clause without atoms and no request is sent.
 */
export function simplify(clauses: readonly Clause[]): readonly Clause[] {
  let simpler = clauses;
  for (const listing of clauses.filter(isListOfValues)) {
    const field = fieldOf(listing);
    const rest = simpler.filter((clause) => clause !== listing);
    const ruling = rest.filter((clause) => fieldOf(clause) === field && !asksForEdges(clause));
    if (field === null || ruling.length === 0 || !simpler.includes(listing)) continue;
    const atoms = listing.atoms.filter((atom) => ruling.every((clause) => allows(clause, atom)));
    // Exact values that passed an exact check imply the check.
    const absorbed = listing.atoms.every((atom) => atom.exact) ? ruling.filter(isExact) : [];
    const criteria = [...new Set([listing, ...absorbed].flatMap((clause) => clause.criteria))];
    simpler = [...rest.filter((clause) => !absorbed.includes(clause)), { criteria, atoms }];
  }
  return simpler.map((clause) => (isOutOfRange(clause, simpler) ? { ...clause, atoms: [] } : clause));
}

/** Whether a clause lists values of one field (`=`). Tags do not count, because a record has many. */
function isListOfValues(clause: Clause): boolean {
  const field = fieldOf(clause);
  return (
    field !== null &&
    field !== 'customers.tagsData' &&
    clause.atoms.every(({ condition }) => condition.operator === '=')
  );
}

/** Whether the vendor's results for a clause need no check. */
export function isExact(clause: Clause): boolean {
  return clause.atoms.every((atom) => atom.exact);
}

/** The only field of a clause; null if there are several, or none. */
function fieldOf(clause: Clause): SearchField | null {
  const [first, ...others] = new Set(clause.atoms.map(({ condition }) => condition.field));
  return first !== undefined && others.length === 0 ? first : null;
}

/** Whether a record with the value of `atom` may satisfy a clause on the same field. */
function allows(clause: Clause, { condition }: Atom): boolean {
  const record = probeProfile(condition.field, condition.value);
  return clause.atoms.some((atom) => atom.certainty(record) !== CERTAINTY.NO);
}

/** Whether white space at the ends of a text matters to a clause; it never does to a list of values. */
function asksForEdges(clause: Clause): boolean {
  return clause.atoms.some(
    ({ condition: { operator, value } }) =>
      operator === '~' && typeof value === 'string' && value !== value.trim(),
  );
}

/** Whether a clause is a bound that excludes an opposite bound on the same field. */
function isOutOfRange(clause: Clause, clauses: readonly Clause[]): boolean {
  const low = boundOf(clause, '>');
  if (low === null) return false;
  return clauses.some((other) => {
    const high = fieldOf(other) === fieldOf(clause) ? boundOf(other, '<') : null;
    if (high === null) return false;
    return low.value > high.value || (low.value === high.value && !(low.isIncluded && high.isIncluded));
  });
}

function boundOf(clause: Clause, direction: '>' | '<'): { value: number; isIncluded: boolean } | null {
  const [atom, ...others] = clause.atoms;
  if (atom === undefined || others.length > 0 || typeof atom.condition.value !== 'number') return null;
  const { operator, value } = atom.condition;
  return operator.startsWith(direction) ? { value, isIncluded: operator.endsWith('=') } : null;
}
