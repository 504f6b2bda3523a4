import type { Leg } from '../../paging/leg.ts';
import type { SourceAbilities } from '../customer-source.ts';

/** Rows decided at once: so many look-ups go into one request. Also the block, where a source names none. */
const DECISION_ROWS = 100;

export interface Reading {
  /** Whether rows are dropped, here or by look-ups. */
  readonly decides: boolean;
  /** Whether a read takes a row more on either side, to see equal keys at its edges (see exact-reverse.ts). */
  readonly isCompared: boolean;
  /** Whether an answer is kept for the next page that asks the same. */
  readonly cachesResponses: boolean;
}

/**
 * How much of a source's list one request reads. Where answers are kept, aligned blocks: neighbouring pages ask for the
 * same ones, and decide them by the same look-ups. Where none is kept, a block only cuts pages in two that lie across
 * its edge: there a page reads the rows around its own place, and costs the same wherever that is.
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
