import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AnswerTimes } from '../../../src/upstream/budget/answer-times.ts';
import { MemoryLedger } from '../../../src/upstream/budget/memory-ledger.ts';
import {
  RequestBudget,
  type RequestBudgetOptions,
  type Ticket,
} from '../../../src/upstream/budget/request-budget.ts';
import type { Permit, RequestLedger } from '../../../src/upstream/budget/request-ledger.ts';
import { ManualClock, settled } from '../support/manual-clock.ts';
import { outcomeOf } from '../support/setting.ts';

const WINDOW_MS = 60_000;

function createBudget(
  limit: number | null,
  clock = new ManualClock(0),
  more: Partial<RequestBudgetOptions> = {},
) {
  const ledger = new MemoryLedger({ limit, windowMs: WINDOW_MS, now: clock.now });
  const budget = new RequestBudget({ source: 'VENDOR', ledger, clock, limit, windowMs: WINDOW_MS, ...more });
  /** Requests a permit and records in `log` when it came. */
  const log: string[] = [];
  const ask = (client: string, withinMs = 1_000_000, name = client) => {
    const controller = new AbortController();
    const ticket: Ticket = { client, deadlineAt: clock.now() + withinMs, signal: controller.signal };
    const outcome = outcomeOf(
      Promise.resolve(budget.take(ticket)).then((permit) => {
        log.push(`${name} at ${clock.now() / 1000}`);
        return permit;
      }),
    );
    return { ticket, outcome, abort: () => controller.abort(new Error('gone')) };
  };
  return { clock, budget, ledger, ask, log };
}

