import type { SourceTrait } from '../../../customers/customer-source.ts';

/** A behaviour that no document of the vendor tells. */
export interface TraitDefinition {
  /** What is taken for granted until something else shows. */
  readonly assumed: string;
  /** How it shows. */
  readonly noticed: string;
  /** What the gateway does otherwise then, and what it can promise no longer. */
  readonly otherwise: string;
}

/** What is known of one vendor's traits. */
export interface TraitBook<Name extends string> {
  /** Told when a trait shows; the same again changes nothing. */
  learn(name: Name, value: string): void;
  currently(name: Name): string;
  /** It showed, be it as assumed or otherwise. */
  isLearned(name: Name): boolean;
  /** All of them, in the order of the definitions. */
  list(): readonly SourceTrait[];
}

/** @param onLearned Told of each value that is new. */
export function createTraitBook<Name extends string>(
  definitions: Readonly<Record<Name, TraitDefinition>>,
  onLearned: (trait: { readonly name: Name; readonly value: string }) => void = () => {},
): TraitBook<Name> {
  const learned = new Map<Name, string>();
  const names = Object.keys(definitions) as Name[];
  const currently = (name: Name) => learned.get(name) ?? definitions[name].assumed;
  return {
    learn(name, value) {
      if (learned.get(name) === value) return;
      const isNews = currently(name) !== value;
      learned.set(name, value);
      if (isNews) onLearned({ name, value });
    },
    currently,
    isLearned: (name) => learned.has(name),
    list: () => names.map((name) => ({ name, value: currently(name), learned: learned.has(name) })),
  };
}
