import type { LearnedTrait, SourceTrait, TraitMemory } from '../../../customers/customer-source.ts';

/** An undocumented behaviour of the vendor. */
export interface TraitDefinition {
  /** The value assumed until learned otherwise. */
  readonly assumed: string;
  /** The values it can have besides a setting's name; COUNT: a number from 1 to 1000. */
  readonly values: readonly string[] | 'COUNT';
  /** How it is noticed. */
  readonly noticed: string;
  /** What the gateway then does differently, and what it no longer guarantees. */
  readonly otherwise: string;
}

type Trait<Name> = { readonly name: Name; readonly value: string };

/** What is known about one vendor's traits. */
export interface TraitBook<Name extends string> extends TraitMemory {
  /** Records a learned value; the same value again changes nothing. */
  learn(name: Name, value: string): void;
  currently(name: Name): string;
  /** Whether it was learned, as assumed or not. */
  isLearned(name: Name): boolean;
  /** Calls back for each value that another process learned. */
  onTakenOver(listener: (trait: Trait<string>) => void): void;
  /** All of them, in the order of the definitions. */
  list(): readonly SourceTrait[];
}

/** A trait that still shows is told again after this long. */
const TOLD_AGAIN_MS = 60 * 60_000;

/** @param onNews Called for each value that is new here. @param now Milliseconds since the epoch. */
export function createTraitBook<Name extends string>(
  definitions: Readonly<Record<Name, TraitDefinition>>,
  onNews: (trait: Trait<Name>) => void = () => {},
  now: () => number = Date.now,
): TraitBook<Name> {
  const learned = new Map<Name, { readonly value: string; readonly learnedAt: number }>();
  const learners: ((trait: LearnedTrait) => void)[] = [];
  const takers: ((trait: Trait<string>) => void)[] = [];
  const names = Object.keys(definitions) as Name[];
  const currently = (name: Name) => learned.get(name)?.value ?? definitions[name].assumed;
  const note = (name: Name, value: string, learnedAt: number) => {
    const isNews = currently(name) !== value;
    learned.set(name, { value, learnedAt });
    if (isNews) onNews({ name, value });
  };
  return {
    learn(name, value) {
      const known = learned.get(name);
      const learnedAt = now();
      if (known?.value === value && learnedAt < known.learnedAt + TOLD_AGAIN_MS) return;
      note(name, value, learnedAt);
      for (const tell of learners) tell({ name, value, learnedAt });
    },
    currently,
    isLearned: (name) => learned.has(name),
    list: () => names.map((name) => ({ name, value: currently(name), learned: learned.has(name) })),
    learned: () => [...learned].map(([name, known]) => ({ name, ...known })),
    takeOver(traits) {
      for (const { name, value, learnedAt } of traits) {
        const own = names.find((each) => each === name);
        if (own === undefined || !isValueOf(definitions[own], value)) continue;
        if (learnedAt <= (learned.get(own)?.learnedAt ?? Number.NEGATIVE_INFINITY)) continue;
        const isSame = learned.get(own)?.value === value;
        note(own, value, Math.min(learnedAt, now()));
        if (!isSame) for (const take of takers) take({ name: own, value });
      }
    },
    onLearned: (listener) => void learners.push(listener),
    onTakenOver: (listener) => void takers.push(listener),
  };
}

function isValueOf({ values }: TraitDefinition, value: string): boolean {
  if (values === 'COUNT') return /^[1-9]\d{0,3}$/.test(value) && Number(value) <= 1000;
  return values.includes(value);
}
