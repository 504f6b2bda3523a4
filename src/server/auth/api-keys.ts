import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKeySettings } from '../../settings/settings.ts';

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
