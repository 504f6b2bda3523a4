import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { Settings } from '../../settings/settings.ts';

const BYTES = 32;

/**
 * The secret for the hashes that callers are named by. It is derived from the credentials of the source with the
 * budget, which all replicas have and which are not in Redis: they name a caller alike, whatever happens to Redis, and
 * nobody who reads Redis can try out addresses. The derivation is slow, so that names do not give away a password
 * either. Simulated vendors have no secrets, so the secret is random.
 */
export async function createCallerSecret({
  sandbox,
  careCloud,
  helpCrunch,
}: Pick<Settings, 'sandbox' | 'careCloud' | 'helpCrunch'>): Promise<string> {
  const credentials = helpCrunch?.apiKey ?? careCloud?.credentials;
  if (sandbox || credentials === undefined) return randomBytes(BYTES).toString('hex');
  const derived = await derive(JSON.stringify(credentials), 'customer-gateway callers 1', BYTES);
  return derived.toString('hex');
}

const derive = promisify<string, string, number, Buffer>(scrypt);
