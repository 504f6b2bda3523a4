import { UpstreamError } from '../../errors/gateway-error.ts';
import type { RecordLookup } from '../lookup/record-lookup.ts';
import type { Customer } from '../model/customer.ts';
import type { IdentityKey, SourceRecord } from '../model/source-record.ts';
import type { Candidate, SearchCall, SourceCandidates } from './find-candidates.ts';

/** A candidate with its customer. */
export interface IdentifiedCandidate extends Candidate {
  readonly customer: Customer;
  readonly isKnownToBoth: boolean;
}

/** The results of the searches. */
export type Found = readonly Pick<SourceCandidates, 'source' | 'allWith' | 'typing' | 'error'>[];

export interface IdentifyContext extends SearchCall {
  /** The source of accounts; undefined if only profiles are configured. */
  readonly accounts: RecordLookup | undefined;
  readonly profiles: readonly RecordLookup[];
  readonly identityKeys: readonly IdentityKey[];
  /** How many people are shown. */
  readonly first: number;
  /** The global id of a customer with this key. */
  readonly globalIdOf: (customerKey: string) => string;
}

type Relatives = ReadonlyMap<SourceRecord, readonly SourceRecord[]>;

/** The failure of a source that did not respond to the search, so that it is not asked again; null if it did. */
export function silence({ source }: RecordLookup, found: Found): UpstreamError | null {
  const error = found.find((each) => each.source === source)?.error ?? null;
  return error !== null && (error.isSourceWide || error.code !== 'UPSTREAM_REJECTED') ? error : null;
}

/** Null if the source did not respond. */
export async function relativesOf(
  records: readonly SourceRecord[],
  { meter }: IdentifyContext,
  lookUp: (records: readonly SourceRecord[]) => Promise<Relatives>,
): Promise<Relatives | null> {
  if (records.length === 0) return new Map();
  try {
    return await lookUp(records);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    meter.failed(error);
    return null;
  }
}
