import type { CustomerSource } from '../../../customers/customer-source.ts';
import { GatewayError } from '../../../errors/gateway-error.ts';
import { RequestAllowance } from '../../../upstream/request-allowance.ts';

/** The most requests to a source for learning. */
export const MOST_PROBE_REQUESTS = 6;

const DEADLINE_MS = 30_000;

export interface ProbeOptions {
  readonly now?: () => number;
  /** Fewer requests than usual. */
  readonly most?: number;
  /** Called before each request. */
  readonly onSent?: () => void;
}

/**
 * Lets a source learn its undocumented traits, with at most six requests that bypass the cache. Whatever remains open
 * is learned from ordinary responses. Never throws; returns the error's code if the source did not respond, else `OK`.
 */
export async function probeSource(source: CustomerSource, options: ProbeOptions = {}): Promise<string> {
  const { now = Date.now, most = MOST_PROBE_REQUESTS, onSent = () => {} } = options;
  const call = {
    signal: new AbortController().signal,
    deadlineAt: now() + DEADLINE_MS,
    bypassCache: true,
    client: 'probe',
    allowance: new RequestAllowance(new Map([[source.name, most]])),
    meter: { sent: onSent, saved() {} },
  };
  try {
    await source.probe?.(call);
    return 'OK';
  } catch (error) {
    if (!(error instanceof GatewayError)) return 'INTERNAL_SERVER_ERROR';
    // The allowance is used up.
    return error.code === 'OPERATION_TOO_COMPLEX' ? 'OK' : error.code;
  }
}
