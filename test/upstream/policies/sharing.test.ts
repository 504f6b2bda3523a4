import { describe, expect, test } from 'vitest';
import { until } from '../support/manual-clock.ts';
import { heldAnswer } from '../support/scripted-server.ts';
import { createSetting, makeCall, outcomeOf, read } from '../support/setting.ts';

describe('identical reads in flight', () => {
  test('are one request, within and across clients, and only the first is charged', async () => {
    await using setting = await createSetting();
    const { client, clock, server } = setting;
    const calls = [makeCall(clock), makeCall(clock, { client: 'bert' })];
    const answers = await Promise.all(
      calls.flatMap((call) => [client.request(read(), call), client.request(read(), call)]),
    );
    expect(answers).toEqual([{ ok: true }, { ok: true }, { ok: true }, { ok: true }]);
    expect(server.requests).toHaveLength(1);
    expect(calls.map(({ sent, saved }) => [sent.length, saved])).toEqual([
      [1, [{ ageSeconds: 0, stale: false }]],
      [
        0,
        [
          { ageSeconds: 0, stale: false },
          { ageSeconds: 0, stale: false },
        ],
      ],
    ]);
  });

  test('decode once', async () => {
    await using setting = await createSetting();
    let decoded = 0;
    const request = read('1', { decode: () => ({ number: ++decoded }) });
    const [one, other] = await Promise.all(
      [1, 2].map(() => setting.client.request(request, makeCall(setting.clock))),
    );
    expect(one).toBe(other);
    expect(decoded).toBe(1);
  });

  test.each([
    ['another path', read('2')],
    ['another query', read('1', { query: [['a', '1']] })],
    ['another language', read('1', { headers: { 'accept-language': 'cs' } })],
    ['another body', read('1', { method: 'POST', body: { a: 1 } })],
    ['another reading of a 404', read('1', { ifNotFound: null })],
    ['no read', read('1', { isRead: false })],
  ])('are two with %s', async (_, other) => {
    await using setting = await createSetting();
    const call = makeCall(setting.clock);
    await Promise.all([setting.client.request(read(), call), setting.client.request(other, call)]);
    expect(setting.server.requests).toHaveLength(2);
    expect(call.saved).toEqual([]);
  });

  test('fail together, and the next sends a new request', async () => {
    await using setting = await createSetting({}, { status: 400 });
    const { client, clock, server } = setting;
    const outcomes = [1, 2].map(() => outcomeOf(client.request(read(), makeCall(clock))));
    expect(await Promise.all(outcomes)).toEqual(['UPSTREAM_REJECTED', 'UPSTREAM_REJECTED']);
    expect(await client.request(read(), makeCall(clock))).toEqual({ ok: true });
    expect(server.requests).toHaveLength(2);
  });

  test('can be kept separate for measurements', async () => {
    await using setting = await createSetting({ isSharingInFlight: false });
    const call = makeCall(setting.clock);
    await Promise.all([1, 2].map(() => setting.client.request(read(), call)));
    expect(setting.server.requests).toHaveLength(2);
  });

  test('with no-cache do not join one that may use a cached response', async () => {
    await using setting = await createSetting();
    const { client, clock, server } = setting;
    const live = { bypassCache: true };
    const calls = [makeCall(clock), makeCall(clock, live), makeCall(clock, live), makeCall(clock)];
    await Promise.all(calls.map((call) => client.request(read(), call)));
    expect(server.requests).toHaveLength(2);
    expect(calls.map(({ sent }) => sent.length)).toEqual([1, 1, 0, 0]);
  });
});

