import type { FacetArguments } from '../../../customers/facets/facet-source.ts';
import type {
  CareCloudReward,
  CareCloudRewardGroup,
  CareCloudVoucher,
} from '../../../customers/model/care-cloud-loyalty.ts';
import {
  type FacetDecoding,
  given,
  oneOrMany,
  type PagedFacet,
  perCustomer,
  plain,
  type RowsDecoder,
} from './facet.ts';
import { RECORD_STATES } from './record-states.ts';

/** OpenAPI: schemas/Voucher.yaml */
const VOUCHERS: RowsDecoder = {
  key: 'vouchers',
  namesCustomer: 'ALWAYS',
  decode(row, decoding): CareCloudVoucher | null {
    const { read, time } = decoding;
    const voucherId = read.id(row.voucher_id, 'vouchers.voucher_id');
    if (voucherId === null) return null;
    return {
      voucherId,
      code: read.text(row.code, 'vouchers.code'),
      value: read.number(row.value, 'vouchers.value'),
      validFrom: read.parsed(row.valid_from, time, 'vouchers.valid_from'),
      validTo: read.parsed(row.valid_to, time, 'vouchers.valid_to'),
      appliedAt: read.parsed(row.applied_date, time, 'vouchers.applied_date'),
      storeId: read.text(row.store_id, 'vouchers.store_id'),
      createdAt: read.parsed(row.created_at, time, 'vouchers.created_at'),
      lastChangeAt: read.parsed(row.last_change, time, 'vouchers.last_change'),
      state: read.code(row.state, RECORD_STATES, 'vouchers.state'),
      note: read.text(row.note, 'vouchers.note'),
      reward: decodeReward(row.reward, decoding),
    };
  },
};

/** Newest first. Each reward's stores are left out, as by default. */
export const vouchers: PagedFacet = {
  kind: 'PAGES',
  declaration: {
    ...perCustomer('vouchers'),
    pages: {
      direction: 'DESC',
      keyOf: (row: CareCloudVoucher) => row.createdAt,
      identityOf: (row: CareCloudVoucher) => row.voucherId,
    },
  },
  request: (customerId, args, { offset, limit }) =>
    plain('/vouchers', [
      ['customer_id', customerId],
      ['count', String(limit)],
      ['offset', String(offset)],
      ['sort_field', 'created_at'],
      ['sort_direction', 'DESC'],
      ...filters(args),
    ]),
  // An omitted parameter would mean any reward.
  isNothing: ({ rewardIds }) => Array.isArray(rewardIds) && rewardIds.length === 0,
  rows: VOUCHERS,
  one: (id) => ({ path: `/vouchers/${encodeURIComponent(id)}`, route: '/vouchers/{voucher_id}', query: [] }),
};

function filters(args: FacetArguments) {
  const { validNow, applied, rewardIds } = args as {
    readonly validNow?: boolean;
    readonly applied?: boolean;
    readonly rewardIds?: readonly string[];
  };
  return given({ is_valid: validNow, is_applied: applied, reward_id: oneOrMany(rewardIds) });
}

/** By the vendor's numbers. The document's enum lacks 5, which its prose mentions. */
const GROUPS: Readonly<Record<number, CareCloudRewardGroup>> = {
  0: 'CASH_DESK',
  1: 'CATALOG',
  2: 'CAMPAIGN',
  4: 'SIMPLE',
  5: 'GIFT',
};

/** OpenAPI: schemas/Reward.yaml */
function decodeReward(value: unknown, { read, time }: FacetDecoding): CareCloudReward | null {
  const reward = read.object<Record<string, unknown>>(value, 'reward');
  if (reward === null) return null;
  const group = read.number(reward.reward_group, 'reward.reward_group');
  const tags = read.named<{ readonly name: string }>(reward.tags, 'reward.tags');
  return {
    rewardId: read.text(reward.reward_id, 'reward.reward_id'),
    code: read.text(reward.code, 'reward.code'),
    name: read.text(reward.name, 'reward.name'),
    subtitle: read.text(reward.subtitle, 'reward.subtitle'),
    note: read.text(reward.note, 'reward.note'),
    pointsCost: read.number(reward.points_cost, 'reward.points_cost'),
    group: group === null ? null : (GROUPS[group] ?? 'OTHER'),
    typeId: read.text(reward.reward_type_id, 'reward.reward_type_id'),
    priority: read.integer(reward.priority, 'reward.priority'),
    isAutomated: read.boolean(reward.is_automated, 'reward.is_automated'),
    imageUrls: read.texts(reward.image_urls, 'reward.image_urls'),
    externalUrl: read.text(reward.reward_external_url, 'reward.reward_external_url'),
    tags: tags.flatMap((tag) => read.text(tag.name, 'reward.tags.name') ?? []),
    state: read.code(reward.state, RECORD_STATES, 'reward.state'),
    lastChangeAt: read.parsed(reward.last_change, time, 'reward.last_change'),
  };
}
