import type { CareCloudCatalogues } from '../../../customers/model/care-cloud-catalogue.ts';
import type { GatewayContext } from '../../context.ts';
import type { NodeValue } from '../../shared/vendor-node.ts';

/** Whatever leads on to a catalogue knows which languages its texts were asked for in; undefined: the usual ones. */
export interface InLanguage {
  readonly textLanguage?: string | undefined;
}

/** A value of the domain, on its way through the schema. */
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

/** What an id means, by one of CareCloud's catalogues; null when it does not tell. */
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