describe('leaving', () => {
  test('does not affect the others, not even if the first caller leaves', async () => {
    const held = heldAnswer();
    await using setting = await createSetting({}, held.answer);
    const { client, clock, server } = setting;
    const first = makeCall(clock);
    const [one, other] = [client.request(read(), first), client.request(read(), makeCall(clock))].map(
      outcomeOf,
    );
    await until(() => server.requests.length === 1);
    first.leave();
    expect(await one).toBe('the client went away');
    held.release();
    expect(await other).toEqual({ ok: true });
    expect(server.requests).toHaveLength(1);
  });

  test('by deadline does not affect a later deadline', async () => {
    const held = heldAnswer();
    await using setting = await createSetting({}, held.answer);
    const { client, clock, server } = setting;
    const hasty = outcomeOf(client.request(read(), makeCall(clock, { withinMs: 1_000 })));
    const patient = outcomeOf(client.request(read(), makeCall(clock, { withinMs: 2_000 })));
    await until(() => server.requests.length === 1);
    await clock.advance(1_000);
    expect(await hasty).toBe('UPSTREAM_TIMEOUT');
    expect(server.requests[0]?.isAborted).toBe(false);
    held.release();
    expect(await patient).toEqual({ ok: true });
  });

  test('by deadline while waiting for the budget reports that, and the caller with more time gets its permit', async () => {
    await using setting = await createSetting({ requestsPerMinute: 1, windowMs: 60_000 });
    const { client, clock, server } = setting;
    await client.request(read('before'), makeCall(clock));
    const patient = client.request(read(), makeCall(clock, { withinMs: 70_000 }));
    await clock.advance(10_000);
    const hasty = outcomeOf(client.request(read(), makeCall(clock, { client: 'bert', withinMs: 5_000 })));
    await clock.advance(5_000);
    expect(await hasty).toBe('UPSTREAM_RATE_LIMITED 45');
    await clock.advance(45_000);
    expect(await patient).toEqual({ ok: true });
    expect(server.requests).toHaveLength(2);
  });

  test('as the last caller aborts the request at once, and the next sends a new one', async () => {
    await using setting = await createSetting({}, () => {});
    const { client, clock, server } = setting;
    const calls = [makeCall(clock), makeCall(clock)];
    const outcomes = calls.map((call) => outcomeOf(client.request(read(), call)));
    await until(() => server.requests.length === 1);
    for (const call of calls) call.leave();
    expect(await Promise.all(outcomes)).toEqual(['the client went away', 'the client went away']);
    await until(() => server.requests[0]?.isAborted === true, 'the vendor saw us hang up');
    expect(await client.request(read(), makeCall(clock))).toEqual({ ok: true });
    expect(server.requests).toHaveLength(2);
  });

  test('does not abort what is to be finished once it was sent', async () => {
    await using setting = await createSetting({}, () => {});
    const { client, clock, server } = setting;
    const call = makeCall(clock, { withinMs: 500 });
    const outcome = outcomeOf(client.request(read(), { ...call, isFinishedOnceSent: true }));
    await until(() => server.requests.length === 1);
    call.leave();
    const other = outcomeOf(client.request(read(), makeCall(clock, { withinMs: 500 })));
    await clock.advance(500);
    expect(await Promise.all([outcome, other])).toEqual(['UPSTREAM_TIMEOUT', 'UPSTREAM_TIMEOUT']);
    expect(server.requests).toHaveLength(1);
  });

  test('by deadline as the last caller aborts it too', async () => {
    await using setting = await createSetting({}, () => {});
    const { client, clock, server } = setting;
    const outcome = outcomeOf(client.request(read(), makeCall(clock, { withinMs: 500 })));
    await until(() => server.requests.length === 1);
    await clock.advance(500);
    expect(await outcome).toBe('UPSTREAM_TIMEOUT');
    await until(() => server.requests[0]?.isAborted === true, 'the vendor saw us hang up');
  });

  test('before the request sends nothing', async () => {
    await using setting = await createSetting();
    const { client, clock, server } = setting;
    const gone = makeCall(clock);
    gone.leave();
    expect(await outcomeOf(client.request(read(), gone))).toBe('the client went away');
    expect(await outcomeOf(client.request(read(), makeCall(clock, { withinMs: 0 })))).toBe(
      'UPSTREAM_TIMEOUT',
    );
    expect(server.requests).toHaveLength(0);
  });

  test('leaves no timer and no listener behind', async () => {
    await using setting = await createSetting();
    const { client, clock } = setting;
    const warnings: string[] = [];
    const onWarning = (warning: Error) => warnings.push(warning.name);
    process.on('warning', onWarning);
    const call = makeCall(clock);
    await Promise.all(Array.from({ length: 40 }, (_, id) => client.request(read(String(id)), call)));
    await until(() => clock.timerCount === 0, 'all timers were cancelled');
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });
});
