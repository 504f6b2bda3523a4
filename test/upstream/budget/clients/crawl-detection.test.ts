import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CrawlDetection } from '../../../../src/upstream/budget/clients/crawl-detection.ts';
import type { UseEvent } from '../../../../src/upstream/budget/clients/use-event.ts';

const CLIENT = 'key-crawler';
const SETTLE_MS = 900;

interface Planned {
  readonly pauseMs: number;
  readonly waitMs: number;
  readonly takesMs: number;
  readonly refusedForMs: number;
  /** How late each of its events is told. */
  readonly late: readonly number[];
}

/** One operation after the other: each asks, waits for its permit, is sent, and ends; or is refused. */
const operations: fc.Arbitrary<readonly Planned[]> = fc.array(
  fc.record({
    pauseMs: fc.oneof(
      { weight: 40, arbitrary: fc.integer({ min: 0, max: 900 }) },
      fc.integer({ min: 0, max: 4_000 }),
    ),
    waitMs: fc.integer({ min: 0, max: 4_000 }),
    takesMs: fc.integer({ min: 50, max: 400 }),
    refusedForMs: fc.oneof(
      { weight: 20, arbitrary: fc.constant(0) },
      fc.integer({ min: 1_000, max: 40_000 }),
    ),
    late: fc.array(fc.integer({ min: 0, max: SETTLE_MS }), { minLength: 2, maxLength: 2 }),
  }),
  { minLength: 10, maxLength: 60 },
);

interface Told {
  readonly event: UseEvent;
  readonly toldAt: number;
}

function toEvents(planned: readonly Planned[]): Told[] {
  let now = 1_000_000;
  return planned.flatMap(({ pauseMs, waitMs, takesMs, refusedForMs, late: [first = 0, second = 0] }) => {
    const at = now + pauseMs;
    const ask = (endedAt: number): UseEvent => ({
      kind: 'ASKED',
      client: CLIENT,
      at,
      operation: { endedAt, signal: { aborted: false } },
    });
    const doneAt = at + waitMs + takesMs;
    const then: UseEvent =
      refusedForMs > 0
        ? { kind: 'REFUSED', client: CLIENT, at: at + 1, retryAfterMs: refusedForMs }
        : { kind: 'SENT', client: CLIENT, at: at + waitMs };
    now = refusedForMs > 0 ? at + refusedForMs : doneAt;
    return [
      { event: ask(doneAt), toldAt: at + first },
      // A replica tells in order.
      { event: then, toldAt: Math.max(at + first, then.at + second) },
    ];
  });
}

/** Whether it is a crawler at each of these times. */
function judged(told: readonly Told[], settleMs: number, times: readonly number[]): boolean[] {
  const crawling = new CrawlDetection(1_000_000, settleMs);
  const inOrder = told.toSorted((one, other) => one.toldAt - other.toldAt);
  let next = 0;
  return times.map((now) => {
    for (let one = inOrder[next]; one !== undefined && one.toldAt <= now; one = inOrder[++next]) {
      crawling.add(one.event, one.toldAt);
    }
    return crawling.isCrawler(now);
  });
}

describe('a client is judged', () => {
  test('alike by what was told at once, and by what was told late and out of order', () => {
    let crawlers = 0;
    fc.assert(
      fc.property(operations, (planned) => {
        const told = toEvents(planned);
        const times = told.map(({ event }) => event.at);
        const atOnce = told.map(({ event }) => ({ event, toldAt: event.at }));
        const known = judged(atOnce, 0, times);
        if (known.includes(true)) crawlers += 1;
        const later = times.map((at) => at + SETTLE_MS);
        expect(judged(told, SETTLE_MS, later)).toEqual(known);
      }),
      { numRuns: 300 },
    );
    expect(crawlers).toBeGreaterThan(20);
  });

  test('as a crawler, though every other end is told some milliseconds late', () => {
    const crawling = new CrawlDetection(0, SETTLE_MS);
    for (let place = 0; place < 30; place++) {
      const at = place * 1_500;
      const endedAt = at + 1_500 - 2 + (place % 2 === 0 ? 20 : 0);
      crawling.add(
        { kind: 'ASKED', client: CLIENT, at, operation: { endedAt, signal: { aborted: false } } },
        at,
      );
      crawling.add({ kind: 'SENT', client: CLIENT, at: at + 1_000 }, at + 1_000);
    }
    expect(crawling.isCrawler(45_000)).toBe(true);
  });

  /** A burst of this length, then requests that are refused after they waited for ten seconds; again and again. */
  function burstsAndRefusals(burstMs: number, retryAfterMs: number, returnsAfterMs: number): boolean {
    const crawling = new CrawlDetection(0, 0);
    let now = 0;
    for (let round = 0; round < 6; round++) {
      for (const end = now + burstMs; now < end; now += 200) {
        crawling.add({ kind: 'ASKED', client: CLIENT, at: now }, now);
        crawling.add({ kind: 'SENT', client: CLIENT, at: now }, now);
      }
      for (let times = 0; times < 3; times++) {
        crawling.add({ kind: 'ASKED', client: CLIENT, at: now }, now);
        now += 10_000;
        crawling.add({ kind: 'REFUSED', client: CLIENT, at: now, retryAfterMs }, now);
        now += returnsAfterMs;
      }
    }
    return crawling.isCrawler(now);
  }

  test.each([
    ['as a crawler that returns when it is told to', 8_000, 7_000, 7_000, true],
    ['as a crawler that returns at once', 8_000, 7_000, 100, true],
    ['as a person who tries again and is refused', 200, 1_000, 1_000, false],
    ['as a client that makes pauses', 8_000, 1_000, 5_000, false],
  ])('%s, after it waited in vain', (_, burstMs, retryAfterMs, returnsAfterMs, isCrawler) => {
    expect(burstsAndRefusals(burstMs, retryAfterMs, returnsAfterMs)).toBe(isCrawler);
  });

  test('by the events that are left if too many come at once', () => {
    const crawling = new CrawlDetection(0, SETTLE_MS);
    for (let at = 0; at <= 40_000; at += 40) {
      for (let times = 0; times < 30; times++) crawling.add({ kind: 'ASKED', client: CLIENT, at }, at);
    }
    expect(crawling.isCrawler(40_000)).toBe(true);
  });
});
