import { CZK, EUR } from '../catalogues/currencies.ts';
import { CREDIT_TYPES } from '../catalogues/small.ts';
import type { Draw } from '../seeded.ts';
import type { CreditMovement } from '../wire.ts';
import { pastTime } from './times.ts';

/** One customer in three tops up; some spend part of it. */
export const makeCredits = (draw: Draw, customerId: string): readonly CreditMovement[] => {
  const random = draw('credits', customerId);
  if (!random.chance(0.35)) return [];
  const currencyId = random.chance(0.25) ? EUR : CZK;
  const at = pastTime(random, Date.UTC(2022, 0, 1));
  const amount = random.int(2, 20) * 50;
  const topUp = { amount, currencyId, creditTypeId: CREDIT_TYPES[0]?.id ?? '', at };
  const gift = { amount: 25.5, currencyId, creditTypeId: CREDIT_TYPES[1]?.id ?? '', at };
  const spent = { ...topUp, amount: -Math.floor(amount / 2), at: pastTime(random, Date.UTC(2024, 0, 1)) };
  return [topUp, ...(random.chance(0.3) ? [gift] : []), ...(random.chance(0.5) ? [spent] : [])];
};
