import type { Person } from '../../../customers/model/source-record.ts';
import { foldWords } from '../../../customers/search/fold-words.ts';
import type { FoundByOthers } from '../../../customers/search/found-records.ts';
import type { CustomersFilter } from '../wire/wire.ts';

type Named = Pick<Person, 'firstName' | 'lastName'>;

/**
 * Two words as one name, if other people are known to have it, and of the kind that more of them have: `García
 * Márquez`, `Anna Marie`; as they write it, where that is known (`Nováková-Černá`). Null if nobody has. Pure.
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
  const wordsOf = ({ firstName, lastName }: Named) => foldWords(`${firstName ?? ''} ${lastName ?? ''}`);
  const asFirst = people.filter((each) => isTyped(each.firstName) || begins(wordsOf(each), typed)).length;
  const asLast = people.filter(
    (each) => isTyped(each.lastName) || begins(wordsOf(each).toReversed(), typed.toReversed()),
  ).length;
  // Some write their last name before two first names.
  const isFirst = asFirst > asLast;
  const written = people.map(({ firstName, lastName }) => (isFirst ? firstName : lastName)).find(isTyped);
  if (written !== undefined) return isFirst ? { first_name: written } : { last_name: written };
  if (asFirst + asLast === 0) return null;
  return isFirst ? { first_name: name } : { last_name: name };
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
