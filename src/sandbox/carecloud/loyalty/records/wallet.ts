import { CZK, EUR } from '../catalogues/currencies.ts';
import type { CreditMovement, PointHistoryWire, PurchaseWire } from '../wire.ts';
import { cents } from './times.ts';

/** Days, both inclusive; null: unbounded. */
export type Interval = { readonly from: string | null; readonly to: string | null };

/** The value of one point. */
const POINT_VALUE = { [CZK]: 0.25, [EUR]: 0.01 };

export const pointsOverview = (history: readonly PointHistoryWire[], interval: Interval): object => {
  const moves = history.map((row) => ({ amount: row.point_amount, at: row.point_history_record_time }));
  const available = sum(moves, () => true);
  return {
    earned_points: sum(moves, ({ amount, at }) => amount > 0 && isWithin(at, interval)),
    redeemed_points: minus(sum(moves, ({ amount, at }) => amount < 0 && isWithin(at, interval))),
    available_points: available,
    available_points_money_value:
      available > 0
        ? Object.entries(POINT_VALUE).map(([currency_id, value]) => ({
            currency_id,
            value: cents(available * value),
          }))
        : [],
  };
};

export const creditsOverview = (
  all: readonly CreditMovement[],
  interval: Interval,
  creditTypeIds: readonly string[],
): object => {
  const moves = all.filter(
    ({ creditTypeId }) => creditTypeIds.length === 0 || creditTypeIds.includes(creditTypeId),
  );
  const summary = (some: readonly CreditMovement[]) => ({
    earned_credits: sum(some, ({ amount, at }) => amount > 0 && isWithin(at, interval)),
    redeemed_credits: minus(sum(some, ({ amount, at }) => amount < 0 && isWithin(at, interval))),
    available_credits: sum(some, () => true),
  });
  const currencies = [...new Set(moves.map(({ currencyId }) => currencyId))];
  return {
    ...summary(moves),
    split_by_currency: currencies.map((currency_id) => ({
      currency_id,
      ...summary(moves.filter(({ currencyId }) => currencyId === currency_id)),
    })),
  };
};

/** A tenth of the available points expires at the end of the next month; without any there is no date. */
export const expirationOverview = (available: number, nowMs: number): object => {
  const now = new Date(nowMs);
  const endOfNextMonth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 2, 0));
  return available <= 0
    ? { next_amount: 0, next_date: null, current_month_amount: 0 }
    : {
        next_amount: cents(available / 10),
        next_date: endOfNextMonth.toISOString().slice(0, 10),
        current_month_amount: 0,
      };
};

export const salesTurnover = (purchases: readonly PurchaseWire[], interval: Interval): object => {
  const within = purchases.filter((row) => isWithin(row.payment_time, interval));
  const currencies = [...new Set(within.map((row) => row.currency_id))];
  return {
    turnover: currencies.map((currency_id) => ({
      currency_id,
      value: cents(
        within
          .filter((row) => row.currency_id === currency_id)
          .reduce((total, row) => total + row.total_price, 0),
      ),
    })),
  };
};

const isWithin = (time: string, { from, to }: Interval): boolean =>
  (from === null || time.slice(0, 10) >= from) && (to === null || time.slice(0, 10) <= to);

const sum = <Move extends { readonly amount: number }>(
  moves: readonly Move[],
  counts: (move: Move) => boolean,
): number => cents(moves.filter(counts).reduce((total, { amount }) => total + amount, 0));

/** Never -0. */
const minus = (amount: number): number => (amount === 0 ? 0 : -amount);
