import { expect, it } from 'vitest';
import { ClientShares } from '../../../src/upstream/budget/client-shares.ts';

/** What a client must leave free that has sent a request every `everyMs` for a minute, in a budget of 120 a minute. */
function keptFree(everyMs: number, replicas: number): number {
  const shares = new ClientShares({
    limit: 120,
    windowMs: 60_000,
    hasSeveral: true,
    ledger: { replicas },
  });
  shares.seen('desk', 0);
  for (let now = 0; now < 60_000; now += everyMs) shares.sent('desk', now);
  return shares.reservedFrom('desk', 59_999);
}

it.each([
  ['at half the budget’s pace, permits come back soon enough', 1_000, 1, 0],
  ['at a quarter of it, half of what is kept for new clients stays free', 2_000, 1, 12],
  ['at half of it by two replicas, of which this one sends every other request', 2_000, 2, 0],
  ['at a quarter of it by two replicas', 4_000, 2, 10],
])('%s', (_, everyMs, replicas, kept) => expect(keptFree(everyMs, replicas)).toBe(kept));

/** What must be left free after a minute of a request each 900 ms, each of an operation that begins by itself. */
function leftByPeople(replicas: number): number {
  const shares = new ClientShares({
    limit: 120,
    windowMs: 60_000,
    hasSeveral: true,
    ledger: { replicas },
  });
  const { signal } = new AbortController();
  for (let now = 0; now < 60_000; now += 900) {
    shares.seen('desk', now, { signal, endedAt: null });
    shares.sent('desk', now);
  }
  return shares.reservedFrom('desk', 59_999);
}

it('A key of people leaves others less than a crawler does, unless another replica may have ended what they waited for', () => {
  expect([leftByPeople(1), leftByPeople(2)]).toEqual([0, 24]);
});
