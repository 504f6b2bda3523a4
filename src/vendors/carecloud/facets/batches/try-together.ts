import type { SourceCall } from '../../../../customers/source-call.ts';
import { UpstreamError } from '../../../../errors/gateway-error.ts';
import type { LaneOptions } from '../facet-requests.ts';
import type { Batch } from './batch.ts';

/** How much of the operation's time a trial may take: those it is not for are still to be asked alone. */
const TIMEOUT_SHARE = 0.25;

/**
 * What a request for several customers brings, before anybody knows whether it can be made: outside of the facet's lane, so that
 * its failure says nothing of the facet, and with no customer's request waiting for a place. REFUSED: CareCloud does not take it;
 * FAILED: it did not answer; null: it was not asked.
 */
export async function tryTogether(
  ask: (lane: LaneOptions, call: SourceCall) => Promise<Batch | null>,
  facet: string,
  call: SourceCall,
): Promise<Batch | 'REFUSED' | 'FAILED' | null> {
  try {
    const lane = { name: `${facet}.batch`, freshMs: 0, staleMs: 0 };
    return await ask(lane, { ...call, timeoutShare: TIMEOUT_SHARE });
  } catch (error) {
    // Nothing was left to ask with.
    if (!(error instanceof UpstreamError) || error.code === 'UPSTREAM_RATE_LIMITED') return null;
    const isAnswered = error.code === 'UPSTREAM_REJECTED' || error.code === 'UPSTREAM_INVALID_RESPONSE';
    return isAnswered ? 'REFUSED' : 'FAILED';
  }
}
