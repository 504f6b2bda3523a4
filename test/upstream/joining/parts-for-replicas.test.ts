import { expect, test } from 'vitest';
import { createUpstreamClient } from '../../../src/upstream/upstream-client.ts';
import type { JoinKind, UpstreamRequest } from '../../../src/upstream/upstream-request.ts';
import { makeMemoryStore } from '../support/memory-store.ts';
import type { ScriptedAnswer } from '../support/scripted-server.ts';
import { createSetting, makeCall, outcomeOf, read } from '../support/setting.ts';

type Found = Record<number, string>;

/** Numbers are asked for; the response has them in one object, which tells nothing of 9. */
const NUMBERS: JoinKind<Found, number> = {
  fits: () => true,
  request: (parts) => read(parts.join('-')) as UpstreamRequest<Found>,
  partOf: (all, part) => (part === 9 ? null : { [part]: all[part] ?? 'nothing' }),
  mayBeJoining: () => false,
};
const ask = (number: number) => ({ ...read(`${number}`), joins: { kind: NUMBERS, part: number } });

const LIMIT = 2;

/** Two replicas of one vendor; one's budget is spent. */
async function scene(...script: ScriptedAnswer[]) {
  const { store, textByKey } = makeMemoryStore();
  const options = { shared: store, cacheFreshMs: 100_000, cacheStaleMs: 100_000, windowMs: 60_000 };
  const {
    server,
    clock,
    client: one,
    ...setting
  } = await createSetting({ ...options, requestsPerMinute: LIMIT }, { json: {} }, { json: {} }, ...script);
  const other = createUpstreamClient({
    ...options,
    source: 'VENDOR',
    baseUrl: server.baseUrl,
    authorize: { headers: () => ({}) },
    toError: () => new Error('no') as never,
    clock,
  });
  for (let spent = 0; spent < LIMIT; spent++) await one.request(read(`spent-${spent}`), makeCall(clock));
  return {
    textByKey,
    clock,
    other,
    sent: () => server.requests.slice(LIMIT).map(({ url }) => url.replace(/.*\/things\//, '')),
    /** In one request, once a permit is free. */
    async askTogether(...numbers: readonly number[]) {
      const asked = numbers.map((number) => one.request(ask(number), makeCall(clock, { withinMs: 90_000 })));
      await clock.advance(61_000);
      return Promise.all(asked);
    },
    async [Symbol.asyncDispose]() {
      await other.close();
      await setting[Symbol.asyncDispose]();
    },
  };
}

test('what one request found for several is found by other replicas for each, without a request', async () => {
  await using replicas = await scene({ json: { 1: 'n1', 2: 'n2', 3: 'n3', 4: 'n4' } });
  const { askTogether, other, clock, sent } = replicas;
  expect(await askTogether(1, 2, 4)).toEqual([{ 1: 'n1' }, { 2: 'n2' }, { 4: 'n4' }]);
  const call = makeCall(clock);
  expect(await other.request(ask(1), call)).toEqual({ 1: 'n1' });
  expect(await other.request(ask(2), call)).toEqual({ 2: 'n2' });
  expect(call.saved).toEqual([
    { ageSeconds: 0, stale: false },
    { ageSeconds: 0, stale: false },
  ]);
  // Nobody asked for 3 then, and a request without parts is none of them.
  expect(await other.request(ask(3), call)).toEqual({ ok: true });
  expect(await other.request(read('4'), call)).toEqual({ ok: true });
  expect(sent()).toEqual(['1-2-4', '3', '4']);
});

test('what it does not tell is asked by the other replica, too', async () => {
  await using replicas = await scene({ json: { 1: 'n1' } }, { json: { 9: 'alone' } });
  const { askTogether, other, clock, sent } = replicas;
  await askTogether(1, 9);
  expect(await other.request(ask(9), makeCall(clock))).toEqual({ 9: 'alone' });
  expect(sent()).toEqual(['1-9', '9']);
});

const PREFIX = 'customer-gateway:answer:';
const JOINED = /^@[\w-]{43}$/;

test.each([
  ['a place without a response', () => `@${'x'.repeat(43)}`],
  ['a place with itself', (_: string, key: string) => `@${key.slice(PREFIX.length)}`],
  ['a place that is none', () => '@../../etc'],
  ['half a place', (joined: string) => joined.slice(0, 40)],
  ['nothing', () => ''],
])('whoever wrote %s into the store instead, the replica asks the vendor', async (_, write) => {
  await using replicas = await scene({ json: { 1: 'n1', 2: 'n2' } });
  const { askTogether, other, clock, sent, textByKey } = replicas;
  await askTogether(1, 2);
  for (const [key, text] of textByKey) if (JOINED.test(text)) textByKey.set(key, write(text, key));
  expect(await other.request(ask(2), makeCall(clock))).toEqual({ ok: true });
  expect(sent()).toEqual(['1-2', '2']);
});

test('whoever wants only what is cached gets what another replica fetched, and sends nothing', async () => {
  await using replicas = await scene({ json: { 1: 'n1', 2: 'n2' } });
  const { askTogether, other, clock, sent } = replicas;
  await askTogether(1, 2);
  const cachedOnly = (number: number) =>
    outcomeOf(other.request(ask(number), makeCall(clock, { isCachedOnly: true })));
  expect(await cachedOnly(1)).toEqual({ 1: 'n1' });
  // Who wants it in any case does not wait for one who does not.
  const both = [cachedOnly(3), other.request(ask(3), makeCall(clock))];
  expect(await Promise.all(both)).toEqual(['The response is not cached.', { ok: true }]);
  expect(sent()).toEqual(['1-2', '3']);
});
