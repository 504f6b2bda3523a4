import type { HelpCrunchCustomer } from '../../../customers/model/help-crunch-customer.ts';
import type { SearchCondition } from '../wire/wire.ts';

/**
 * How surely the vendor returns a record for a condition that holds here, whatever its rules on letter case, Unicode
 * composition and missing values: `NO` it does not hold; `MISSING` it holds because there is no value (`ne`); `FOLDED`
 * it holds in folded form only (composition, white space); `CASELESS` it holds with letter case ignored; `SURE` it
 * holds as written.
 */
export const CERTAINTY = { NO: 0, MISSING: 1, FOLDED: 2, CASELESS: 3, SURE: 4 } as const;
export type Certainty = (typeof CERTAINTY)[keyof typeof CERTAINTY];

/** One condition of a search, with what planning needs to know of it. */
export interface Atom {
  readonly condition: SearchCondition;
  /** Every record the vendor returns for it satisfies it by the gateway's rules too: no need to check again. */
  readonly exact: boolean;
  /** The share of all records expected to satisfy it, 0 … 1. For comparing plans only. */
  readonly share: number;
  certainty(customer: HelpCrunchCustomer): Certainty;
}

/** Alternatives of which a record must satisfy one; a demand is a list of clauses that must all hold. */
export interface Clause {
  /** Public names of the criteria told by it, e.g. `helpCrunch.tags`; several under `match: ANY`. */
  readonly criteria: readonly string[];
  /** Empty, and nothing residual: no record can satisfy it. */
  readonly atoms: readonly Atom[];
  /** An alternative that no search can say: the clause is checked here, row by row. */
  readonly residual?: (customer: HelpCrunchCustomer) => boolean;
}

/** Whether a record satisfies a clause by its atoms. */
export function holds(clause: Clause, customer: HelpCrunchCustomer): boolean {
  return (
    clause.atoms.some((atom) => atom.certainty(customer) !== CERTAINTY.NO) ||
    clause.residual?.(customer) === true
  );
}
