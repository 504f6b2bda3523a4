import type { SourceTrait } from '../../../customers/customer-source.ts';

/** An undocumented behaviour of the vendor. */
export interface TraitDefinition {
  /** The value assumed until learned otherwise. */
  readonly assumed: string;
  /** How it is noticed. */
  readonly noticed: string;
  /** What the gateway then does differently, and what it no longer guarantees. */
  readonly otherwise: string;
}

/** What is known about one vendor's traits. */
export interface TraitBook<Name extends string> {
  /** Records a learned value; the same value again changes nothing. */
  learn(name: Name, value: string): void;
  currently(name: Name): string;
  /** Whether it was learned, as assumed or not. */
  isLearned(name: Name): boolean;
  /** All of them, in the order of the definitions. */
  list(): readonly SourceTrait[];
}

/** @param onLearned Called for each new value. */
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
