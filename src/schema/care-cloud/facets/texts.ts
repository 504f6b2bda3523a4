import type { CareCloudCatalogues } from '../../../customers/model/care-cloud-catalogue.ts';
import type { GatewayContext } from '../../context.ts';
import type { NodeValue } from '../../shared/vendor-node.ts';

/** Values that lead to a catalogue know the requested languages of its texts; undefined: the default. */
export interface InLanguage {
  readonly textLanguage?: string | undefined;
}

/** A domain value as the schema passes it on. */
export type Shown<T> = T & InLanguage & NodeValue;

export function inLanguage<T extends object>(value: T, { textLanguage }: InLanguage): Shown<T> {
  return textLanguage === undefined ? value : { ...value, textLanguage };
}

export function allInLanguage<T extends object>(
  values: readonly T[],
  language: InLanguage,
): readonly Shown<T>[] {
  return language.textLanguage === undefined ? values : values.map((value) => inLanguage(value, language));
}

/** The entry of an id in one of CareCloud's catalogues; null if unknown. */
export async function entryOf<Name extends keyof CareCloudCatalogues>(
  catalogue: Name,
  id: string | null,
  language: InLanguage,
  { directory }: GatewayContext,
): Promise<Shown<CareCloudCatalogues[Name]> | null> {
  if (id === null) return null;
  const entry = await directory.facets.entry('CARECLOUD', catalogue, id, language.textLanguage);
  return entry === null ? null : inLanguage(entry as CareCloudCatalogues[Name], language);
}
