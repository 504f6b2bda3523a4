import { emailSpellings } from '../../../customers/model/email.ts';

/** How a vendor's search takes an email. */
export interface EmailMatching {
  readonly mindsCase: boolean;
  readonly mindsBlanks: boolean;
}

/**
 * The values by which an email is asked for under `=`, the given one first: where the vendor minds letter case, in the ways
 * emails are written; where it minds blanks, with one before and after. Pure. No list can have all of them.
 */
export function emailVariants(email: string, { mindsCase, mindsBlanks }: EmailMatching): readonly string[] {
  const usual = emailSpellings(email);
  const cased = mindsCase ? [...usual, ...usual.flatMap(letterCases)] : usual;
  const blanked = mindsBlanks ? [...cased, ...cased.flatMap((each) => [` ${each}`, `${each} `])] : cased;
  return [...new Set(blanked)];
}

/** `JAN.NOVAK@X.CZ`, `Jan.novak@x.cz`, `Jan.Novak@x.cz`, `jan.novak@X.CZ` */
function letterCases(email: string): readonly string[] {
  const lower = email.toLowerCase();
  const at = lower.lastIndexOf('@');
  const name = at === -1 ? lower : lower.slice(0, at);
  const host = at === -1 ? '' : lower.slice(at);
  const capitalised = lower.replace(/^\p{L}/u, (letter) => letter.toUpperCase());
  const parts = name.replace(/(^|[^\p{L}])(\p{L})/gu, (_, before, letter) => before + letter.toUpperCase());
  return [lower, lower.toUpperCase(), capitalised, parts + host, name + host.toUpperCase()];
}
