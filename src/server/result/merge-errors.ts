import type { GraphQLFormattedError } from 'graphql';

/**
 * Merges errors by field and reason: if a field fails for one reason in a page of a hundred rows, one error remains,
 * with the first path. Its `extensions.occurrences` is the number of paths (omitted if 1). Errors without a path stay
 * unchanged. Pure.
 */
export function mergeErrors<T extends GraphQLFormattedError>(errors: readonly T[]): readonly T[] {
  if (errors.length < 2) return errors;
  const merged = new Map<string, { first: T; occurrences: number }>();
  for (const [index, error] of errors.entries()) {
    const key = error.path === undefined ? `#${index}` : fieldAndReason(error);
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { first: error, occurrences: 1 });
    else known.occurrences++;
  }
  return [...merged.values()].map(({ first, occurrences }) =>
    occurrences === 1 ? first : { ...first, extensions: { ...first.extensions, occurrences } },
  );
}

/** The field, regardless of the row, and the reason. */
export function fieldAndReason({ path = [], message, extensions }: GraphQLFormattedError): string {
  const field = path.map((step) => (typeof step === 'number' ? '*' : step));
  return JSON.stringify([field, extensions?.code ?? null, extensions?.source ?? null, message]);
}
