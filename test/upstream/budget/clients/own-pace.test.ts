import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CrawlDetection } from '../../../../src/upstream/budget/clients/crawl-detection.ts';
import { OwnPace } from '../../../../src/upstream/budget/clients/own-pace.ts';
import type { OperationState } from '../../../../src/upstream/operation-state.ts';

const SIGNAL = new AbortController().signal;

interface Planned {
  readonly at: number;
  readonly endsAt: number;
}

/** What a client looks like after these operations: each begins once what ended before has. */
function paceAfter(operations: readonly Planned[]): OwnPace {
  const pace = new OwnPace();
  const states = operations.map(({ at, endsAt }): Planned & { state: OperationState } => ({
    at,
    endsAt,
    state: { signal: new AbortController().signal, endedAt: null },
  }));
  for (const { at, state } of states.sort((one, other) => one.at - other.at)) {
    for (const other of states) if (other.endsAt <= at) other.state.endedAt = other.endsAt;
    pace.seen(state, at);
    // Whatever an operation needs more is no other operation.
    pace.seen(state, at);
  }
  return pace;
}

/** As many connections, each of which begins the next operation up to 950 ms after the one before ended. */
function crawling(connections: number, seconds: number, draw: () => number): Planned[] {
  return Array.from({ length: connections }).flatMap(() => {
    const operations: Planned[] = [];
    for (let at = draw() * 900; at < seconds * 1_000; ) {
      const endsAt = at + 100 + draw() * 5_000;
      operations.push({ at, endsAt });
      at = endsAt + draw() * 950;
    }
    return operations;
  });
}

/** People who begin operations independently of each other, so many in a second on average. */
function people(aSecond: number, seconds: number, draw: () => number): Planned[] {
  const operations: Planned[] = [];
  for (let at = 0; at < seconds * 1_000; ) {
    at += (-Math.log(1 - draw() * 0.999_999) * 1_000) / aSecond;
    operations.push({ at, endsAt: at + 200 + draw() * 1_200 });
  }
  return operations;
}

describe('operations begin by themselves', () => {
  test('never for a crawler, with one connection or many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer(), (connections, seed) => {
        const operations = crawling(connections, 40, seeded(seed));
        expect(paceAfter(operations).isOfPeople(40_000)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test.each([0.5, 1, 2, 3, 4])('for people who begin %d in a second', (aSecond) => {
    const random = seeded(7);
    let recognized = 0;
    for (let run = 0; run < 100; run++) {
      if (paceAfter(people(aSecond, 40, random)).isOfPeople(40_000)) recognized += 1;
    }
    expect(recognized).toBeGreaterThan(50);
  });

  test('for a key of people beside whom a crawler with one connection uses it', () => {
    const random = seeded(7);
    const both = [...people(2, 40, random), ...crawling(1, 40, random)];
    expect(paceAfter(both).isOfPeople(40_000)).toBe(true);
  });

  test('not for a key of a crawler that a person uses now and then', () => {
    const random = seeded(7);
    const both = [...people(0.1, 40, random), ...crawling(4, 40, random)];
    expect(paceAfter(both).isOfPeople(40_000)).toBe(false);
  });

  test('not for a crawler that returns when it was told to', () => {
    const pace = new OwnPace();
    for (let at = 0; at < 60_000; at += 5_000) {
      for (let connection = 0; connection < 4; connection++) {
        const operation = { signal: new AbortController().signal, endedAt: at + 10 };
        pace.seen(operation, at + connection);
        pace.refused(operation, at + 5_000);
      }
    }
    expect(pace.isOfPeople(60_000)).toBe(false);
  });

  test('not for a crawler that gives up after two seconds and tries again', () => {
    const pace = new OwnPace();
    for (let at = 0; at < 40_000; at += 2_000) {
      const controller = new AbortController();
      pace.seen({ signal: controller.signal, endedAt: null }, at);
      controller.abort();
    }
    expect(pace.isOfPeople(40_000)).toBe(false);
  });
});

/** For how many of forty clients that never pause the gateway saves permits at some time in ten minutes. */
function takenForCrawlers(plan: (draw: () => number) => readonly Planned[]): number {
  const random = seeded(11);
  let taken = 0;
  for (let run = 0; run < 40; run++) {
    const crawling = new CrawlDetection(0, 0);
    const states = plan(random)
      .map(({ at, endsAt }) => ({ at, endsAt, state: { signal: SIGNAL, endedAt: null as number | null } }))
      .sort((one, other) => one.at - other.at);
    let isTaken = false;
    let ended = 0;
    const byEnd = states.toSorted((one, other) => one.endsAt - other.endsAt);
    for (const { at, state } of states) {
      for (let end = byEnd[ended]; end !== undefined && end.endsAt <= at; end = byEnd[++ended]) {
        end.state.endedAt = end.endsAt;
      }
      // As if one of its requests had waited until a moment ago.
      crawling.add({ kind: 'SENT', client: 'desk', at }, at);
      crawling.add({ kind: 'ASKED', client: 'desk', at, operation: state }, at);
      isTaken ||= crawling.isCrawler(at);
    }
    if (isTaken) taken += 1;
  }
  return taken;
}

describe('of forty clients whose requests wait all the time', () => {
  test.each([1, 2, 3])('none is a crawler if it is people who begin %d in a second', (aSecond) => {
    expect(takenForCrawlers((draw) => people(aSecond, 600, draw))).toBe(0);
  });

  test.each([1, 2, 5, 20])('all are crawlers that read with %d connections', (connections) => {
    expect(takenForCrawlers((draw) => crawling(connections, 120, draw))).toBe(40);
  });
});

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
