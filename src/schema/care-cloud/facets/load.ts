import type { FacetArguments } from '../../../customers/facets/facet-source.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';
import type { GatewayContext } from '../../context.ts';
import { allInLanguage, inLanguage, type Shown } from './texts.ts';

/** A single-valued facet of an account; null if the account is gone, or has none. */
export async function loadFacet<T extends object>(
  record: SourceRecord,
  facet: string,
  args: FacetArguments,
  { directory }: GatewayContext,
): Promise<Shown<T> | null> {
  const found = (await directory.facets.load(record, facet, args)) as T | null;
  return found === null ? null : inLanguage(found, record);
}

/** A list facet of an account; null if the account is gone. */
export async function loadList<T extends object>(
  record: SourceRecord,
  facet: string,
  args: FacetArguments,
  { directory }: GatewayContext,
): Promise<readonly Shown<T>[] | null> {
  const found = (await directory.facets.load(record, facet, args)) as readonly T[] | null;
  return found === null ? null : allInLanguage(found, record);
}
