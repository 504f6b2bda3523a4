import type { SourceName } from '../model/source-record.ts';
import type { PlannedList } from './plan/list-plan.ts';

/**
 * The sources of accounts whose lists, walked together, omit people: an account that no list shows is listed at a
 * profile, which takes the whole list of profiles beside that of accounts. People known to no profile are nowhere.
 */
export function sourcesOmitting(lists: readonly PlannedList[]): readonly SourceName[] {
  const isEverybody = lists.some(({ source, demand, pushDown }) => {
    const { shared, own, updatedAt, lastSeenAt } = demand;
    const isUnrestricted = Object.keys(shared).length === 0 && own === null;
    const isAnyTime = updatedAt === undefined && lastSeenAt === undefined;
    return source.role === 'PROFILES' && isUnrestricted && isAnyTime && pushDown.filters.includes(null);
  });
  if (isEverybody) return [];
  return lists
    .filter(({ source, demand, pushDown }) =>
      pushDown.filters.some((filter) => source.omits?.(filter, demand) === true),
    )
    .map(({ source }) => source.name);
}
