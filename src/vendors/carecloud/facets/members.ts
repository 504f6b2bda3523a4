import type { CareCloudSegmentMembership } from '../../../customers/model/care-cloud-loyalty.ts';
import type { SourceCall } from '../../../customers/source-call.ts';
import { GatewayError, UpstreamError } from '../../../errors/gateway-error.ts';
import type { LaneOptions } from '../../shared/lane-requests.ts';
import { DEFAULT_COUNT } from '../assumptions.ts';
import { CARECLOUD } from '../record.ts';
import type { DecodedRows, RowsDecoder } from './facet.ts';
import type { FacetRequests } from './facet-requests.ts';
import { SEGMENT_RECORDS } from './short-lists.ts';

/** A segment's members by id. */
export type Members = ReadonlyMap<string, CareCloudSegmentMembership>;

export interface MembersOptions {
  readonly requests: FacetRequests;
  readonly lane: LaneOptions;
  /** MAX_SEGMENT_MEMBERS */
  readonly most: number;
}

type Row = readonly [string, CareCloudSegmentMembership];

/** Each row with its customer. */
const MEMBERS: RowsDecoder = {
  key: SEGMENT_RECORDS.key,
  namesCustomer: false,
  decode(row, decoding): Row | null {
    const id = decoding.read.id(row.customer_id, 'segment_records.customer_id');
    const membership = SEGMENT_RECORDS.decode(row, decoding) as CareCloudSegmentMembership | null;
    return id === null || membership === null ? null : [id, membership];
  },
};

/**
 * Reads all members of a segment in one request, because CareCloud does not page this list. Empty for an unknown
 * segment. Rejects if there are more than the maximum, or if CareCloud states more than it returned.
 */
export async function readMembers(
  segmentId: string,
  { requests, lane, most }: MembersOptions,
  call: SourceCall,
): Promise<Members> {
  const request = {
    path: `/segments/${encodeURIComponent(segmentId)}/segment-records`,
    route: '/segments/{segment_id}/segment-records',
    query: [],
  };
  const found = await requests.rows(request, lane, { decoder: MEMBERS, customerId: null }, call);
  if (found === null) return new Map();
  const { rows, total, came } = found;
  const count = Math.max(came, total ?? 0);
  if (count > most) {
    const message = `Expected a segment of at most ${most} members (MAX_SEGMENT_MEMBERS), got one of ${count}.`;
    throw new GatewayError('OPERATION_TOO_COMPLEX', message, { source: CARECLOUD });
  }
  if (isCut(found)) throw cutShort('the segment’s members');
  return new Map(rows as readonly Row[]);
}

/** Whether an unpaged list lacks rows: its total says so, or it has as many as a page by default and no total. */
export function isCut({ came, total }: Pick<DecodedRows, 'came' | 'total'>): boolean {
  return total === null ? came === DEFAULT_COUNT : came < total;
}

/** The error for an unpaged list that CareCloud did not return in full. */
export function cutShort(what: string): UpstreamError {
  const message = `CareCloud returned only a part of ${what}, and offers no way to read the rest.`;
  return new UpstreamError('UPSTREAM_INVALID_RESPONSE', CARECLOUD, message);
}
