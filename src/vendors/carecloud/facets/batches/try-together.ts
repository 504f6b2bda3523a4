import type { SourceCall } from '../../../../customers/source-call.ts';
import { UpstreamError } from '../../../../errors/gateway-error.ts';
import type { LaneOptions } from '../../../shared/lane-requests.ts';
import type { Batch } from './batch.ts';

/** The part of the operation's time that a trial may take, because its customers may still need separate requests. */
const TIMEOUT_SHARE = 0.25;

/**
 * Sends a request for several customers before it is known to work. It is outside the facet's lane, so its failure does
 * not affect the facet, and no customer's request waits for a slot. REFUSED: CareCloud does not accept it; FAILED: no
 * response; null: it was not sent.
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
    // No requests were left.
    if (!(error instanceof UpstreamError) || error.code === 'UPSTREAM_RATE_LIMITED') return null;
    const isAnswered = error.code === 'UPSTREAM_REJECTED' || error.code === 'UPSTREAM_INVALID_RESPONSE';
    return isAnswered ? 'REFUSED' : 'FAILED';
  }
}
