import type { HelpCrunchCustomer } from '../../../customers/model/help-crunch-customer.ts';
import type { SearchCondition } from '../wire/wire.ts';

/**
 * How certainly the vendor returns a record for a condition that holds here, whatever its rules on letter case, Unicode
 * composition and missing values. `NO`: it does not hold. `MISSING`: it holds because there is no value (`ne`).
 * `FOLDED`: only in folded form (composition, white space). `CASELESS`: with letter case ignored. `SURE`: as written.
 */
export const CERTAINTY = { NO: 0, MISSING: 1, FOLDED: 2, CASELESS: 3, SURE: 4 } as const;
export type Certainty = (typeof CERTAINTY)[keyof typeof CERTAINTY];

/** One condition of a search, with the information that planning needs. */
export interface Atom {
  readonly condition: SearchCondition;
  /** Whether every record the vendor returns also satisfies it by the gateway's rules, so no check is needed. */
  readonly exact: boolean;
  /** The expected fraction of all records that satisfy it, 0 … 1. Only for comparing plans. */
  readonly share: number;
  certainty(customer: HelpCrunchCustomer): Certainty;
}

/** Alternatives of which a record must satisfy one; a demand is a list of clauses that must all hold. */
export interface Clause {
  /** Public names of its criteria, e.g. `helpCrunch.tags`; several under `match: ANY`. */
  readonly criteria: readonly string[];
  /** Empty and without a residual: no record can satisfy it. */
  readonly atoms: readonly Atom[];
  /** An alternative that a search cannot express: the clause is checked here, row by row. */
  readonly residual?: (customer: HelpCrunchCustomer) => boolean;
}

/** Whether a record satisfies a clause by its atoms. */
export function holds(clause: Clause, customer: HelpCrunchCustomer): boolean {
  return (
    clause.atoms.some((atom) => atom.certainty(customer) !== CERTAINTY.NO) ||
    clause.residual?.(customer) === true
  );
}
