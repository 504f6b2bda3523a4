import { toPragueTime } from '../../../people/prague-time.ts';
import type { Random } from '../../../random.ts';

const DAY_MS = 86_400_000;
const FIRST_MS = Date.UTC(2019, 0, 1);
const LAST_MS = Date.UTC(2025, 5, 30);

/** The vendor's value for unlimited validity. */
export const FOR_EVER = '2059-12-31 23:59:59';

/** A time in the past, in the project's time zone. */
export const pastTime = (random: Random, fromMs = FIRST_MS, toMs = LAST_MS): string =>
  toPragueTime(random.int(fromMs, toMs));

export const daysAfter = (time: string, days: number): string =>
  new Date(Date.parse(`${time.replace(' ', 'T')}Z`) + days * DAY_MS)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ');

/** An amount with two decimals. */
export const cents = (amount: number): number => Math.round(amount * 100) / 100;
