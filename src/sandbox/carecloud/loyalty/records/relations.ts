import type { CareCloudRow } from '../../wire.ts';
import { RELATION_TYPES } from '../catalogues/small.ts';
import type { RelatedCustomerWire } from '../wire.ts';
import { FOR_EVER } from './times.ts';

/** One in this many neighbouring customers is related without sharing an address. */
const EVERY = 25;

/**
 * The customers related to this one, in either direction. Neighbours in the data that share an email are a household;
 * some others referred each other, a few of them only in the past.
 */
export const makeRelations = (
  rows: readonly CareCloudRow[],
  customerId: string,
): readonly RelatedCustomerWire[] => {
  const position = rows.findIndex((row) => row.customer_id === customerId);
  const self = rows[position];
  if (!self) return [];
  return [
    ...toRelation(self, rows[position - 1], position - 1, false),
    ...toRelation(self, rows[position + 1], position, true),
  ];
};

/** `pair` is the position of the first of the two. */
const toRelation = (
  self: CareCloudRow,
  other: CareCloudRow | undefined,
  pair: number,
  isLeading: boolean,
): readonly RelatedCustomerWire[] => {
  if (!other) return [];
  const { email } = self.personal_information;
  const isHousehold = Boolean(email) && other.personal_information.email === email;
  if (!isHousehold && pair % EVERY !== 0) return [];
  const { first_name: first, last_name: last } = other.personal_information;
  const type = isHousehold ? RELATION_TYPES[0] : RELATION_TYPES[1];
  const isPast = !isHousehold && pair % (2 * EVERY) !== 0;
  return [
    {
      customer_relation_id: `86${String(pair).padStart(23, '0')}${isLeading ? 'a' : 'b'}`,
      related_customer_id: other.customer_id,
      short_name: [first, last].filter(Boolean).join(' '),
      customer_relation_type_id: type?.id ?? '',
      is_leading: isLeading,
      valid_from: '2021-01-01 00:00:00',
      valid_to: isPast ? '2023-12-31 23:59:59' : FOR_EVER,
      last_change: '2021-01-01 00:00:00',
      state: 1,
    },
  ];
};
