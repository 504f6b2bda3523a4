import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKeySettings } from '../../settings/settings.ts';

/** What a request presents: an API key, or a token that looks like a JWT. */
export interface Credentials {
  readonly kind: 'KEY' | 'JWT';
  readonly value: string;
}

/**
 * `x-api-key: <key>`, or `authorization: Bearer <key or token>`. Null: nothing presented. A text of three dotted parts is
 * a JWT where JWTs are taken.
 */
export function credentialsFrom(headers: Pick<Headers, 'get'>, takesJwt: boolean): Credentials | null {
  const key = headers.get('x-api-key')?.trim();
  if (key) return { kind: 'KEY', value: key };
  const value = /^Bearer +(\S+)\s*$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (value === undefined) return null;
  return { kind: takesJwt && isJwtShaped(value) ? 'JWT' : 'KEY', value };
}

function isJwtShaped(value: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(value);
}

/**
 * Finds the key that a client presents, by its SHA-256. Every key is compared, in constant time each: how long it takes
 * tells nothing of which one came near.
 */
export function createApiKeyFinder(keys: readonly ApiKeySettings[]) {
  const known = keys.map((key) => ({ key, hash: Buffer.from(key.sha256, 'hex') }));
  return (presented: string): ApiKeySettings | null => {
    const hash = createHash('sha256').update(presented).digest();
    let found: ApiKeySettings | null = null;
    for (const one of known) {
      if (timingSafeEqual(one.hash, hash)) found = one.key;
    }
    return found;
  };
}
