const lastSundayAtOneUtc = (year: number, month: number): number => {
  const lastDay = new Date(Date.UTC(year, month + 1, 0, 1));
  return lastDay.getTime() - lastDay.getUTCDay() * 86_400_000;
};

const summers = new Map<number, readonly [number, number]>();

/** From the last Sunday of March to the last Sunday of October, both at 01:00 UTC. */
const summerOf = (year: number): readonly [number, number] => {
  const known = summers.get(year) ?? [lastSundayAtOneUtc(year, 2), lastSundayAtOneUtc(year, 9)];
  summers.set(year, known);
  return known;
};

/**
 * An instant (milliseconds) in CareCloud's format: `YYYY-MM-DD HH:MM:SS` in the project's time zone, without stating
 * it. The simulated project is in Prague. The EU rule is written out because formatting half a million times with Intl
 * takes seconds.
 */
export const toPragueTime = (instantMs: number): string => {
  const [from, to] = summerOf(new Date(instantMs).getUTCFullYear());
  const summer = instantMs >= from && instantMs < to;
  return new Date(instantMs + (summer ? 7_200_000 : 3_600_000)).toISOString().slice(0, 19).replace('T', ' ');
};
