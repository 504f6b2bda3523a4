import { PREFIXES_APART } from '../../../customers/search/joined-name.ts';
import type { CustomersFilter } from '../wire/wire.ts';

/** The beginnings of such names, and what follows them; few other words begin so. */
const JOINED = /^(o(?=[bcdfghklmnrst][aeiouy]|[bcdfgkt][lr])|[dl](?=[aeiouyh])|mc(?=\p{L}))(\p{L}{2,})$/iu;
const PREFIX = new RegExp(`^${PREFIXES_APART}$`, 'i');
const APOSTROPHE = /['’]/;

/** A name of several words, of which one is written otherwise. */
interface Rewritten {
  readonly words: readonly string[];
  readonly at: number;
  /** Whether the words as typed have the sign or blank that others may write otherwise. */
  readonly isSure: boolean;
}

/**
 * The list for names that others write with a sign or blank that was not typed, or without it: `O'Brien` for `obrien`,
 * `O’Brien` for `O'Brien`, `McDonald` for `mc donald`. There is room for one, so it is a last name. Null if the words
 * are not such a name, or only look like it and somebody was found: `dana` need not be `D'Ana`. Pure.
 */
export function otherwiseJoined(words: readonly string[], isAnyone: boolean): CustomersFilter | null {
  const rewritten = rewrite(words);
  if (rewritten === null || (isAnyone && !rewritten.isSure)) return null;
  const { words: all, at } = rewritten;
  if (all.length === 1) return { last_name: all.join(' ') };
  const isFirst = at === 0;
  const [first, last] = isFirst ? [all.slice(1), all.slice(0, 1)] : [all.slice(0, at), all.slice(at)];
  return { first_name: first.join(' '), last_name: last.join(' ') };
}

function rewrite(words: readonly string[]): Rewritten | null {
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    if (APOSTROPHE.test(word)) {
      const other = word.replace(APOSTROPHE, (sign) => (sign === '’' ? "'" : '’'));
      return { words: words.with(at, other), at, isSure: true };
    }
    if (PREFIX.test(word) && next !== undefined) {
      const one = `${capital(word)}${word.toLowerCase() === 'o' ? "'" : ''}${capital(next)}`;
      return { words: words.toSpliced(at, 2, one), at, isSure: true };
    }
  }
  for (const [at, word] of words.entries()) {
    const [, prefix = '', rest = ''] = JOINED.exec(word) ?? [];
    if (prefix === '') continue;
    const apart = `${capital(prefix)}${prefix.length === 1 ? "'" : ' '}${capital(rest)}`;
    return { words: words.with(at, apart), at, isSure: false };
  }
  return null;
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase();
}
