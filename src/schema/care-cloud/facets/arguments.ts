import { badUserInput } from '../../../errors/gateway-error.ts';
import { toList, toTrimmedText } from '../../shared/parse-input.ts';

type Given = string | readonly string[] | null | undefined;

/** Ids, and lists of at most 1000 of them, validated; null counts as absent. */
export function toIds<Name extends string>(
  given: Readonly<Partial<Record<Name, Given>>>,
): Partial<Record<Name, string | readonly string[]>> {
  const entries = Object.entries<Given>(given).flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    const ids = typeof value === 'string' ? toTrimmedText(value, name) : toList(value, name, toTrimmedText);
    return [[name, ids] as const];
  });
  return Object.fromEntries(entries) as Partial<Record<Name, string | readonly string[]>>;
}

/** The bounds of an interval, both inclusive; null counts as absent. BAD_USER_INPUT if it ends before it begins. */
export function inOrder<End extends string | number>({
  from,
  to,
}: {
  readonly from?: End | null | undefined;
  readonly to?: End | null | undefined;
}): { readonly from?: End; readonly to?: End } {
  if (from != null && to != null && from > to) {
    throw badUserInput('from: expected a time that is not after `to`, got a later one.');
  }
  return { ...(from != null && { from }), ...(to != null && { to }) };
}
