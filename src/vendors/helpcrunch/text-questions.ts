import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import { foldLetters } from '../../customers/search/fold-words.ts';
import { isAscii, swapCase } from '../shared/traits/probe-steps.ts';
import { wordsOf } from './criteria/words.ts';
import type { SearchCondition } from './wire/wire.ts';

type Profile = SourceRecord<HelpCrunchCustomer>;
type TextMember = 'name' | 'email';

/** What a question tests: whether the search finds a text written differently, or within another. */
type About = 'INSIDE_WORD' | 'LATER_WORD' | 'EQUALS_CASE' | 'CONTAINS_CASE' | 'ACCENTS';

/** A condition, and the known profiles of which one is found if the answer is yes. No other question finds them. */
export interface Question {
  readonly about: About;
  readonly condition: SearchCondition;
  readonly ids: readonly string[];
}

/** The most questions per subject; several, because a profile may have changed in the meantime. */
const EACH = 3;

/** Profiles by their position, as bits. */
type Positions = bigint;

interface Candidate extends Pick<Question, 'about' | 'condition'> {
  /** Finding one of them proves it. */
  readonly shows: Positions;
  /** Some search could find them by this condition. */
  readonly mayFind: Positions;
}

/**
 * Questions about how a search compares, answered by which of the known profiles it finds. The gravest subjects are
 * chosen first, and no question finds all the profiles that would answer another. Pure.
 */
export function textQuestions(known: readonly Profile[]): readonly Question[] {
  const subjects = [
    candidates(known, 'INSIDE_WORD', 'email', '~', (email) => (isAddress(email) ? insideOf(email) : null)),
    candidates(known, 'LATER_WORD', 'name', '~', (name) => lettersOnly(name, 1)),
    [
      ...candidates(known, 'CONTAINS_CASE', 'name', '~', (name) => swapCase(plainWord(name, 0) ?? '')),
      // For profiles with equal names.
      ...candidates(known, 'CONTAINS_CASE', 'email', '~', swappedAddress),
    ],
    candidates(known, 'EQUALS_CASE', 'email', '=', swappedAddress),
    candidates(known, 'ACCENTS', 'name', '=', withoutMarks),
  ];
  let chosen: readonly Candidate[] = [];
  for (let round = 0; round < EACH; round++) {
    for (const subject of subjects) {
      const next = subject.find((each) => !chosen.includes(each) && areAnswerable([...chosen, each]));
      if (next !== undefined) chosen = [...chosen, next];
    }
  }
  return chosen.map(({ about, condition, shows }) => {
    const others = findableBy(chosen.filter((other) => other.about !== about));
    const ids = known.filter((_, at) => has(shows & ~others, at)).map(({ id }) => id);
    return { about, condition, ids };
  });
}

/** Whether each subject has a profile that only its own questions can find. */
function areAnswerable(chosen: readonly Candidate[]): boolean {
  return chosen.every(({ about }) => {
    const own = chosen.filter((each) => each.about === about);
    const others = findableBy(chosen.filter((each) => each.about !== about));
    return own.every(({ shows }) => (shows & ~others) !== 0n);
  });
}

function findableBy(chosen: readonly Candidate[]): Positions {
  return chosen.reduce((all, { mayFind }) => all | mayFind, 0n);
}

function has(positions: Positions, at: number): boolean {
  return ((positions >> BigInt(at)) & 1n) === 1n;
}

function candidates(
  known: readonly Profile[],
  about: About,
  member: TextMember,
  operator: '=' | '~',
  wordingOf: (text: string) => string | null,
): readonly Candidate[] {
  const texts = known.map(({ own }) => own[member] ?? '');
  const folded = texts.map(foldLetters);
  const wordings = texts.map(wordingOf);
  const where = (holds: (at: number) => boolean): Positions =>
    texts.reduce((positions, _, at) => (holds(at) ? positions | (1n << BigInt(at)) : positions), 0n);
  return [...new Set(wordings.flatMap((wording) => wording ?? []))].flatMap((value) => {
    const foldedValue = foldLetters(value);
    // As written, every search finds it.
    const shows = where(
      (at) =>
        wordings[at] === value && (about === 'LATER_WORD' || isOtherwise(texts[at] ?? '', value, about)),
    );
    if (shows === 0n) return [];
    const condition: SearchCondition = { field: `customers.${member}`, operator, value };
    return [{ about, condition, shows, mayFind: where((at) => folded[at]?.includes(foldedValue) === true) }];
  });
}

/** A search for words may find a text whose word begins like the value. */
function isOtherwise(text: string, value: string, about: About): boolean {
  if (about !== 'INSIDE_WORD') return !text.includes(value);
  const [first = ''] = wordsOf(value);
  return first !== '' && !wordsOf(text).some((word) => word.startsWith(first));
}

/** An address without its ends. */
function insideOf(email: string): string {
  return email.slice(1, -1);
}

function isAddress(email: string): boolean {
  return isAscii(email) && /^[^@\s]{2,}@[^@\s]{2,}$/.test(email);
}

function swappedAddress(email: string): string | null {
  return isAddress(email) ? swapCase(email) : null;
}

function plainWord(name: string, at: number): string | null {
  const word = name.split(/\s+/)[at];
  return word !== undefined && /^[A-Za-z]{3,}$/.test(word) ? word : null;
}

/** A word that every search for words finds, with or without accents. */
function lettersOnly(name: string, at: number): string | null {
  const words = name.split(/\s+/);
  const word = words[at];
  return word !== undefined && /^\p{L}{3,}$/u.test(word) && !foldLetters(name).startsWith(foldLetters(word))
    ? word
    : null;
}

/** A name without its accents; null if it has none. */
function withoutMarks(name: string): string | null {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '');
  return plain === name.normalize('NFC') || !isAscii(plain) ? null : plain;
}
