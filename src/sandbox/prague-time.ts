const lastSundayAtOneUtc = (year: number, month: number): number => {
  const lastDay = new Date(Date.UTC(year, month + 1, 0, 1));
  return lastDay.getTime() - lastDay.getUTCDay() * 86_400_000;
};

/**
 * An instant (milliseconds) as CareCloud writes times: `YYYY-MM-DD HH:MM:SS` on the project's wall clock, without a zone.
 * The simulated project stands in Prague. The EU's rule is written out because formatting half a million times
 * through Intl takes seconds.
 */
export const toPragueTime = (instantMs: number): string => {
  const year = new Date(instantMs).getUTCFullYear();
  const summer = instantMs >= lastSundayAtOneUtc(year, 2) && instantMs < lastSundayAtOneUtc(year, 9);
  return new Date(instantMs + (summer ? 7_200_000 : 3_600_000)).toISOString().slice(0, 19).replace('T', ' ');
};
