import { isSupportedCountry } from 'libphonenumber-js';
import { z } from 'zod';
import { isAcceptLanguage } from '../customers/model/accept-language.ts';
import { SCOPES, type Scope } from '../customers/model/scopes.ts';
import type { ApiKeySettings } from './settings.ts';

/**
 * Parsers of one variable each: text → value, or a problem that states what was expected and received. `undefined`
 * stays `undefined`: defaults are merged afterwards, in one place.
 */
type Read<T> = (text: string) => T | Problem;

/** What was expected; created by `expected`. */
interface Problem {
  readonly expected: string;
  readonly got: string;
}

function expected(what: string, got: string): Problem {
  return { expected: what, got };
}

/** A text as shown in messages: quoted, truncated, control characters escaped. */
function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** The same for a URL. One with `@` may contain a password and is not shown. */
function shownUrl(text: string): string {
  return text.includes('@') ? 'one with user name or password' : shown(text);
}

/** A zod field with a custom parser. */
function field<T extends NonNullable<unknown> | null>(read: Read<T>) {
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

/** Comma separated; spaces and letter case are ignored; each at most once, at least one. */
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

/**
 * An http(s) URL to prefix paths with. One with a user name or password would end up in logs, so it is refused and not
 * shown.
 */
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

export const timeZone = () =>
  field((value) =>
    isTimeZone(value) ? value : expected('an IANA time zone, e.g. Europe/Prague', shown(value)),
  );

/** A valid `Accept-Language` header: `cs`, or `cs, en-GB;q=0.8`. */
export const acceptLanguage = () =>
  field((value) =>
    isAcceptLanguage(value)
      ? value
      : expected('what an Accept-Language header may hold, e.g. cs or "cs, en-GB;q=0.8"', shown(value)),
  );

export const country = () =>
  field((value) => {
    const code = value.toUpperCase();
    return isSupportedCountry(code) ? code : expected('an ISO 3166-1 alpha-2 country, e.g. CZ', shown(value));
  });

/**
 * Secret, sent as `Authorization: Bearer …`. A value that is invalid in a header must fail the start instead of every
 * request.
 */
export const bearer = () =>
  field((value) =>
    /^[\x21-\x7e]+$/.test(value)
      ? value
      : expected('the bare value, of ASCII letters, digits and signs without spaces', 'something else'),
  );

/** Secret: a Redis URL may contain a password. */
export const redisUrl = () =>
  field((value) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    if (url === null || !/^rediss?:$/.test(url.protocol)) {
      return expected('a redis:// or rediss:// URL', 'something else');
    }
    return /^\/?\d*$/.test(url.pathname)
      ? value
      : expected('a number as database after the host', 'something else');
  });

export const origins = () =>
  field((value): readonly string[] | ReturnType<typeof expected> => {
    const items = commaSeparated(value);
    const wrong = items.find((item) => item !== '*' && !isOrigin(item));
    if (wrong === undefined) return items.map((item) => item.toLowerCase());
    return expected('comma-separated origins, e.g. https://shop.example.com (no path), or *', shown(wrong));
  });

/** Host names or addresses in lower case, with a port to restrict them to it. */
export const hosts = () =>
  field((value): readonly string[] | ReturnType<typeof expected> => {
    const items = commaSeparated(value).map((item) => item.toLowerCase());
    const wrong = items.find((item) => item !== '*' && !isHost(item));
    if (wrong === undefined && items.length > 0) return items;
    return expected('comma-separated host names, e.g. gateway.internal, or *', shown(wrong ?? value));
  });

/** Anyone who can change the keys in transit could sign any token, so plain http is allowed only on loopback. */
export const jwksUrl = () =>
  field((value) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    if (url !== null && (url.username !== '' || url.password !== '')) {
      return expected('a URL without user name and password', 'one with them');
    }
    const fits = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
    return fits ? value : expected('an https URL (http on loopback only)', shownUrl(value));
  });

/** `name:sha256-of-key:scope+scope`, comma separated. Never shown: with the order wrong, it may contain a key. */
export const apiKeys = () =>
  field((value): readonly ApiKeySettings[] | ReturnType<typeof expected> => {
    const keys: ApiKeySettings[] = [];
    for (const [index, item] of commaSeparated(value).entries()) {
      const [name, sha256, scopes] = splitKey(item);
      const at = `in entry ${index + 1}`;
      if (!/^[\w.-]{1,64}$/.test(name)) {
        return expected(
          'name:sha256-of-key:scope+scope, the name of letters, digits and ._-',
          `another name ${at}`,
        );
      }
      if (!/^[0-9a-f]{64}$/i.test(sha256)) {
        const came = sha256.length === 64 ? 'other characters' : `a length of ${sha256.length}`;
        return expected(`64 hex digits as hash ${at}`, came);
      }
      const wanted = scopes.split('+');
      if (!wanted.every(isScope)) {
        return expected(`scopes of ${SCOPES.join('+')} ${at}`, 'something else');
      }
      if (keys.some((key) => key.name === name || key.sha256 === sha256.toLowerCase())) {
        return expected('each name and key once', `one again ${at}`);
      }
      keys.push({ name, sha256: sha256.toLowerCase(), scopes: wanted.filter(isScope) });
    }
    return keys.length > 0 ? keys : expected('name:sha256-of-key:scope+scope', 'no entry');
  });

/** Whether an address can only be reached from this machine. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || /^127(\.\d{1,3}){3}$/.test(bare);
}

/** Scopes contain colons themselves: only the first two separate. */
function splitKey(item: string): readonly [name: string, sha256: string, scopes: string] {
  const [name = '', sha256 = ''] = item.split(':', 2);
  return [name, sha256, item.slice(name.length + sha256.length + 2)];
}

function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text);
}

/** Patterns such as `https://*.example.com` parse, but no browser sends one. */
function isOrigin(text: string): boolean {
  return (
    !text.includes('*') &&
    URL.canParse(text) &&
    /^https?:$/.test(new URL(text).protocol) &&
    new URL(text).origin === text.toLowerCase()
  );
}

function isHost(text: string): boolean {
  if (text.includes('*') || !URL.canParse(`http://${text}`)) return false;
  return new URL(`http://${text}`).host === text.replace(/:80$/, '');
}

function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

function commaSeparated(value: string): readonly string[] {
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
