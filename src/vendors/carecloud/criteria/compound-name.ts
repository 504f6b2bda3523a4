import type { Person } from '../../../customers/model/source-record.ts';
import { foldWords } from '../../../customers/search/fold-words.ts';
import type { CustomersFilter } from '../wire/wire.ts';

/** What is known of the other people of a search. */
export interface OtherPeople {
  /** Whether any source found somebody. */
  readonly isAnyone: boolean;
  readonly people: readonly Pick<Person, 'firstName' | 'lastName'>[];
}

/**
 * How words may be divided into names where the usual ways found no account; there is room for one. Of three words, the
 * first may be the last name, before a first name of two: `Nováková Anna Marie`, `Nguyễn Thị Hương`. Of four, both names
 * may have two: `José Luis García Márquez`. Two may be one name, `García Márquez` or `Anna Marie`: as others are known to have it, or if nobody was found at all,
 * since for a whole name that somebody has the request would be in vain. Pure.
 */
export function compoundName(
  words: readonly string[],
  { isAnyone, people }: OtherPeople,
): CustomersFilter | null {
  if (words.length < 2 || words.some((word) => /\d/.test(word))) return null;
  const [first = '', ...rest] = words;
  if (words.length > 3) {
    return { first_name: words.slice(0, 2).join(' '), last_name: words.slice(2).join(' ') };
  }
  if (words.length > 2) return { first_name: rest.join(' '), last_name: first };
  const name = words.join(' ');
  const known = people.map(namesOf);
  if (known.some((each) => ends(each, foldWords(name)))) return { last_name: name };
  if (known.some((each) => begins(each, foldWords(name)))) return { first_name: name };
  return isAnyone ? null : { last_name: name };
}

function namesOf({ firstName, lastName }: Pick<Person, 'firstName' | 'lastName'>): readonly string[] {
  return foldWords(`${firstName ?? ''} ${lastName ?? ''}`);
}

/** Whether a longer name begins with these words. */
function begins(name: readonly string[], words: readonly string[]): boolean {
  return name.length > words.length && words.every((word, at) => name[at] === word);
}

/** Whether a longer name ends with these words. */
function ends(name: readonly string[], words: readonly string[]): boolean {
  return begins(name.toReversed(), words.toReversed());
}
