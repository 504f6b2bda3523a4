import { isSupportedCountry } from 'libphonenumber-js';
import { isAcceptLanguage } from '../customers/model/accept-language.ts';
import { SCOPES, type Scope } from '../customers/model/scopes.ts';
import type { ApiKeySettings } from './settings.ts';
import { commaSeparated, expected, field, shown, shownUrl } from './variable-types.ts';

/** Readers of variables that have a form of their own. */

export const timeZone = () =>
  field((value) =>
    isTimeZone(value) ? value : expected('an IANA time zone, e.g. Europe/Prague', shown(value)),
  );

/** What an `Accept-Language` header may hold: `cs`, or `cs, en-GB;q=0.8`. */
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

/** Secret, and sent as `Authorization: Bearer …`: what no header can carry would fail every request instead of the start. */
export const bearer = () =>
  field((value) =>
    /^[\x21-\x7e]+$/.test(value)
      ? value
      : expected('the bare value, of ASCII letters, digits and signs without spaces', 'something else'),
  );

/** Secret: a Redis address may hold a password. */
export const redisUrl = () =>
  field((value) => {
    const fits = URL.canParse(value) && /^rediss?:$/.test(new URL(value).protocol);
    return fits ? value : expected('a redis:// or rediss:// URL', 'something else');
  });

export const origins = () =>
  field((value): readonly string[] | ReturnType<typeof expected> => {
    const items = commaSeparated(value);
    const wrong = items.find((item) => item !== '*' && !isOrigin(item));
    if (wrong === undefined) return items.map((item) => item.toLowerCase());
    return expected('comma-separated origins, e.g. https://shop.example.com (no path), or *', shown(wrong));
  });

/** Whoever could change the keys in transit could sign any token: plain http only where nobody is in between. */
export const jwksUrl = () =>
  field((value) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    if (url !== null && (url.username !== '' || url.password !== '')) {
      return expected('a URL without user name and password', 'one with them');
    }
    const fits = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
    return fits ? value : expected('an https URL (http on loopback only)', shownUrl(value));
  });

/** `name:sha256-of-key:scope+scope`, comma separated. Nothing of it is shown: who gets the order wrong may have written a key. */
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
        return expected(`64 hex digits as hash ${at}`, `${sha256.length} characters or other signs`);
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

/** Whether an address can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || /^127(\.\d{1,3}){3}$/.test(bare);
}

/** Scopes have colons themselves: only the first two separate. */
function splitKey(item: string): readonly [name: string, sha256: string, scopes: string] {
  const [name = '', sha256 = ''] = item.split(':', 2);
  return [name, sha256, item.slice(name.length + sha256.length + 2)];
}

function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text);
}

function isOrigin(text: string): boolean {
  return (
    URL.canParse(text) &&
    /^https?:$/.test(new URL(text).protocol) &&
    new URL(text).origin === text.toLowerCase()
  );
}

function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
