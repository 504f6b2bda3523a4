import type { CustomerSource, SourceTrait } from '../customers/customer-source.ts';
import { MOST_PROBE_REQUESTS, probeSource } from '../vendors/shared/traits/probe-source.ts';
import type { TraitDefinition } from '../vendors/shared/traits/trait-book.ts';

/** An undocumented behaviour, as the account showed it, or as it is assumed. */
export interface VerifiedTrait extends SourceTrait {
  readonly source: string;
  readonly assumed: string;
  /** What the gateway does differently if the value is not the assumed one. */
  readonly otherwise: string;
}

/**
 * The traits of a source, learned by the requests that the gateway sends after its start, as many as are left. What
 * they leave open, the checks of the assumptions cover.
 *
 * @param left The requests that may still be sent. @param onSent Called before each.
 */
export async function learnTraits(
  source: CustomerSource,
  definitions: Readonly<Record<string, TraitDefinition>>,
  { left, onSent }: { readonly left: number; readonly onSent: () => void },
): Promise<readonly VerifiedTrait[]> {
  await probeSource(source, { most: Math.min(MOST_PROBE_REQUESTS, left), onSent });
  return (source.traits?.() ?? []).flatMap((trait) => {
    const definition = definitions[trait.name];
    if (definition === undefined) return [];
    const { assumed, otherwise } = definition;
    return { source: source.name, ...trait, assumed, otherwise };
  });
}
