import type {
  CareCloudTierProgress,
  CareCloudTierRecord,
  CareCloudTurnoverGoal,
} from '../../../customers/model/care-cloud-loyalty.ts';
import { calendarDate } from '../wire/zone-time.ts';
import { isValidAt } from './cards.ts';
import { below, type FacetDecoding, given, type ListFacet, perCustomer, type RowsDecoder } from './facet.ts';
import { RECORD_STATES } from './record-states.ts';

/** OpenAPI: schemas/StatusRecord.yaml */
const STATUS_RECORDS: RowsDecoder = {
  key: 'status_records',
  namesCustomer: true,
  decode(row, decoding): CareCloudTierRecord | null {
    const { read, time } = decoding;
    const tierId = read.id(row.status_id, 'status_records.status_id');
    if (tierId === null) return null;
    return {
      recordId: read.text(row.status_record_id, 'status_records.status_record_id'),
      tierId,
      validFrom: read.parsed(row.valid_from, time, 'status_records.valid_from'),
      validTo: read.parsed(row.valid_to, time, 'status_records.valid_to'),
      state: read.code(row.state, RECORD_STATES, 'status_records.state'),
      lastChangeAt: read.parsed(row.last_change, time, 'status_records.last_change'),
      progress: decodeProgress(row.purchase_conditions, decoding),
    };
  },
};

/** The currently valid tier: one or none. */
export const tier: ListFacet = {
  kind: 'LIST',
  declaration: perCustomer('tier'),
  request: (customerId) => below(customerId, 'status-records', given({ valid_now: true })),
  rows: STATUS_RECORDS,
  value(rows, _args, { now }) {
    const records = newestFirst(rows as readonly CareCloudTierRecord[]);
    return records.find((record) => isValidAt(record, now)) ?? records[0] ?? null;
  },
};

/** All tiers ever, newest first. */
export const tiers: ListFacet = {
  kind: 'LIST',
  declaration: perCustomer('tiers'),
  request: (customerId) => below(customerId, 'status-records'),
  rows: STATUS_RECORDS,
  value: (rows) => newestFirst(rows as readonly CareCloudTierRecord[]),
};

function newestFirst(records: readonly CareCloudTierRecord[]): readonly CareCloudTierRecord[] {
  return records.toSorted((one, other) => (other.validFrom ?? 0) - (one.validFrom ?? 0));
}

/** OpenAPI: schemas/PurchaseConditions.yaml */
function decodeProgress(value: unknown, decoding: FacetDecoding): CareCloudTierProgress | null {
  const { read } = decoding;
  const conditions = read.object<Conditions>(value, 'purchase_conditions');
  if (conditions === null) return null;
  return {
    pointsToKeep: read.number(conditions.keep_status_points, 'purchase_conditions.keep_status_points'),
    pointsToNext: read.number(conditions.next_status_points, 'purchase_conditions.next_status_points'),
    turnoverToKeep: decodeGoals(conditions.keep_status_turnover, decoding),
    turnoverToNext: decodeGoals(conditions.next_status_turnover, decoding),
    nextTierId: read.text(conditions.next_status_id, 'purchase_conditions.next_status_id'),
  };
}

interface Conditions {
  readonly keep_status_points: number;
  readonly next_status_points: number;
  readonly keep_status_turnover: readonly unknown[];
  readonly next_status_turnover: readonly unknown[];
  readonly next_status_id: string;
}

interface Turnover {
  readonly currency_id: string;
  readonly value: number;
  readonly due_date: string | null;
}

/** OpenAPI: schemas/QualificationTurnover.yaml; a missing due date is no limit. */
export function decodeGoals(value: unknown, { read }: FacetDecoding): readonly CareCloudTurnoverGoal[] {
  return read.objects<Turnover>(value, 'turnover').flatMap((goal) => {
    const currencyId = read.id(goal.currency_id, 'turnover.currency_id');
    const amount = read.number(goal.value, 'turnover.value');
    if (currencyId === null || amount === null) return [];
    const dueDate = read.parsed(
      goal.due_date,
      (text) => calendarDate(text.slice(0, 10)),
      'turnover.due_date',
    );
    return [{ currencyId, value: amount, dueDate }];
  });
}
