import type { CustomerSource } from '../../../customers/customer-source.ts';
import { GatewayError } from '../../../errors/gateway-error.ts';
import { RequestAllowance } from '../../../upstream/request-allowance.ts';

/** The most requests that learning takes of a source. */
export const MOST_PROBE_REQUESTS = 6;

const DEADLINE_MS = 30_000;

/**
 * Has a source learn what its documents do not tell, by at most six requests past the cache. What they do not settle is
 * learned on the way. Never throws; gives the error's code when the source did not answer, else `OK`.
 */
export async function probeSource(source: CustomerSource, now: () => number = Date.now): Promise<string> {
  const call = {
    signal: new AbortController().signal,
    deadlineAt: now() + DEADLINE_MS,
    bypassCache: true,
    client: 'probe',
    allowance: new RequestAllowance(new Map([[source.name, MOST_PROBE_REQUESTS]])),
    meter: { sent() {}, saved() {} },
  };
  try {
    await source.probe?.(call);
    return 'OK';
  } catch (error) {
    if (!(error instanceof GatewayError)) return 'INTERNAL_SERVER_ERROR';
    // Enough was asked.
    return error.code === 'OPERATION_TOO_COMPLEX' ? 'OK' : error.code;
  }
}
