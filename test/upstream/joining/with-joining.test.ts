import { expect, test } from 'vitest';
import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import { withJoining } from '../../../src/upstream/joining/with-joining.ts';
import type { Fetching, Outcome } from '../../../src/upstream/reading.ts';
import { Pending } from '../../../src/upstream/single-flight/pending.ts';
import type { JoinKind, UpstreamRequest } from '../../../src/upstream/upstream-request.ts';
import { type ManualClock, settled } from '../support/manual-clock.ts';
import { fromSource, makeParts } from '../support/policies.ts';
import { createSetting, makeCall, outcomeOf, read, type TestCall } from '../support/setting.ts';

const LIMIT = 4;

/**
 * Numbers are asked for; the response has them in one object. Seven, which is typed, and eight do not fit; of nine
 * nothing can be told.
 */
const NUMBERS: JoinKind<Record<number, string>, number> = {
  fits: (parts) => parts.length < 4 && !parts.includes(8) && !parts.includes(7),
  isTyped: (part) => part === 7,
  request: (parts) =>
    read(parts.join('-'), { body: parts }) as UpstreamRequest<unknown> as UpstreamRequest<
      Record<number, string>
    >,
  partOf: (all, part) => (part === 9 ? null : { [part]: all[part] ?? 'nothing' }),
  mayBeJoining: (error) => error instanceof UpstreamError && error.code === 'UPSTREAM_REJECTED',
};

function scene(answer: (numbers: readonly number[]) => Error | null = () => null) {
  const { clock, budget } = makeParts({ limit: LIMIT });
  const sent: string[] = [];
  const prepare = (request: UpstreamRequest<unknown>) => ({ request, path: request.path, body: null });
  const ask = withJoining(
    { source: 'VENDOR', clock, prepare },
    budget,
  )(async ({ prepared, call, permit }) => {
    const numbers = prepared.request.body as readonly number[];
    const held = permit?.take() ?? (await budget.take(call));
    sent.push(numbers.join(' '));
    budget.markArrived(held);
    const failure = answer(numbers);
    if (failure !== null) throw failure;
    return fromSource(Object.fromEntries(numbers.map((number) => [number, `n${number}`])), clock.now());
  });
  return {
    clock,
    budget,
    sent,
    /** Permits come back a minute later. */
    async spend(permits = LIMIT) {
      for (let spent = 0; spent < permits; spent++) budget.markArrived(await budget.take(makeCall(clock)));
    },
    /** As the shared read that several callers wait for would. */
    ask(number: number, call: TestCall = makeCall(clock, { withinMs: 100_000 })): Promise<Outcome> {
      const pending = new Pending<Outcome>(call, clock, () => new Error('too late'));
      const request = { ...read(`${number}`, { body: [number] }), joins: { kind: NUMBERS, part: number } };
      const fetching: Fetching = {
        prepared: prepare(request),
        cache: { mode: 'CACHED', key: `${number}` },
        call: pending,
      };
      const outcome = pending.join(call);
      pending.settleWith(ask(fetching));
      outcome.catch(() => {});
      return outcome;
    },
  };
}

async function values(clock: ManualClock, asked: readonly Promise<Outcome>[], ms = 61_000) {
  await clock.advance(ms);
  return Promise.all(asked.map(async (each) => (await each).value));
}

test('with a budget that is not scarce each request is sent at once, by itself', async () => {
  const { ask, sent, clock } = scene();
  expect(await values(clock, [ask(1)], 0)).toEqual([{ 1: 'n1' }]);
  expect(sent).toEqual(['1']);
});

test('requests that wait for the same permit become one, and each gets its part', async () => {
  const { ask, sent, clock, spend } = scene();
  await spend();
  const first = ask(1);
  await clock.advance(30_000);
  const later = [ask(2), ask(3)];
  expect(await values(clock, [first, ...later])).toEqual([{ 1: 'n1' }, { 2: 'n2' }, { 3: 'n3' }]);
  expect(sent).toEqual(['1 2 3']);
  expect((await first).from).toBe('SOURCE');
  expect((await later[0])?.from).toBe('PENDING');
});

test('with few permits left they wait a little for others, but not long if their time is short', async () => {
  const { ask, sent, clock, spend, budget } = scene();
  await spend(3);
  expect(budget.scarcity('anna')).toBeGreaterThan(0);
  const short = ask(1, makeCall(clock, { withinMs: 100 }));
  await clock.advance(10);
  expect(sent).toEqual(['1']);
  expect((await short).value).toEqual({ 1: 'n1' });
});

