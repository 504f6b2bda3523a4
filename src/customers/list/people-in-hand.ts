import type { Customer } from '../model/customer.ts';
import type { IdentityKey } from '../model/source-record.ts';

/**
 * How many different people these customers are at least. Customers whose identity is known differ. Profiles whose
 * account is unknown may share one: if a single key joins records, only profiles with an equal value do; if several
 * keys do, an account may join any of them. An unresolved profile may also belong to an account in the list.
 */
export function leastPeople(customers: readonly Customer[], keys: readonly IdentityKey[]): number {
  const unresolved = customers.filter(({ identity }) => identity === 'UNRESOLVED');
  const [key, ...others] = keys;
  const values = unresolved.map(({ profile }) => (key === undefined ? undefined : profile?.keys[key]));
  const known = new Set(values.filter((value) => value !== undefined));
  const alone = values.filter((value) => value === undefined).length;
  const distinct = others.length === 0 ? known.size + alone : Math.min(unresolved.length, 1);
  return Math.max(customers.length - unresolved.length, distinct);
}
