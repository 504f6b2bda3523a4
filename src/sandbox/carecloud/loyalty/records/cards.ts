import { CARD_TYPES } from '../catalogues/small.ts';
import { STORES } from '../catalogues/stores.ts';
import type { Draw } from '../seeded.ts';
import type { CardWire } from '../wire.ts';
import { FOR_EVER, pastTime } from './times.ts';

/** The number that the first two customers share, on cards of different types. */
const SHARED_CARD_NUMBER = '1000000000016';

/** Zero to three cards: valid, expired or blocked, some with a second number. */
export const makeCards = (draw: Draw, customerId: string): readonly CardWire[] => {
  const random = draw('cards', customerId);
  const count = random.chance(0.2) ? 0 : random.chance(0.7) ? 1 : random.int(2, 3);
  return Array.from({ length: count }, () => {
    const type = random.pick(CARD_TYPES);
    const validFrom = pastTime(random);
    return {
      card_id: `8${random.hex(25)}`,
      customer_id: customerId,
      card_type_id: type.id,
      card_number: `${type.prefix}${random.int(100_000_000, 999_999_999)}`,
      ...(random.chance(0.25) && { secondary_card_number: `9${random.int(10_000_000, 99_999_999)}` }),
      valid_from: validFrom,
      valid_to: random.chance(0.8) ? FOR_EVER : '2024-12-31 23:59:59',
      ...(random.chance(0.8) && { store_id: random.pick(STORES).store_id }),
      last_change: validFrom,
      state: random.chance(0.9) ? 1 : 0,
    };
  });
};

/** The card with the shared number: of the first type for the first customer, of the second for the second. */
export const sharedNumberCard = (customerId: string, position: number): CardWire => ({
  card_id: `8ca7d0000000000000000000${position}0`,
  customer_id: customerId,
  card_type_id: CARD_TYPES[position]?.id ?? '',
  card_number: SHARED_CARD_NUMBER,
  valid_from: '2020-01-01 00:00:00',
  valid_to: FOR_EVER,
  last_change: '2020-01-01 00:00:00',
  state: 1,
});

/** Cards not yet assigned to a customer. */
export const FREE_CARDS: readonly CardWire[] = Array.from({ length: 12 }, (_, index) => ({
  card_id: `8cafree0000000000000000${100 + index}`,
  customer_id: null,
  card_type_id: CARD_TYPES[0]?.id ?? '',
  card_number: `1000777000${100 + index}`,
  valid_to: FOR_EVER,
  state: 1,
}));
