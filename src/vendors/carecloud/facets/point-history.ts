import { createHash } from 'node:crypto';
import type { FacetArguments } from '../../../customers/facets/facet-source.ts';
import type { CareCloudPointEntry } from '../../../customers/model/care-cloud-loyalty.ts';
import type { LocalBounds } from '../wire/local-bounds.ts';
import { given, type PagedFacet, perCustomer, plain, type RowsDecoder } from './facet.ts';

/** OpenAPI: schemas/PointHistoryRecord.yaml. Entries have no id, so a hash of the content replaces it. */
const POINT_HISTORY: RowsDecoder = {
  key: 'point_history',
  namesCustomer: 'ALWAYS',
  decode: (row, { read, time }): CareCloudPointEntry => ({
    identity: createHash('sha256').update(JSON.stringify(row)).digest('base64url').slice(0, 16),
    amount: read.number(row.point_amount, 'point_history.point_amount'),
    operation: read.text(row.point_operation_type, 'point_history.point_operation_type'),
    note: read.text(row.point_operation_note, 'point_history.point_operation_note'),
    pointTypeId: read.text(row.point_type_id, 'point_history.point_type_id'),
    storeId: read.text(row.store_id, 'point_history.store_id'),
    at: read.parsed(row.point_history_record_time, time, 'point_history.point_history_record_time'),
  }),
};

/** Newest first. */
export const pointHistory: PagedFacet = {
  kind: 'PAGES',
  declaration: {
    ...perCustomer('pointHistory'),
    pages: {
      direction: 'DESC',
      keyOf: (row: CareCloudPointEntry) => row.at,
      identityOf: (row: CareCloudPointEntry) => row.identity,
    },
  },
  request: (customerId, args, { offset, limit }, localBounds) =>
    plain('/point-history', [
      ['customer_id', customerId],
      ['count', String(limit)],
      ['offset', String(offset)],
      ['sort_field', 'point_history_record_time'],
      ['sort_direction', 'DESC'],
      ...filters(args, localBounds),
    ]),
  rows: POINT_HISTORY,
};

/** `from` and `to` are instants. */
function filters(args: FacetArguments, localBounds: LocalBounds) {
  const { from, to, pointTypeId } = args as {
    readonly from?: number;
    readonly to?: number;
    readonly pointTypeId?: string;
  };
  return given({
    time_from: from === undefined ? undefined : localBounds.from(from),
    time_to: to === undefined ? undefined : localBounds.to(to),
    point_type_id: pointTypeId,
  });
}
