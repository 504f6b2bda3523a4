import { z } from 'zod';

/**
 * Readers of one variable each: text → value, or a problem that says what was expected and what came.
 * `undefined` stays `undefined`: defaults are merged afterwards, from one place.
 */
type Read<T> = (text: string) => T | Problem;

/** What was expected; made by `expected`. */
interface Problem {
  readonly expected: string;
  readonly got: string;
}

export function expected(what: string, got: string): Problem {
  return { expected: what, got };
}

/** A text as a message may show it: quoted, short, control characters escaped. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** The same for an address: one with `@` may hold a password, and is not shown. */
export function shownUrl(text: string): string {
  return text.includes('@') ? 'one with user name or password' : shown(text);
}

/** A zod field around a reader. */
export function field<T extends NonNullable<unknown> | null>(read: Read<T>) {
  return z
    .string()
    .transform((text, context): T => {
      const value = read(text);
      if (!isProblem(value)) return value;
      context.addIssue({ code: 'custom', message: `expected ${value.expected}, got ${value.got}` });
      return z.NEVER;
    })
    .optional();
}

export const text = () => field((value) => value);

/** Comma separated, at least one. */
export const texts = () =>
  field((value) => {
    const items = commaSeparated(value);
    return items.length > 0 ? items : expected('at least one value, comma separated', shown(value));
  });

export const wholeNumber = (least: number, most: number) =>
  field((value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    return expected(`a whole number from ${least} to ${most}`, shown(value));
  });

export const flag = () =>
  field((value) => {
    const folded = value.toLowerCase();
    if (folded === '1' || folded === 'true') return true;
    if (folded === '0' || folded === 'false') return false;
    return expected('1 or 0', shown(value));
  });

export const oneOf = <const T extends string>(choices: readonly T[]) =>
  field((value) => choice(choices, value) ?? expected(`one of ${choices.join(', ')}`, shown(value)));

/** Comma separated; spaces and letter case do not matter; each at most once, at least one. */
export const listOf = <const T extends string>(choices: readonly T[]) =>
  field((value): readonly T[] | Problem => {
    const items = commaSeparated(value);
    const known = items.map((item) => choice(choices, item));
    const stranger = items.find((_, index) => known[index] === undefined);
    const wanted = `a comma-separated list of ${choices.join(', ')}, each at most once`;
    if (stranger !== undefined) return expected(wanted, shown(stranger));
    if (items.length === 0) return expected(wanted, 'none');
    if (new Set(known).size !== items.length) return expected(wanted, shown(value));
    return known.filter((item) => item !== undefined);
  });

/** An http(s) address to put paths behind. A user name or password in it would end up in logs: refused, and not shown. */
export const baseUrl = () =>
  field((value) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    if (url !== null && (url.username !== '' || url.password !== '')) {
      return expected('a URL without user name and password', 'one with them');
    }
    if (url === null || !/^https?:$/.test(url.protocol)) return expected('an http(s) URL', shownUrl(value));
    if (url.search !== '' || url.hash !== '') return expected('a URL without ? and #', 'one with them');
    return value.replace(/\/+$/, '');
  });

export function commaSeparated(value: string): readonly string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function choice<T extends string>(choices: readonly T[], value: string): T | undefined {
  return choices.find((one) => one.toLowerCase() === value.toLowerCase());
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'expected' in value && 'got' in value;
}
