import type { LoyaltyList, LoyaltyRows } from '../loyalty-data.ts';
import type { CardWire } from '../wire.ts';
import { type Asked, isAsked, isBetween, isListed, isValidAs, type ListEndpoint } from './endpoint.ts';
import { BOOLEAN, LIST, type Parameters, TEXT, TEXT_OR_LIST, TIME } from './parameters.ts';

type Filter<List extends LoyaltyList> = (asked: Asked) => (row: LoyaltyRows[List]) => boolean;

/** Lists over all customers; the same lists below `/customers/{customer_id}` have fewer parameters. */
const crossList = <List extends LoyaltyList>(
  key: List,
  list: {
    readonly path: string;
    readonly parameters: Parameters;
    readonly crossOnly?: Parameters;
    readonly below?: string;
    readonly sortFields: readonly string[];
    readonly keeps: Filter<List>;
    readonly show?: (row: LoyaltyRows[List], asked: Asked) => LoyaltyRows[List];
  },
): readonly ListEndpoint[] => {
  const shown = (rows: readonly LoyaltyRows[List][], asked: Asked) =>
    rows.filter(list.keeps(asked)).map((row) => list.show?.(row, asked) ?? row);
  return [
    {
      path: list.path,
      key,
      parameters: { ...list.parameters, ...list.crossOnly, customer_id: TEXT },
      sortFields: list.sortFields,
      rows: (asked) => {
        const ids = asked.given.list('customer_id');
        const { data } = asked;
        return shown(ids === null ? data.all(key) : ids.flatMap((id) => data.of(key, id)), asked);
      },
    },
    ...(list.below
      ? [
          {
            path: `/customers/{id}/${list.below}`,
            key,
            parameters: list.parameters,
            sortFields: list.sortFields,
            rows: (asked: Asked) =>
              asked.data.hasCustomer(asked.id) ? shown(asked.data.of(key, asked.id), asked) : null,
          },
        ]
      : []),
  ];
};

const numberOf = (row: CardWire, given: Asked['given']) =>
  given.flag('search_secondary_card_number') ? row.secondary_card_number : row.card_number;

/** Both parameters for external ids; the older one only counts without the newer. */
const externalIds = ({ given }: Asked) => {
  const single = given.text('external_id');
  return given.list('external_ids') ?? (single === null ? null : [single]);
};

export const CROSS_LISTS: readonly ListEndpoint[] = [
  ...crossList('cards', {
    path: '/cards',
    below: 'cards',
    parameters: { card_number: TEXT, card_type_id: TEXT, is_valid: BOOLEAN, card_number_list: LIST },
    crossOnly: { state: { kind: 'ONE_OF', values: ['0', '1'] }, search_secondary_card_number: BOOLEAN },
    sortFields: [
      ...['card_id', 'customer_id', 'card_type_id', 'card_number', 'secondary_card_number'],
      ...['valid_from', 'valid_to', 'store_id', 'last_change', 'state'],
    ],
    keeps:
      ({ given, now }) =>
      (row) =>
        isAsked(given.text('card_number'), numberOf(row, given)) &&
        isListed(given.list('card_number_list'), numberOf(row, given)) &&
        isAsked(given.text('card_type_id'), row.card_type_id) &&
        isAsked(given.text('state'), String(row.state)) &&
        isValidAs(given.flag('is_valid'), row, now),
  }),
  ...crossList('vouchers', {
    path: '/vouchers',
    below: 'vouchers',
    parameters: {
      code: TEXT,
      store_id: TEXT,
      is_valid: BOOLEAN,
      is_applied: BOOLEAN,
      without_stores: BOOLEAN,
      reward_id: TEXT_OR_LIST,
    },
    crossOnly: { include_service_vouchers: BOOLEAN },
    sortFields: [
      ...['voucher_id', 'customer_id', 'store_id', 'code', 'value', 'applied_date', 'valid_from', 'valid_to'],
      ...['reward_group', 'note', 'created_at', 'last_change', 'state'],
    ],
    keeps: ({ given, now }) => {
      const applied = given.flag('is_applied');
      return (row) =>
        isAsked(given.text('code'), row.code) &&
        isAsked(given.text('store_id'), row.store_id) &&
        isListed(given.list('reward_id'), row.reward?.reward_id) &&
        (applied === null || Boolean(row.applied_date) === applied) &&
        isValidAs(given.flag('is_valid'), row, now);
    },
  }),
  ...crossList('purchases', {
    path: '/purchases',
    below: 'purchases',
    parameters: {
      store_id: TEXT,
      type_id: TEXT,
      payment_time_from: TIME,
      payment_time_to: TIME,
      purchase_items_extension: BOOLEAN,
      external_purchase_id: TEXT,
    },
    crossOnly: { include_property_records: BOOLEAN },
    sortFields: [
      ...['purchase_id', 'customer_id', 'store_id', 'external_purchase_id', 'payment_time', 'items_count'],
      ...['type_id', 'total_price', 'currency_id', 'card_number', 'cashdesk_number', 'last_change'],
    ],
    keeps:
      ({ given }) =>
      (row) =>
        isAsked(given.text('store_id'), row.store_id) &&
        isAsked(given.text('type_id'), row.type_id) &&
        isAsked(given.text('external_purchase_id'), row.external_purchase_id) &&
        isBetween(row.payment_time, given.text('payment_time_from'), given.text('payment_time_to')),
    show: (row, { given }) => (given.flag('purchase_items_extension') ? row : { ...row, purchase_items: [] }),
  }),
  ...crossList('customer_source_records', {
    path: '/customer-source-records',
    below: 'customer-source-records',
    parameters: { external_id: TEXT, customer_source_id: TEXT, external_ids: LIST },
    sortFields: [
      ...['customer_source_record_id', 'customer_source_id', 'customer_id', 'external_id', 'last_change'],
    ],
    keeps: (asked) => (row) =>
      isListed(externalIds(asked), row.external_id) &&
      isAsked(asked.given.text('customer_source_id'), row.customer_source_id),
  }),
  {
    path: '/point-history',
    key: 'point_history',
    parameters: {
      customer_id: { kind: 'TEXT', required: true },
      store_id: TEXT,
      partner_id: TEXT,
      time_from: TIME,
      time_to: TIME,
      point_operation_type: TEXT,
      point_operation_note: TEXT,
      point_type_id: TEXT,
    },
    sortFields: [
      ...['customer_id', 'point_amount', 'point_operation_type', 'point_operation_note', 'point_type_id'],
      ...['partner_id', 'store_id', 'point_history_record_time', 'extended_data'],
    ],
    rows: ({ data, given }) =>
      data
        .of('point_history', given.text('customer_id') ?? '')
        .filter(
          (row) =>
            isAsked(given.text('store_id'), row.store_id) &&
            isAsked(given.text('partner_id'), row.partner_id) &&
            isAsked(given.text('point_type_id'), row.point_type_id) &&
            row.point_operation_type.includes(given.text('point_operation_type') ?? '') &&
            (row.point_operation_note ?? '').includes(given.text('point_operation_note') ?? '') &&
            isBetween(row.point_history_record_time, given.text('time_from'), given.text('time_to')),
        ),
  },
];
