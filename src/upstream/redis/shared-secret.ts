import { randomBytes } from 'node:crypto';
import type { SharedStore } from './shared-store.ts';
import { toStoreScript } from './store-script.ts';

const BYTES = 32;

/** KEYS[1]: the secret. ARGV[1]: what it becomes if there is none. Returns the secret. */
const SECRET = toStoreScript(`
local known = redis.call('GET', KEYS[1])
if known then return known end
redis.call('SET', KEYS[1], ARGV[1])
return ARGV[1]`);

/**
 * A random secret that all replicas have, for hashes that they compare; of this process alone if nothing is shared, or
 * the store is unavailable now. Hexadecimal.
 */
export async function openSharedSecret(store: SharedStore | null, name: string): Promise<string> {
  const own = randomBytes(BYTES).toString('hex');
  if (!store?.isUp) return own;
  const secret = await store.run(SECRET, [`customer-gateway:secret:${name}`], [own]).catch(() => null);
  return typeof secret === 'string' && /^[0-9a-f]{64}$/.test(secret) ? secret : own;
}
