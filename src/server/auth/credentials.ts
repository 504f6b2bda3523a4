import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKeySettings } from '../../settings/settings.ts';

/** The credentials of a request: an API key, or a token that looks like a JWT. */
export interface Credentials {
  readonly kind: 'KEY' | 'JWT';
  readonly value: string;
}

/**
 * Reads `x-api-key: <key>` or `authorization: Bearer <key or token>`; null without either. A value of three dotted
 * parts is a JWT if JWTs are accepted.
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
 * Finds an API key by its SHA-256. Every key is compared in constant time, so the duration does not reveal a near
 * match.
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
