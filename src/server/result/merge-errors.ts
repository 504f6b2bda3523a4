import type { GraphQLFormattedError } from 'graphql';

/**
 * One error for each field and reason: a page of a hundred rows whose field fails for one reason has one error, at the first
 * place, whose `extensions.occurrences` says at how many places it is (left out when it is one). Errors without a path stay as
 * they are. Pure.
 */
export function mergeErrors<T extends GraphQLFormattedError>(errors: readonly T[]): readonly T[] {
  if (errors.length < 2) return errors;
  const merged = new Map<string, { first: T; occurrences: number }>();
  for (const [index, error] of errors.entries()) {
    const key = error.path === undefined ? `#${index}` : keyOf(error);
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { first: error, occurrences: 1 });
    else known.occurrences++;
  }
  return [...merged.values()].map(({ first, occurrences }) =>
    occurrences === 1 ? first : { ...first, extensions: { ...first.extensions, occurrences } },
  );
}

/** The field, whichever row it is of, and the reason. */
function keyOf({ path = [], message, extensions }: GraphQLFormattedError): string {
  const field = path.map((step) => (typeof step === 'number' ? '*' : step));
  return JSON.stringify([field, extensions?.code ?? null, extensions?.source ?? null, message]);
}
