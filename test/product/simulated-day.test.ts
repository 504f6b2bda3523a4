import { expect, it } from 'vitest';
import { runDays } from '../bench/cases/day.ts';
import { packageVersion } from '../bench/child.ts';
import type { ContestantName, DayReport } from '../bench/day/simulate-day.ts';

/** The bench's day, small: what `npm run bench -- --case day` measures stays so in direction. */
const day = (contestant: ContestantName) => ({
  ...{ contestant, agents: 3, marketing: 1, hasCrawler: false, minutes: 3, seed: 1 },
  size: { accounts: 300, profiles: 1_500 },
});

const perOperation = ({ interactive, requests }: DayReport) => requests.helpCrunch / interactive.operations;

const isApolloInstalled = await packageVersion('@apollo/datasource-rest').then(
  () => true,
  () => false,
);

it('answers a day at the desk with fewer requests than without sharing, and never asks too much', async () => {
  const [gateway, alone] = (await runDays([day('gateway'), day('alone')])) as [DayReport, DayReport];
  expect(gateway.firstFailure).toBeNull();
  expect(gateway.tooManyRequests + alone.tooManyRequests).toBe(0);
  expect(gateway.interactive.operations).toBeGreaterThan(20);
  expect(gateway.interactive.limited).toBe(0);
  expect(perOperation(gateway)).toBeLessThan(0.95 * perOperation(alone));
}, 120_000);

it.runIf(isApolloInstalled)(
  'is asked the same as Apollo Server',
  async () => {
    const [apollo] = (await runDays([day('apollo')])) as [DayReport];
    expect(apollo.firstFailure).toBeNull();
    expect(apollo.tooManyRequests).toBe(0);
  },
  120_000,
);
