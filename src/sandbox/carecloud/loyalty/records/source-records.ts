import type { CareCloudRow } from '../../wire.ts';
import { SOURCES } from '../catalogues/small.ts';
import type { Draw } from '../seeded.ts';
import type { SourceRecordWire } from '../wire.ts';
import { pastTime } from './times.ts';

/** The id shared by the third and the fourth customer, each in a different system. */
const SHARED_EXTERNAL_ID = 'EXT-SHARED-1';

/** The systems that know a customer, beginning with the one the account came from. */
export const makeSourceRecords = (
  draw: Draw,
  { customer_id: customerId, customerSourceId }: CareCloudRow,
): readonly SourceRecordWire[] => {
  const random = draw('sources', customerId);
  const first = customerSourceId ?? random.pick(SOURCES).id;
  const others = SOURCES.map(({ id }) => id).filter((id) => id !== first && random.chance(0.2));
  return [first, ...others.slice(0, 2)].map((sourceId) => ({
    customer_source_record_id: `8${random.hex(25)}`,
    customer_source_id: sourceId,
    customer_id: customerId,
    ...(random.chance(0.85) && { external_id: `EXT-${random.hex(10).toUpperCase()}` }),
    last_change: pastTime(random),
  }));
};

export const sharedIdRecord = (customerId: string, position: number): SourceRecordWire => ({
  customer_source_record_id: `8501d00000000000000000000${position}`,
  customer_source_id: SOURCES[position + 1]?.id ?? '',
  customer_id: customerId,
  external_id: SHARED_EXTERNAL_ID,
  last_change: '2022-02-02 22:22:22',
});
