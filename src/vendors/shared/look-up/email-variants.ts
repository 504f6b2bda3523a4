import { emailSpellings } from '../../../customers/model/email.ts';

/** How a vendor's search compares emails. */
export interface EmailMatching {
  readonly mindsCase: boolean;
  readonly mindsBlanks: boolean;
}

/**
 * The values to search for an email by `=`, the given one first: in the usual letter cases if the vendor respects case,
 * and with a blank before and after if it respects blanks. Pure. The list is never exhaustive.
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
