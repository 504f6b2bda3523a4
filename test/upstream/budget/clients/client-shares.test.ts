import { expect, it } from 'vitest';
import {
  ClientShares,
  type ClientSharesOptions,
} from '../../../../src/upstream/budget/clients/client-shares.ts';
import type { UseEvent } from '../../../../src/upstream/budget/clients/use-event.ts';

function openShares(replicas: number, sharedUse: ClientSharesOptions['sharedUse'] = null): ClientShares {
  const ledger = { replicas };
  return new ClientShares({ limit: 120, windowMs: 60_000, hasSeveral: true, ledger, replicas, sharedUse });
}

/** What a client must leave free that has sent a request every `everyMs` for a minute, in a budget of 120 a minute. */
function keptFree(everyMs: number, replicas: number): number {
  const shares = openShares(replicas);
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
  const shares = openShares(replicas);
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

/** Replicas that hear of each other's clients up to 600 ms later; an operation goes to each in turn. */
function startReplicas(count: number) {
  const listeners: ((events: readonly UseEvent[], now: number) => void)[] = [];
  let late: { readonly event: UseEvent; readonly from: number; readonly toldAt: number }[] = [];
  const replicas = Array.from({ length: count }, (_, from) =>
    openShares(count, {
      isComplete: true,
      settleMs: 900,
      tell: (event) => void late.push({ event, from, toldAt: event.at + ((event.at * 7) % 600) }),
      onHeard: (listener) => void listeners.push(listener),
    }),
  );
  let turn = 0;
  return {
    /** The replica that gets the next operation. */
    next(now: number): ClientShares {
      for (const { event, from } of late.filter(({ toldAt }) => toldAt <= now)) {
        for (const [to, hear] of listeners.entries()) if (to !== from) hear([event], now);
      }
      late = late.filter(({ toldAt }) => toldAt > now);
      turn += 1;
      return replicas[turn % count] as ClientShares;
    },
  };
}

/** What a client must leave free after two minutes in which each operation begins when the one before has ended. */
function leftByCrawler(count: number): number {
  const replicas = startReplicas(count);
  const { signal } = new AbortController();
  for (let now = 1_000; now < 121_000; now += 1_000) {
    const shares = replicas.next(now);
    shares.seen('crawler', now, { signal, endedAt: now + 990 });
    shares.sent('crawler', now);
    if (now % 4_000 === 0) shares.seen('desk', now);
    if (now % 4_000 === 0) shares.sent('desk', now);
  }
  return replicas.next(122_000).reservedFrom('crawler', 122_000);
}

it('A crawler leaves free what others need, however many replicas its operations are spread over', () => {
  const one = leftByCrawler(1);
  expect(one).toBeGreaterThan(24);
  expect([leftByCrawler(2), leftByCrawler(3), leftByCrawler(5)]).toEqual([one, one, one]);
});

it('What a client used at one replica it leaves free at the others', () => {
  const replicas = startReplicas(2);
  const first = replicas.next(1_000);
  for (let times = 0; times < 10; times++) {
    first.seen('desk', 1_000);
    first.sent('desk', 1_000);
  }
  expect(replicas.next(2_000).reservedFrom('desk', 2_000)).toBe(10);
});
