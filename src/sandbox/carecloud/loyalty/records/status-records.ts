import { TIERS } from '../catalogues/tiers.ts';
import type { Draw } from '../seeded.ts';
import type { StatusRecordWire, TurnoverWire } from '../wire.ts';
import { cents, FOR_EVER, pastTime } from './times.ts';

/** Seven in ten have a valid tier, some of them with a history; some of the others used to have one. */
export const makeStatusRecords = (draw: Draw, customerId: string): readonly StatusRecordWire[] => {
  const random = draw('status', customerId);
  const isValid = random.chance(0.7);
  const hasHistory = random.chance(isValid ? 0.3 : 0.4);
  const step = random.chance(0.5) ? 0 : random.int(1, TIERS.length - 1);
  const since = pastTime(random, Date.UTC(2023, 0, 1));
  const row = (tier: number, validFrom: string, validTo: string): StatusRecordWire => ({
    status_record_id: `8${random.hex(25)}`,
    status_id: TIERS[tier]?.id ?? '',
    customer_id: customerId,
    valid_from: validFrom,
    valid_to: validTo,
    last_change: validFrom,
    state: 1,
  });
  const past = hasHistory ? [row(Math.max(0, step - 1), '2020-03-01 00:00:00', '2022-02-28 23:59:59')] : [];
  if (!isValid) return past;
  const left = (turnovers: readonly TurnoverWire[]): readonly TurnoverWire[] =>
    turnovers.map(({ currency_id, value }, index) => ({
      currency_id,
      value: cents(value * random.next()),
      due_date: index === 0 ? '2030-12-31' : null,
    }));
  const current = TIERS[step];
  const next = TIERS[step + 1];
  return [
    ...past,
    {
      ...row(step, since, step === 0 ? FOR_EVER : '2035-12-31 23:59:59'),
      purchase_conditions: {
        keep_status_turnover: left(current?.turnover ?? []),
        next_status_turnover: left(next?.turnover ?? []),
        keep_status_points: Math.round((current?.points ?? 0) * random.next()),
        next_status_points: Math.round((next?.points ?? 0) * random.next()),
        ...(next && { next_status_id: next.id }),
      },
    },
  ];
};
