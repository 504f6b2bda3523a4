import { STORES } from '../catalogues/stores.ts';
import type { Draw } from '../seeded.ts';
import type { VoucherWire } from '../wire.ts';
import { REWARDS } from './rewards.ts';
import { daysAfter, FOR_EVER, pastTime } from './times.ts';

/** Zero to twelve: valid, expired, applied, deleted. */
export const makeVouchers = (draw: Draw, customerId: string): readonly VoucherWire[] => {
  const random = draw('vouchers', customerId);
  const count = random.chance(0.25) ? 0 : random.int(1, random.chance(0.1) ? 12 : 4);
  return Array.from({ length: count }, () => {
    const reward = random.pick(REWARDS);
    const createdAt = pastTime(random);
    const isApplied = random.chance(0.3);
    const { store_id: storeId } = random.pick(STORES);
    return {
      voucher_id: `8${random.hex(25)}`,
      customer_id: customerId,
      ...(isApplied && { store_id: storeId, applied_date: daysAfter(createdAt, 3) }),
      code: `${reward.code}-${random.hex(8).toUpperCase()}`,
      ...(random.chance(0.5) && { value: random.int(1, 40) * 25 }),
      valid_from: createdAt,
      valid_to: random.chance(0.7) ? FOR_EVER : daysAfter(createdAt, 90),
      reward_group: String(reward.reward_group),
      note: random.chance(0.1) ? 'Omluva za zpoždění' : '',
      reward,
      created_at: createdAt,
      last_change: createdAt,
      state: random.chance(0.92) ? 1 : 0,
    };
  });
};
