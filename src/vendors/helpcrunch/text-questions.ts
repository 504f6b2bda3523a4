import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import { isAscii, swapCase } from '../shared/traits/probe-steps.ts';
import type { SearchCondition } from './wire/wire.ts';

type Profile = SourceRecord<HelpCrunchCustomer>;
type TextMember = 'name' | 'email';

/** What a question tests: whether the search finds a text written differently, or within another. */
type About = 'EQUALS_CASE' | 'CONTAINS_CASE' | 'INSIDE_WORD' | 'LATER_WORD' | 'ACCENTS';

/** A condition, and the known profiles of which one is found if the answer is yes. No other question finds them. */
export interface Question {
  readonly about: About;
  readonly condition: SearchCondition;
  readonly ids: readonly string[];
}

/** The most questions per subject; several, because a profile may have changed in the meantime. */
const EACH = 3;

/** Questions about how a search compares, answered by which of the known profiles it finds. Pure. */
export function textQuestions(known: readonly Profile[]): readonly Question[] {
  const asked = [
    ...ask(known, 'EQUALS_CASE', 'email', '=', (email) => (isAddress(email) ? swapCase(email) : null)),
    ...ask(known, 'ACCENTS', 'name', '=', withoutMarks),
    ...ask(known, 'LATER_WORD', 'name', '~', (name) => plainWord(name, 1)),
    // Profiles other than the first question's.
    ...ask(known.toReversed(), 'INSIDE_WORD', 'email', '~', (email) =>
      isAddress(email) ? email.slice(1, -1) : null,
    ),
    ...ask(known, 'CONTAINS_CASE', 'name', '~', (name) => swapCase(plainWord(name, 0) ?? '')),
  ];
  return asked.flatMap((question) => {
    const others = asked.filter(({ about }) => about !== question.about);
    const ids = known
      .filter((profile) => question.shows(profile) && !others.some((other) => other.mayFind(profile)))
      .map(({ id }) => id);
    return ids.length === 0 ? [] : [{ about: question.about, condition: question.condition, ids }];
  });
}

interface Asked extends Pick<Question, 'about' | 'condition'> {
  /** Whether finding the profile proves it. */
  shows(profile: Profile): boolean;
  /** Whether some search could find the profile by this condition. */
  mayFind(profile: Profile): boolean;
}

function ask(
  known: readonly Profile[],
  about: About,
  member: TextMember,
  operator: '=' | '~',
  wordingOf: (text: string) => string | null,
): readonly Asked[] {
  const values = new Set(known.flatMap(({ own }) => wordingOf(own[member] ?? '') ?? []));
  return [...values].slice(0, EACH).map((value) => ({
    about,
    condition: { field: `customers.${member}`, operator, value },
    // As written, every search finds it.
    shows: ({ own }) =>
      wordingOf(own[member] ?? '') === value &&
      (about === 'LATER_WORD' || isOtherwise(own[member], value, about)),
    mayFind: ({ own }) => folded(own[member] ?? '').includes(folded(value)),
  }));
}

function isOtherwise(text: string | null, value: string, about: About): boolean {
  return about === 'INSIDE_WORD' ? text?.startsWith(value) !== true : text?.includes(value) !== true;
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function isAddress(email: string): boolean {
  return isAscii(email) && /^[^@\s]{2,}@[^@\s]{2,}$/.test(email);
}

function plainWord(name: string, at: number): string | null {
  const word = name.split(/\s+/)[at];
  return word !== undefined && /^[A-Za-z]{3,}$/.test(word) ? word : null;
}

/** A name without its accents; null if it has none. */
function withoutMarks(name: string): string | null {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '');
  return plain === name.normalize('NFC') || !isAscii(plain) ? null : plain;
}
