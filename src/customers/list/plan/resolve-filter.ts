import type { CustomerSource } from '../../customer-source.ts';
import type { CustomerFilter } from '../../model/customer-filter.ts';
import type { SourceCall } from '../../source-call.ts';

/** A filter in which each source has resolved the values that only its vendor can map to records. */
export async function resolveFilter(
  filter: CustomerFilter,
  sources: readonly CustomerSource[],
  call: SourceCall,
): Promise<CustomerFilter> {
  if (!sources.some((source) => source.resolve !== undefined && filter.own.has(source.name))) return filter;
  const own = await Promise.all(
    [...filter.own].map(async ([name, criteria]) => {
      const source = sources.find((each) => each.name === name);
      return [name, (await source?.resolve?.(criteria, call)) ?? criteria] as const;
    }),
  );
  return { ...filter, own: new Map(own) };
}