test('what does not fit waits for a permit of its own, and so does another client’s', async () => {
  const { ask, sent, clock, spend } = scene();
  await spend();
  const asked = [ask(1), ask(2), ask(3), ask(4), ask(8)];
  asked.push(ask(5, makeCall(clock, { client: 'bert', withinMs: 100_000 })));
  await values(clock, asked, 130_000);
  expect(sent.toSorted()).toEqual(['1 2 3', '4', '5', '8']);
});

test('what does not fit waits a little only if somebody may be typing on, and is not sent once they have', async () => {
  const { ask, sent, clock, spend, budget } = scene();
  await spend(2);
  expect(budget.scarcity('anna')).toBe(0);
  await values(clock, [ask(7)], 0);
  expect(sent).toEqual(['7']);
  expect(budget.scarcity('anna')).toBeGreaterThan(0);
  const caller = makeCall(clock, { withinMs: 100_000 });
  const left = outcomeOf(ask(7, caller));
  await clock.advance(10);
  caller.leave();
  expect(await left).toBe('the client went away');
  const stays = ask(7);
  await clock.advance(0);
  expect(sent).toEqual(['7']);
  expect(await values(clock, [stays], 500)).toEqual([{ 7: 'n7' }]);
  expect(sent).toEqual(['7', '7']);
  const typed = [...sent];
  await clock.advance(61_000);
  await spend(3);
  await values(clock, [ask(8)], 0);
  expect(sent).toEqual([...typed, '8']);
});

test('what the common response does not tell is asked by itself', async () => {
  const { ask, sent, clock, spend } = scene();
  await spend();
  expect(await values(clock, [ask(1), ask(9)])).toEqual([{ 1: 'n1' }, { 9: 'n9' }]);
  expect(sent).toEqual(['1 9', '9']);
});

test('if the combination may be why it is refused, each is sent by itself, and none is combined for a while', async () => {
  const refusal = new UpstreamError('UPSTREAM_REJECTED', 'VENDOR', 'too many');
  const { ask, sent, clock, spend } = scene((numbers) => (numbers.length > 1 ? refusal : null));
  await spend();
  expect(await values(clock, [ask(1), ask(2)])).toEqual([{ 1: 'n1' }, { 2: 'n2' }]);
  expect(sent).toEqual(['1 2', '1', '2']);
  await spend(1);
  await values(clock, [ask(3), ask(4)]);
  expect(sent.slice(3)).toEqual(['3', '4']);
});

test('any other failure is everybody’s', async () => {
  const failure = new UpstreamError('UPSTREAM_UNAVAILABLE', 'VENDOR', 'down');
  const { ask, sent, clock, spend } = scene(() => failure);
  await spend();
  const asked = [ask(1), ask(2)].map(outcomeOf);
  await clock.advance(61_000);
  expect(await Promise.all(asked)).toEqual(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE']);
  expect(sent).toEqual(['1 2']);
});

test('who leaves does not touch the others, and when all have left nothing is sent and no permit is lost', async () => {
  const { ask, sent, clock, spend, budget } = scene();
  await spend();
  const leaving = makeCall(clock, { withinMs: 100_000 });
  const gone = outcomeOf(ask(1, leaving));
  const staying = ask(2);
  leaving.leave();
  expect(await values(clock, [staying])).toEqual([{ 2: 'n2' }]);
  expect(await gone).toBe('the client went away');
  expect(sent).toEqual(['2']);
  await spend(3);
  const last = makeCall(clock, { withinMs: 100_000 });
  const left = outcomeOf(ask(3, last));
  await settled();
  last.leave();
  await left;
  await clock.advance(61_000);
  expect(sent).toEqual(['2']);
  expect((await budget.state()).remaining).toBe(LIMIT);
});

test('a deadline that passes while they wait for the budget is reported as such', async () => {
  await using setting = await createSetting({ requestsPerMinute: 1 });
  const { client, clock } = setting;
  await client.request(read('0'), makeCall(clock));
  const patient = { ...read('1'), joins: { kind: NUMBERS, part: 1 } };
  const long = client.request(patient, makeCall(clock, { withinMs: 70_000 }));
  await clock.advance(1_000);
  const short = outcomeOf(client.request(patient, makeCall(clock, { withinMs: 5_000 })));
  await clock.advance(5_000);
  expect(await short).toMatch(/^UPSTREAM_RATE_LIMITED/);
  await clock.advance(60_000);
  await long;
});