describe('the window', () => {
  test('permits as many requests at once as the budget holds, and the next a window later', async () => {
    const { ask, log, clock } = createBudget(3);
    for (const name of ['1', '2', '3', '4']) ask('anna', 1_000_000, name);
    await settled();
    expect(log).toEqual(['1 at 0', '2 at 0', '3 at 0']);
    await clock.advance(WINDOW_MS - 1);
    expect(log).toHaveLength(3);
    await clock.advance(1);
    expect(log).toEqual(['1 at 0', '2 at 0', '3 at 0', '4 at 60']);
  });

  test('returns without a promise while there is room', () => {
    const { budget, clock } = createBudget(1);
    const ticket = { client: 'anna', deadlineAt: clock.now() + 1, signal: new AbortController().signal };
    expect(budget.take(ticket)).toEqual({ at: 0 });
  });

  test('holds a permit for a whole window after the request arrived, not after it was sent', async () => {
    const { ask, log, clock, budget } = createBudget(1);
    const permit = (await ask('anna').outcome) as Permit;
    await clock.advance(3_000);
    budget.markArrived(permit);
    ask('anna');
    await clock.advance(WINDOW_MS - 1);
    expect(log).toEqual(['anna at 0']);
    await clock.advance(1);
    expect(log).toEqual(['anna at 0', 'anna at 63']);
  });

  test('takes back an unused permit', async () => {
    const { ask, log, budget } = createBudget(1);
    const permit = (await ask('anna').outcome) as Permit;
    ask('bert');
    budget.release(permit);
    await settled();
    expect(log).toEqual(['anna at 0', 'bert at 0']);
  });

  test('handles a clock that is set back', async () => {
    const clock = new ManualClock(1_000_000);
    const ledger = new MemoryLedger({ limit: 1, windowMs: WINDOW_MS, now: () => shift + clock.now() });
    let shift = 0;
    ledger.take(1, 0);
    shift = -500_000;
    expect(ledger.take(1, 0)).toEqual({ permits: [], waitMs: WINDOW_MS });
    await clock.advance(WINDOW_MS);
    expect(ledger.take(1, 0).permits).toHaveLength(1);
  });

  test('never exceeds the budget, for any mix of clients, deadlines, departures and slow connections', async () => {
    const step = fc.record({
      pauseMs: fc.nat(20_000),
      client: fc.constantFrom('a', 'b', 'c'),
      withinMs: fc.integer({ min: 1, max: 90_000 }),
      wayMs: fc.nat(5_000),
      leaves: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 8 }),
        async (steps, limit) => {
          const { clock, budget } = createBudget(limit);
          const sent: number[] = [];
          const arrived: number[] = [];
          for (const { pauseMs, client, withinMs, wayMs, leaves } of steps) {
            await clock.advance(pauseMs);
            const controller = new AbortController();
            const ticket = { client, deadlineAt: clock.now() + withinMs, signal: controller.signal };
            Promise.resolve(budget.take(ticket)).then(
              (permit) => {
                sent.push(clock.now());
                clock.setTimer(wayMs, () => {
                  arrived.push(clock.now());
                  budget.markArrived(permit);
                });
              },
              () => {},
            );
            if (leaves) clock.setTimer(withinMs / 2, () => controller.abort());
          }
          await clock.advance(10 * WINDOW_MS);
          for (const times of [sent, arrived]) {
            for (const start of times) {
              expect(times.filter((at) => at >= start && at < start + WINDOW_MS).length).toBeLessThanOrEqual(
                limit,
              );
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the deadline', () => {
  test('refuses at once what could only be sent after it, and states when to retry', async () => {
    const { ask, clock } = createBudget(1);
    ask('anna');
    await clock.advance(20_000);
    expect(await ask('anna', 10_000).outcome).toBe('UPSTREAM_RATE_LIMITED 40');
  });

  test('lets requests wait that can be sent in time', async () => {
    const { ask, clock, log } = createBudget(1);
    ask('anna');
    await clock.advance(55_000);
    ask('bert', 10_000);
    await clock.advance(5_000);
    expect(log).toEqual(['anna at 0', 'bert at 60']);
  });

  test('counts the requests in front', async () => {
    const { ask, clock } = createBudget(1);
    ask('anna');
    await clock.advance(59_000);
    ask('anna', 70_000);
    expect(await ask('anna', 10_000).outcome).toBe('UPSTREAM_RATE_LIMITED 61');
  });
});

describe('the usual response time', () => {
  function slowSource(limit: number | null = 1) {
    const clock = new ManualClock(0);
    const answerTimes = new AnswerTimes(clock.now);
    for (const ms of [100, 200, 300, 400, 500, 600, 700, 800, 900, 5_000]) answerTimes.add(ms);
    return { ...createBudget(limit, clock, { answerTimes }), answerTimes };
  }

  test('is the 90th percentile of the responses of the last minute, and 0 while there are few', async () => {
    const { clock, answerTimes } = slowSource();
    expect(answerTimes.usualMs).toBe(900);
    for (let i = 0; i < 100; i++) answerTimes.add(50);
    expect(answerTimes.usualMs).toBe(50);
    await clock.advance(59_999);
    expect(answerTimes.usualMs).toBe(50);
    await clock.advance(1);
    expect(answerTimes.usualMs).toBe(0);
    expect(new AnswerTimes(clock.now).usualMs).toBe(0);
  });

  test('refuses, without a permit, a request that could hardly be answered in time', async () => {
    const { ask, ledger } = slowSource();
    expect(await ask('anna', 899).outcome).toBe('UPSTREAM_RATE_LIMITED 1');
    expect(ledger.state().remaining).toBe(1);
    expect(await ask('anna', 900).outcome).toEqual({ at: 0 });
  });

  test('refuses at once if the permit would come too late for a response', async () => {
    const { ask, clock } = slowSource();
    ask('anna');
    await clock.advance(20_000);
    const { answerTimes } = slowSource();
    expect(answerTimes.usualMs).toBe(900);
    expect(await ask('bert', 40_899).outcome).toBe('UPSTREAM_RATE_LIMITED 40');
    const waits = ask('carl', 40_900);
    await clock.advance(40_000);
    expect(await waits.outcome).toEqual({ at: 60_000 });
  });

  test('is ignored without a budget', async () => {
    const { ask } = slowSource(null);
    expect(await ask('anna', 1).outcome).toEqual({ at: 0 });
  });
});

describe('several waiting requests', () => {
  test('receive their permits by one call to the ledger', async () => {
    const questions: number[] = [];
    const clock = new ManualClock(0);
    const inner = new MemoryLedger({ limit: 100, windowMs: WINDOW_MS, now: clock.now });
    const ledger: RequestLedger = {
      replicas: 1,
      async take(wanted, reserved) {
        questions.push(wanted);
        return inner.take(wanted, reserved);
      },
      release: (permit) => inner.release(permit),
      markArrived: (permit) => inner.markArrived(permit),
      estimate: (ahead, reserved) => inner.estimate(ahead, reserved),
      coolDown: (ms) => inner.coolDown(ms),
      state: () => inner.state(),
      close: () => {},
    };
    for (const hasSeveralClients of [false, true]) {
      questions.length = 0;
      const budget = new RequestBudget({
        source: 'VENDOR',
        ledger,
        clock,
        limit: 100,
        windowMs: WINDOW_MS,
        hasSeveralClients,
      });
      const tickets = Array.from({ length: 15 }, (_, index) => ({
        client: `client ${index % 3}`,
        deadlineAt: 10_000,
        signal: new AbortController().signal,
      }));
      await Promise.all(tickets.map((ticket) => budget.take(ticket)));
      expect(questions).toEqual([1, 14]);
    }
  });
});

describe('fairness', () => {
  test('lets one click pass a crawler’s long queue', async () => {
    const { ask, log, clock } = createBudget(2);
    for (let i = 1; i <= 6; i++) ask('crawler', 1_000_000, `crawler ${i}`);
    ask('person');
    await clock.advance(2 * WINDOW_MS);
    expect(log).toEqual([
      'crawler 1 at 0',
      'crawler 2 at 0',
      'crawler 3 at 60',
      'person at 60',
      'crawler 4 at 120',
      'crawler 5 at 120',
    ]);
  });

  test('leaves a fifth of the window to clients that used little, once there are several', async () => {
    const { ask, log } = createBudget(10);
    ask('person', 1, 'person');
    for (let i = 0; i < 20; i++) ask('crawler', 1_000_000);
    await settled();
    expect(log.filter((line) => line === 'crawler at 0')).toHaveLength(7);
    ask('person', 1);
    ask('person', 1);
    await settled();
    expect(log.filter((line) => line === 'person at 0')).toHaveLength(2);
    ask('another', 1);
    await settled();
    expect(log.at(-1)).toBe('another at 0');
  });

  test('lets no single client use the last fifth if several keys are configured, seen lately or not', async () => {
    const { ask, log, clock } = createBudget(120, new ManualClock(0), { hasSeveralClients: true });
    for (let i = 0; i < 300; i++) ask('crawler', 30_000);
    await settled();
    expect(log).toHaveLength(96);
    // However many came before, a new client finds some.
    const newcomers: number[] = [];
    for (const name of ['second', 'third', 'fourth', 'fifth', 'sixth']) {
      const before = log.length;
      for (let i = 0; i < 100; i++) ask(name, 1_000);
      await settled();
      newcomers.push(log.length - before);
    }
    expect(newcomers).toEqual([12, 6, 3, 2, 1]);
    await clock.advance(WINDOW_MS);
    for (let i = 0; i < 300; i++) ask('crawler', 30_000);
    await settled();
    expect(log.filter((line) => line === 'crawler at 60')).toHaveLength(96);
  });

  test('leaves nearly all of the budget to steady work, beside other keys too, and still lets a newcomer in at once', async () => {
    const { ask, clock } = createBudget(120, new ManualClock(0), { hasSeveralClients: true });
    const waits: number[] = [];
    // 114 a minute, in pairs: people make pauses, a crawler makes none.
    for (let pair = 0; pair < 3 * 57; pair++) {
      for (const askedAt of [clock.now(), clock.now()]) {
        ask('desk', 10_000).outcome.then((outcome) => {
          waits.push(typeof outcome === 'object' ? clock.now() - askedAt : Number.POSITIVE_INFINITY);
        });
      }
      await clock.advance(WINDOW_MS / 57);
    }
    await clock.advance(1_000);
    expect(waits).toHaveLength(3 * 114);
    expect(Math.max(...waits)).toBeLessThanOrEqual(1_000);
    expect(waits.filter((ms) => ms > 0).length).toBeLessThan(10);
    expect(typeof (await ask('newcomer', 1).outcome)).toBe('object');
  });

  test('gives a single client the whole window', async () => {
    const { ask, log } = createBudget(10);
    for (let i = 0; i < 20; i++) ask('crawler');
    await settled();
    expect(log).toHaveLength(10);
  });

  test('does not count the gateway’s own requests as a client’s', async () => {
    const { ask, log } = createBudget(10);
    for (const own of ['check', 'probe', 'probe']) ask(own);
    for (let i = 0; i < 20; i++) ask('crawler');
    await settled();
    expect(log.filter((line) => line === 'crawler at 0')).toHaveLength(7);
  });

  test('sends a request as soon as any of its clients may', async () => {
    const { ask, log, clock, budget } = createBudget(1);
    for (let i = 1; i <= 3; i++) ask('crawler', 1_000_000, `crawler ${i}`);
    const wanted = ask('crawler', 1_000_000, 'wanted by both');
    budget.join(wanted.ticket, 'person');
    await clock.advance(3 * WINDOW_MS);
    expect(log).toEqual(['crawler 1 at 0', 'crawler 2 at 60', 'wanted by both at 120', 'crawler 3 at 180']);
  });

  test('does not count requests whose caller has left', async () => {
    const { ask, budget, clock } = createBudget(1);
    ask('anna');
    const signal = AbortSignal.abort(new Error('gone'));
    expect(
      await outcomeOf(
        Promise.resolve(budget.take({ client: 'bert', deadlineAt: clock.now() + 1e6, signal })),
      ),
    ).toBe('gone');
  });

  test('skips callers that have left', async () => {
    const { ask, log, clock } = createBudget(1);
    ask('anna');
    const gone = ask('bert');
    ask('carl');
    gone.abort();
    expect(await gone.outcome).toBe('gone');
    await clock.advance(WINDOW_MS);
    expect(log).toEqual(['anna at 0', 'carl at 60']);
  });
});

describe('a vendor that requires a pause', () => {
  test('receives no request for as long as it says, from any client', async () => {
    const { ask, log, clock, budget } = createBudget(10);
    budget.coolDown(5_000);
    ask('anna');
    ask('bert');
    await clock.advance(4_999);
    expect(log).toEqual([]);
    await clock.advance(1);
    expect(log).toEqual(['anna at 5', 'bert at 5']);
  });

  test('ends hopeless waits at once', async () => {
    const { ask, clock, budget } = createBudget(1);
    ask('anna');
    await clock.advance(55_000);
    const waiting = ask('bert', 10_000);
    budget.coolDown(20_000);
    expect(await waiting.outcome).toBe('UPSTREAM_RATE_LIMITED 20');
  });

  test('is respected without a budget too, and a shorter pause does not replace a longer one', async () => {
    const { ask, log, clock, budget } = createBudget(null);
    budget.coolDown(5_000);
    budget.coolDown(1_000);
    ask('anna');
    expect(await budget.state()).toEqual({ remaining: null, coolingMs: 5_000 });
    await clock.advance(5_000);
    expect(log).toEqual(['anna at 5']);
  });
});

test('reports what is left now', async () => {
  const { ask, clock, budget } = createBudget(3);
  ask('anna');
  await clock.advance(1_000);
  ask('anna');
  expect(budget.state()).toEqual({ remaining: 1, coolingMs: 0 });
  await clock.advance(WINDOW_MS - 1_000);
  expect(budget.state()).toEqual({ remaining: 2, coolingMs: 0 });
  budget.coolDown(10);
  expect(budget.state()).toEqual({ remaining: 0, coolingMs: 10 });
});

describe('a client that reads on and on', () => {
  /**
   * One that asks again a moment after it was answered, and a person who asks five times at once every fifteen seconds.
   */
  async function readBeside(seconds: number, setting: ReturnType<typeof createBudget>) {
    const { clock, ask } = setting;
    const until = clock.now() + seconds * 1_000;
    const waits: number[] = [];
    let crawled = 0;
    async function crawl() {
      while (clock.now() < until) {
        const outcome = await ask('crawler', 10_000).outcome;
        const seconds = /^UPSTREAM_RATE_LIMITED (\d+)$/.exec(String(outcome))?.[1];
        if (seconds === undefined) crawled += 1;
        await new Promise<void>((resolve) => {
          clock.setTimer(seconds === undefined ? 400 : Number(seconds) * 1_000, resolve);
        });
      }
    }
    crawl();
    for (let at = 0; at < seconds; at += 15) {
      for (let count = 0; count < 5; count++) {
        const askedAt = clock.now();
        ask('person', 10_000).outcome.then((outcome) => {
          waits.push(typeof outcome === 'object' ? clock.now() - askedAt : Number.POSITIVE_INFINITY);
        });
      }
      await clock.advance(15_000);
    }
    return { waits, crawled };
  }

  test('takes what a person does not need, who then never waits', async () => {
    const setting = createBudget(60, new ManualClock(0), { hasSeveralClients: true });
    await readBeside(300, setting);
    const { waits, crawled } = await readBeside(600, setting);
    expect(waits).toHaveLength(200);
    expect(Math.max(...waits)).toBe(0);
    // Each minute 20 for the person, 12 that are nobody's, and some that the person may need.
    expect(crawled).toBeGreaterThan(10 * 3);
  });

  test('has the whole budget once the person is gone', async () => {
    const setting = createBudget(60);
    await readBeside(180, setting);
    await setting.clock.advance(11 * 60_000);
    let granted = 0;
    for (let minute = 0; minute < 3; minute++) {
      for (let count = 0; count < 60; count++) setting.ask('crawler', 60_000).outcome.then(() => granted++);
      await setting.clock.advance(WINDOW_MS);
    }
    expect(granted).toBe(3 * 60);
  });

  test('is not seen in many people who make pauses', async () => {
    const setting = createBudget(60, new ManualClock(0), { hasSeveralClients: true });
    for (let second = 0; second < 300; second += 2) {
      setting.ask('people');
      await setting.clock.advance(2_000);
    }
    // They leave the fifth that everybody leaves, and no more.
    const rest = Array.from({ length: 18 }, (_, index) => setting.ask('people', 1_000, `${index}`).outcome);
    await setting.clock.advance(1_000);
    const went = (await Promise.all(rest)).filter((outcome) => typeof outcome === 'object');
    expect(went).toHaveLength(18);
  });
});
