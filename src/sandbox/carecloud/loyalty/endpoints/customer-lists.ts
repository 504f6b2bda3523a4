import { SEGMENTS } from '../catalogues/segments.ts';
import type { LoyaltyList, LoyaltyRows } from '../loyalty-data.ts';
import { type Asked, isAsked, isListed, isValidAs, type ListEndpoint } from './endpoint.ts';
import { BOOLEAN, LIST, TEXT } from './parameters.ts';

/** The lists below `/customers/{customer_id}`: 404 for an unknown customer. */
const ofCustomer = <List extends LoyaltyList>(
  { data, id }: Asked,
  list: List,
  keeps: (row: LoyaltyRows[List]) => boolean,
): readonly LoyaltyRows[List][] | null => (data.hasCustomer(id) ? data.of(list, id).filter(keeps) : null);

const groupOf = (segmentId: string) => SEGMENTS.find(({ id }) => id === segmentId)?.groupId;

export const CUSTOMER_LISTS: readonly ListEndpoint[] = [
  {
    path: '/customers/{id}/status-records',
    key: 'status_records',
    parameters: { valid_now: BOOLEAN },
    sortFields: [
      'status_record_id',
      'status_id',
      'customer_id',
      'valid_from',
      'valid_to',
      'last_change',
      'state',
    ],
    rows: (asked) =>
      ofCustomer(asked, 'status_records', (row) => isValidAs(asked.given.flag('valid_now'), row, asked.now)),
  },
  {
    path: '/customers/{id}/segment-records',
    key: 'segment_records',
    parameters: { segment_group_ids: LIST },
    sortFields: null,
    rows: (asked) =>
      ofCustomer(asked, 'segment_records', (row) =>
        isListed(asked.given.list('segment_group_ids'), groupOf(row.segment_id)),
      ),
  },
  {
    path: '/segments/{id}/segment-records',
    key: 'segment_records',
    parameters: { segment_group_ids: LIST },
    sortFields: null,
    rows: ({ data, given, id }) =>
      SEGMENTS.some((segment) => segment.id === id)
        ? data
            .all('segment_records')
            .filter(
              (row) =>
                row.segment_id === id && isListed(given.list('segment_group_ids'), groupOf(row.segment_id)),
            )
        : null,
  },
  {
    path: '/customers/{id}/property-records',
    key: 'property_records',
    parameters: {},
    sortFields: ['property_record_id', 'property_id', 'property_name', 'last_change'],
    rows: (asked) => ofCustomer(asked, 'property_records', () => true),
  },
  {
    path: '/customers/{id}/related-customers',
    key: 'related_customers',
    parameters: {
      related_customer_id: TEXT,
      customer_relation_type_id: TEXT,
      all_customer_relations: BOOLEAN,
    },
    sortFields: [
      ...['customer_relation_id', 'related_customer_id', 'short_name', 'customer_relation_type_id'],
      ...['is_leading', 'valid_from', 'valid_to', 'last_change', 'state'],
    ],
    rows: (asked) =>
      ofCustomer(
        asked,
        'related_customers',
        (row) =>
          isAsked(asked.given.text('related_customer_id'), row.related_customer_id) &&
          isAsked(asked.given.text('customer_relation_type_id'), row.customer_relation_type_id) &&
          // Without the flag, only currently valid relations are returned.
          isValidAs(asked.given.flag('all_customer_relations') ? null : true, row, asked.now),
      ),
  },
];
