const FETCHES_PER_MINUTE = 10;
const MOST_BYTES = 1_000_000;

export interface JwksOptions {
  readonly url: string;
  readonly timeoutMs: number;
  /** Milliseconds. */
  readonly now: () => number;
  readonly fetch?: typeof globalThis.fetch;
}

interface Jwks {
  readonly keys: unknown;
}

/**
 * Reads the issuer's keys. It is called for every token with an unknown key id, which anyone can send, so it fetches at
 * most ten times a minute and otherwise returns the last response. A flood of forged tokens cannot flood the issuer,
 * and a rotated key is known within a minute. If the issuer does not respond, the last response remains in use.
 */
export function createJwksReader({ url, timeoutMs, now, fetch = globalThis.fetch }: JwksOptions) {
  let latest: Jwks | null = null;
  let pending: Promise<Jwks> | null = null;
  let fetchedAt: readonly number[] = [];

  async function ask(): Promise<Jwks> {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Error(`expected 200 from the JWKS address, got ${response.status}`);
    const text = await response.text();
    if (text.length > MOST_BYTES) throw new Error('expected a JWKS, got something huge');
    const keys: unknown = JSON.parse(text);
    if (typeof keys !== 'object' || keys === null || !('keys' in keys)) throw new Error('expected a JWKS');
    return keys;
  }

  return async (): Promise<Jwks> => {
    if (pending !== null) return pending;
    fetchedAt = fetchedAt.filter((at) => now() - at < 60_000);
    if (latest !== null && fetchedAt.length >= FETCHES_PER_MINUTE) return latest;
    fetchedAt = [...fetchedAt, now()];
    pending = ask();
    try {
      latest = await pending;
    } catch (error) {
      if (latest === null) throw error;
    } finally {
      pending = null;
    }
    return latest;
  };
}
