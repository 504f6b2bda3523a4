import { UpstreamError } from '../errors/gateway-error.ts';
import type { UpstreamClient } from '../upstream/upstream-client.ts';
import type { UpstreamRequest } from '../upstream/upstream-request.ts';

/** Sends read-only requests to one account, up to a maximum number. */
export interface Asker {
  /** The response; null if the account refused the request itself (400, 414, 422). Rejects on every other failure. */
  ask<T>(request: UpstreamRequest<T>): Promise<T | null>;
  readonly sent: () => number;
  /** How many more requests may be sent. */
  readonly left: () => number;
  /** A request that is sent elsewhere counts, too. */
  readonly countSent: () => void;
}

/** The maximum number of requests is reached; the remaining checks stay unknown. */
export class TooManyRequests extends Error {}

export function createAsker(
  client: UpstreamClient,
  most: number,
  onRequest: (source: string, sent: number, most: number) => void,
): Asker {
  let sent = 0;
  const countSent = () => {
    sent++;
    onRequest(client.source, sent, most);
  };
  const meter = { sent: countSent, saved() {} };
  return {
    sent: () => sent,
    left: () => most - sent,
    countSent,
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

/** Long enough to wait for a budget that others have used up. */
const DEADLINE_MS = 90_000;
const MOST_TRIES = 3;

function isRefusedRequest(error: unknown): boolean {
  if (!(error instanceof UpstreamError) || error.code !== 'UPSTREAM_REJECTED') return false;
  const { cause } = error;
  return cause instanceof Error && 'status' in cause && [400, 414, 422].includes(Number(cause.status));
}

/** Caches responses by request, so that two checks with the same request send it once. */
export function askedOnce<T>(): (question: unknown, ask: () => Promise<T>) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (question, ask) => {
    const key = JSON.stringify(question);
    const answer = answers.get(key) ?? ask();
    answers.set(key, answer);
    return answer;
  };
}

/** The largest accepted size, found by halving; 1 at least. `isTried` is false if no request was left to try it. */
export async function largestTaken(
  size: number,
  isAccepted: (size: number) => Promise<boolean>,
): Promise<{ readonly size: number; readonly isTried: boolean }> {
  let tried = size;
  try {
    while (tried > 1 && !(await isAccepted(tried))) tried = Math.floor(tried / 2);
    return { size: tried, isTried: true };
  } catch (error) {
    if (!(error instanceof TooManyRequests) || tried === size) throw error;
    return { size: tried, isTried: false };
  }
}

/** The account refuses even a short list. */
export class RefusedList extends Error {}

/** The response to the largest of these page sizes that an account accepts. Rejects if it accepts none. */
export async function firstPage<Page>(
  ask: (limit: number) => Promise<Page | null>,
): Promise<{ readonly page: Page; readonly limit: number }> {
  for (const limit of [100, 20]) {
    const page = await ask(limit);
    if (page !== null) return { page, limit };
  }
  throw new RefusedList();
}
