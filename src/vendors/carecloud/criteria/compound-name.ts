import type { Person } from '../../../customers/model/source-record.ts';
import { foldWords } from '../../../customers/search/fold-words.ts';
import type { FoundByOthers } from '../../../customers/search/found-records.ts';
import type { CustomersFilter } from '../wire/wire.ts';

type Named = Pick<Person, 'firstName' | 'lastName'>;

/**
 * Two words as one name, if other people are known to have it: `García Márquez`, `Anna Marie`; as they write it, where
 * that is known (`Nováková-Černá`). Null if nobody has. Pure.
 */
export function knownCompoundName(
  words: readonly string[],
  people: readonly Named[],
): CustomersFilter | null {
  if (words.length !== 2) return null;
  const name = words.join(' ');
  const typed = foldWords(name);
  const isTyped = (text: string | null): text is string =>
    text !== null && foldWords(text).join(' ') === typed.join(' ');
  for (const { firstName, lastName } of people) {
    if (isTyped(lastName)) return { last_name: lastName };
    if (isTyped(firstName)) return { first_name: firstName };
  }
  const names = people.map(({ firstName, lastName }) => foldWords(`${firstName ?? ''} ${lastName ?? ''}`));
  if (names.some((each) => begins(each.toReversed(), typed.toReversed()))) return { last_name: name };
  return names.some((each) => begins(each, typed)) ? { first_name: name } : null;
}

/**
 * How words may be divided into names where the usual ways found no account; there is room for one. Of three words, the
 * first may be the last name, before a first name of two: `Nováková Anna Marie`, `Nguyễn Thị Hương`. Of four, both
 * names may have two: `José Luis García Márquez`. Two may be one name if nobody was found at all, since for a whole
 * name that somebody has the request would be in vain: a first name if others have their words as first names. Pure.
 */
export function otherSplit(
  words: readonly string[],
  { isAnyone, people }: Pick<FoundByOthers, 'isAnyone'> & { readonly people: readonly Named[] },
): CustomersFilter | null {
  if (words.length < 2 || words.some((word) => /\d/.test(word))) return null;
  const [first = '', ...rest] = words;
  if (words.length === 2) {
    const name = words.join(' ');
    return isAnyone ? null : areFirstNames(words, people) ? { first_name: name } : { last_name: name };
  }
  if (words.length === 3) return { first_name: rest.join(' '), last_name: first };
  return { first_name: words.slice(0, 2).join(' '), last_name: words.slice(2).join(' ') };
}

/** Whether more people have one of the words as their first name than in their last name: `Marie Nováková`. */
function areFirstNames(words: readonly string[], people: readonly Named[]): boolean {
  const wanted = new Set(words.flatMap(foldWords));
  const count = (text: string | null) => Number(foldWords(text ?? '').some((word) => wanted.has(word)));
  const surplus = people.map(({ firstName, lastName }) => count(firstName) - count(lastName));
  return surplus.reduce((sum, each) => sum + each, 0) > 0;
}

/** Whether a longer name begins with these words. */
function begins(name: readonly string[], words: readonly string[]): boolean {
  return name.length > words.length && words.every((word, at) => name[at] === word);
}
