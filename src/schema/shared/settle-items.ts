/**
 * Awaits all items, each of which fails on its own: an Error among the values is that item’s error to every GraphQL
 * executor.
 */
export async function settleItems<T>(items: readonly Promise<T>[]): Promise<readonly T[]> {
  return await Promise.all(items.map((item) => item.catch(asItem<T>)));
}

function asItem<T>(thrown: unknown): T {
  const error = thrown instanceof Error ? thrown : new Error('A look-up failed.', { cause: thrown });
  return error as T;
}
