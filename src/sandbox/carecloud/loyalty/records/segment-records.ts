import { SEGMENTS } from '../catalogues/segments.ts';
import type { Draw } from '../seeded.ts';
import type { SegmentRecordWire } from '../wire.ts';
import { pastTime } from './times.ts';

/** A customer is in each segment with the segment's probability. */
export const makeSegmentRecords = (draw: Draw, customerId: string): readonly SegmentRecordWire[] => {
  const random = draw('segments', customerId);
  return SEGMENTS.flatMap(({ id, share }) => {
    const isMember = random.chance(share);
    const since = pastTime(random);
    return isMember
      ? [{ segment_id: id, customer_id: customerId, created_at: since, last_change: since }]
      : [];
  });
};
