import type { Leg } from '../../paging/leg.ts';
import type { SourceAbilities } from '../customer-source.ts';

/** Rows decided at once: their look-ups share one request. Also the block size if a source has none. */
const DECISION_ROWS = 100;

export interface Reading {
  /** Whether rows are dropped, here or by look-ups. */
  readonly decides: boolean;
  /** Whether a read includes one more row on either side, to see equal keys at its edges (see exact-reverse.ts). */
  readonly isCompared: boolean;
  /** Whether a response is cached for the next page. */
  readonly cachesResponses: boolean;
}

/**
 * How much of a source's list one request reads. With a cache, it reads aligned blocks: neighbouring pages request the
 * same blocks, and decide them with the same look-ups. Without a cache, blocks would only split pages that cross their
 * edges, so a page reads the rows around its own position, at the same cost everywhere.
 */
export function readSizes(
  { largestPage, blockSize = 0 }: Pick<SourceAbilities, 'largestPage' | 'blockSize'>,
  { decides, isCompared, cachesResponses }: Reading,
): Pick<Leg<unknown, unknown>, 'largestRead' | 'blockSize' | 'fewestDecided'> {
  const largestRead = isCompared ? Math.max(2, largestPage - 2) : largestPage;
  if (!cachesResponses) return { largestRead, ...(decides && { fewestDecided: DECISION_ROWS }) };
  const block = blockSize || (decides ? DECISION_ROWS : 0);
  return { largestRead, ...(block > 0 && { blockSize: Math.min(block, largestRead) }) };
}
