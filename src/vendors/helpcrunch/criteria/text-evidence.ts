import type { HelpCrunchCustomer } from '../../../customers/model/help-crunch-customer.ts';
import { foldText } from '../../../customers/model/normalize-values.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';
import { foldLetters } from '../../../customers/search/fold-words.ts';
import type { TraitBook } from '../../shared/traits/trait-book.ts';
import type { TraitName } from '../traits.ts';
import type { HelpCrunchSearch, Reliance, SearchCondition } from '../wire/wire.ts';
import { type TextField, textOf } from './text-atom.ts';
import { wordsOf } from './words.ts';

type Profile = SourceRecord<HelpCrunchCustomer>;
type Searched = Pick<HelpCrunchSearch, 'comparison' | 'conditions'>;

const TRAIT = {
  INSIDE: 'search.contains.inside',
  LATER_WORD: 'search.contains.inside',
  CASE: 'search.contains.case',
} as const satisfies Record<Reliance, TraitName>;

/** The values of the trait with which searches may rely on it. */
const HOLDS_WITH: Readonly<Record<Reliance, readonly string[]>> = {
  INSIDE: ['ANYWHERE'],
  LATER_WORD: ['ANYWHERE', 'WORD'],
  CASE: ['INSENSITIVE'],
};

/** What the rows of searches have shown of how `~` compares. */
export interface TextEvidence {
  /** Learns from the rows that a search found. */
  saw(search: Searched, records: readonly Profile[]): void;
  /** Whether a response showed that searches may rely on it. */
  isShown(reliance: Reliance): boolean;
  /** Whether searches rely on it: as `~` is documented, unless known to be otherwise. */
  mayRely(reliance: Reliance): boolean;
  /**
   * Whether a name was found in another letter case. An email that was says nothing of names: each field may be
   * compared in its own way.
   */
  ignoresNameCase(): boolean;
  /** The probe found a name in another letter case. */
  sawNameInOtherCase(): void;
  /** Whether these rows show that beginnings of words are found, not only whole words. */
  showsParts(search: Searched, records: readonly Profile[]): boolean;
}

/** More rows of one response would show the same. */
const MOST_COMPARED = 20;
const RELIANCES = ['INSIDE', 'LATER_WORD', 'CASE'] as const satisfies readonly Reliance[];

export function createTextEvidence(
  traits: Pick<TraitBook<TraitName>, 'learn' | 'currently' | 'isLearned'>,
): TextEvidence {
  let findsLaterWords = false;
  let findsNamesInOtherCase = false;
  const holdsNow = (reliance: Reliance) => HOLDS_WITH[reliance].includes(traits.currently(TRAIT[reliance]));
  const isShown = (reliance: Reliance) =>
    (reliance === 'LATER_WORD' && findsLaterWords) ||
    (traits.isLearned(TRAIT[reliance]) && holdsNow(reliance));
  const learners: Readonly<Record<Reliance, () => void>> = {
    INSIDE: () => traits.learn('search.contains.inside', 'ANYWHERE'),
    LATER_WORD() {
      findsLaterWords = true;
    },
    // Names may count where emails do not.
    CASE() {
      if (!traits.isLearned('search.contains.case')) traits.learn('search.contains.case', 'INSENSITIVE');
    },
  };
  const sawNameInOtherCase = () => {
    findsNamesInOtherCase = true;
    traits.learn('search.contains.case', 'INSENSITIVE');
  };
  const ignoresNameCase = () => findsNamesInOtherCase && holdsNow('CASE');
  return {
    saw(search, records) {
      if (!search.conditions.some(({ operator }) => operator === '~')) return;
      if (!ignoresNameCase() && isRefuted(mindsNameCase, search, records)) sawNameInOtherCase();
      for (const reliance of RELIANCES) {
        if (!isShown(reliance) && isRefuted(LIMITS[reliance], search, records)) learners[reliance]();
      }
    },
    isShown,
    ignoresNameCase,
    sawNameInOtherCase,
    mayRely: (reliance) => isShown(reliance) || holdsNow(reliance),
    showsParts: (search, records) => isRefuted(findsWholeWords, search, records),
  };
}

/** Whether a search that is limited like this finds the value in the text of a field. */
type Limit = (text: string, value: string, field: SearchCondition['field']) => boolean;

/** How a search would be limited that may not be relied on. */
const LIMITS: Readonly<Record<Reliance, Limit>> = {
  INSIDE: (text, value) => {
    const words = wordsOf(text);
    return wordsOf(value).every((wanted) => words.some((word) => word.startsWith(wanted)));
  },
  LATER_WORD: (text, value) => foldLetters(text.trim()).startsWith(foldLetters(value.trim())),
  CASE: (text, value) => withoutMarks(text).includes(withoutMarks(value)),
};

const mindsNameCase: Limit = (text, value, field) =>
  field === 'customers.name' || field === 'customers.company'
    ? LIMITS.CASE(text, value, field)
    : contains(text, value, field);

/** Signs around the words do not count. */
const findsWholeWords: Limit = (text, value) => {
  const words = wordsOf(text);
  return wordsOf(value).every((wanted) => words.includes(wanted));
};

/** Whether a row is there that such a search would not have found. */
function isRefuted(
  isFound: Limit,
  { comparison, conditions }: Searched,
  records: readonly Profile[],
): boolean {
  const alternatives = comparison === 'OR' ? [conditions] : conditions.map((condition) => [condition]);
  return records
    .filter(({ isUnreadable }) => isUnreadable !== true)
    .slice(0, MOST_COMPARED)
    .some(({ own }) =>
      alternatives.some(
        (each) =>
          each.some((condition) => holds(condition, own, contains)) &&
          !each.some((condition) => holds(condition, own, isFound)),
      ),
    );
}

const contains: Limit = (text, value) => foldLetters(text).includes(foldLetters(value));

/** Whether a profile satisfies a condition, `~` limited like this. Where it cannot be told, it does. */
function holds(
  { field, operator, value }: SearchCondition,
  own: HelpCrunchCustomer,
  isFound: Limit,
): boolean {
  if (field === 'customers.id') return operator !== '=' || own.customerId === String(value);
  if (typeof value !== 'string' || (operator !== '~' && operator !== '=')) return true;
  const text = textOf(own, field.slice('customers.'.length) as TextField);
  if (text === null) return false;
  if (operator === '=') return foldLetters(foldText(text)) === foldLetters(foldText(value));
  return isFound(text, value, field);
}

/** Letter case kept: a search that minds it may still ignore accents. */
function withoutMarks(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '');
}
