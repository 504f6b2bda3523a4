import { POINT_TYPES } from '../catalogues/small.ts';
import type { Draw } from '../seeded.ts';
import type { PointHistoryWire, PurchaseWire } from '../wire.ts';
import { daysAfter, pastTime } from './times.ts';

/** One point for every ten units of currency spent. Some are redeemed, and one customer in five has none. */
export const makePointHistory = (
  draw: Draw,
  customerId: string,
  purchases: readonly PurchaseWire[],
): readonly PointHistoryWire[] => {
  const random = draw('points', customerId);
  if (random.chance(0.2)) return [];
  const entry = (
    amount: number,
    time: string,
    type: number,
    operation: string,
    storeId?: string,
  ): PointHistoryWire => ({
    customer_id: customerId,
    point_amount: amount,
    point_operation_type: operation,
    point_operation_note: '',
    point_type_id: POINT_TYPES[type]?.id ?? '',
    ...(storeId && { store_id: storeId }),
    point_history_record_time: time,
  });
  const welcome = entry(
    50.5,
    pastTime(random, Date.UTC(2018, 0, 1), Date.UTC(2018, 11, 31)),
    1,
    'Points addition',
  );
  let balance = welcome.point_amount;
  const rows = [welcome];
  for (const { total_price: price, payment_time: time, store_id: storeId } of purchases) {
    const earned = Math.floor(price / 10);
    if (earned > 0) rows.push(entry(earned, time, 0, 'Points addition', storeId));
    if (earned > 0) balance += earned;
    if (balance > 60 && random.chance(0.3)) {
      rows.push(entry(-50, daysAfter(time, 1), 0, 'Points redemption', storeId));
      balance -= 50;
    }
  }
  return rows.sort((a, b) => (a.point_history_record_time < b.point_history_record_time ? -1 : 1));
};
