import { UpstreamError } from '../errors/gateway-error.ts';
import type { UpstreamClient } from '../upstream/upstream-client.ts';
import type { UpstreamRequest } from '../upstream/upstream-request.ts';

/** Asks one account, read-only, up to a number of requests. */
export interface Asker {
  /** The answer; null when the account refused the request itself (400, 414, 422). Rejects on every other failure. */
  ask<T>(request: UpstreamRequest<T>): Promise<T | null>;
  readonly sent: () => number;
}

/** The ceiling is reached: what is left stays unknown. */
export class TooManyRequests extends Error {}

export function createAsker(
  client: UpstreamClient,
  most: number,
  onRequest: (source: string, sent: number, most: number) => void,
): Asker {
  let sent = 0;
  const meter = {
    sent() {
      sent++;
      onRequest(client.source, sent, most);
    },
    saved() {},
  };
  return {
    sent: () => sent,
    async ask(request) {
      // One request may be tried three times.
      if (sent + MOST_TRIES > most) throw new TooManyRequests();
      const call = {
        signal: new AbortController().signal,
        deadlineAt: Date.now() + DEADLINE_MS,
        bypassCache: true,
        client: 'verify',
        meter,
      };
      try {
        return await client.request(request, call);
      } catch (error) {
        if (isRefusedRequest(error)) return null;
        throw error;
      }
    },
  };
}

/** Long enough to wait for a budget that others have spent. */
const DEADLINE_MS = 90_000;
const MOST_TRIES = 3;

function isRefusedRequest(error: unknown): boolean {
  if (!(error instanceof UpstreamError) || error.code !== 'UPSTREAM_REJECTED') return false;
  const { cause } = error;
  return cause instanceof Error && 'status' in cause && [400, 414, 422].includes(Number(cause.status));
}

/** The largest size that is taken, by halving: null when even one is not. */
export async function largestTaken(
  size: number,
  isTaken: (size: number) => Promise<boolean>,
): Promise<number> {
  let tried = size;
  while (tried > 1 && !(await isTaken(tried))) tried = Math.floor(tried / 2);
  return tried;
}
