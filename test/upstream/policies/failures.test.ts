import { createServer as createTcpServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { UpstreamError } from '../../../src/errors/gateway-error.ts';
import { DecodeError } from '../../../src/upstream/decode-error.ts';
import { settled, until } from '../support/manual-clock.ts';
import type { ScriptedAnswer } from '../support/scripted-server.ts';
import { createSetting, makeCall, outcomeOf, read } from '../support/setting.ts';

const retry = { mostAttempts: 3, baseMs: 200, capMs: 2_000 };
const reset: ScriptedAnswer = (_, response) => void response.destroy();
const cut: ScriptedAnswer = (_, response) => {
  response.writeHead(200, { 'content-length': '100' }).write('{"half":');
  setImmediate(() => response.destroy());
};

describe('retries', () => {
  test.each<[string, ScriptedAnswer]>([
    ['500', { status: 500 }],
    ['502', { status: 502 }],
    ['503', { status: 503 }],
    ['504', { status: 504 }],
    ['a reset connection', reset],
    ['a body that broke off', cut],
  ])('follow %s after a back-off, each as its own request', async (_, failure) => {
    await using setting = await createSetting({ retry }, failure, failure);
    const { client, clock, server } = setting;
    const call = makeCall(clock);
    const answer = client.request(read(), call);
    await until(() => clock.hasTimer(200), 'the first back-off');
    expect(server.requests).toHaveLength(1);
    await clock.advance(200);
    await until(() => clock.hasTimer(400), 'the second, twice as long');
    await clock.advance(400);
    expect(await answer).toEqual({ ok: true });
    expect([server.requests.length, call.sent.length]).toEqual([3, 3]);
  });

  test('end with the last attempt’s error', async () => {
    await using setting = await createSetting({ retry }, { status: 503 }, { status: 500 }, reset);
    const { client, clock, server } = setting;
    const outcome = outcomeOf(client.request(read(), makeCall(clock)));
    await until(() => clock.hasTimer(200));
    await clock.advance(200);
    await until(() => clock.hasTimer(400));
    await clock.advance(400);
    expect(await outcome).toBe('UPSTREAM_UNAVAILABLE');
    expect(server.requests).toHaveLength(3);
  });

  test('do not follow an empty body, which decodes as null', async () => {
    await using setting = await createSetting({ retry }, { text: '' });
    const { client, clock, server } = setting;
    expect(await client.request(read('1', { decode: (body) => [body] }), makeCall(clock))).toEqual([null]);
    expect(server.requests).toHaveLength(1);
  });

  test.each<[string, ScriptedAnswer, string]>([
    ['a rejection', { status: 400 }, 'UPSTREAM_REJECTED'],
    ['no JSON', { text: '<html>' }, 'UPSTREAM_INVALID_RESPONSE'],
    ['JSON that was cut', { text: '{"ok":tr' }, 'UPSTREAM_INVALID_RESPONSE'],
    [
      'what is not HTTP',
      (_, response) => void response.socket?.end('garbage\r\n\r\n'),
      'UPSTREAM_INVALID_RESPONSE',
    ],
  ])('do not follow %s', async (_, answer, code) => {
    await using setting = await createSetting({ retry }, answer);
    const { client, clock, server } = setting;
    expect(await outcomeOf(client.request(read(), makeCall(clock)))).toBe(code);
    expect(server.requests).toHaveLength(1);
  });

  test('do not follow requests other than reads', async () => {
    await using setting = await createSetting({ retry }, { status: 503 });
    const { client, clock, server } = setting;
    expect(await outcomeOf(client.request(read('1', { isRead: false }), makeCall(clock)))).toBe(
      'UPSTREAM_UNAVAILABLE',
    );
    expect(server.requests).toHaveLength(1);
  });

  test('wait as long as Retry-After says, and tell the client if that is too long', async () => {
    const late = { status: 503, headers: { 'retry-after': '3' } };
    await using setting = await createSetting(
      { retry },
      late,
      { json: 'here' },
      { ...late, headers: { 'retry-after': '30' } },
    );
    const { client, clock, server } = setting;
    const answer = client.request(read(), makeCall(clock));
    await until(() => clock.hasTimer(3_000));
    await clock.advance(3_000);
    expect(await answer).toBe('here');
    expect(await outcomeOf(client.request(read(), makeCall(clock)))).toBe('UPSTREAM_UNAVAILABLE 30');
    expect(server.requests).toHaveLength(3);
  });

  test('stop if the client disconnects in the meantime', async () => {
    await using setting = await createSetting({ retry }, { status: 503 });
    const { client, clock, server } = setting;
    const call = makeCall(clock);
    const outcome = outcomeOf(client.request(read(), call));
    await until(() => clock.hasTimer(200));
    call.leave();
    expect(await outcome).toBe('the client went away');
    await clock.advance(10_000);
    expect(server.requests).toHaveLength(1);
  });

  test('take a permit of the budget each', async () => {
    await using setting = await createSetting(
      { retry, requestsPerMinute: 2 },
      { status: 503 },
      { status: 503 },
    );
    const { client, clock, server } = setting;
    const outcome = outcomeOf(client.request(read(), makeCall(clock)));
    await until(() => clock.hasTimer(200));
    await clock.advance(200);
    await until(() => clock.hasTimer(400));
    await clock.advance(400);
    expect(await outcome).toBe('UPSTREAM_RATE_LIMITED 60');
    expect(server.requests).toHaveLength(2);
  });
});

describe('429', () => {
  test('delays all requests for as long as it says', async () => {
    const refusal = { status: 429, headers: { 'retry-after': '4' } };
    await using setting = await createSetting({ retry, requestsPerMinute: 100 }, refusal);
    const { client, clock, server } = setting;
    const refused = client.request(read('1'), makeCall(clock));
    await until(() => clock.hasTimer(4_000));
    const other = client.request(read('2'), makeCall(clock, { client: 'bert' }));
    const hasty = client.request(read('3'), makeCall(clock, { withinMs: 3_000 }));
    expect(await outcomeOf(hasty)).toBe('UPSTREAM_RATE_LIMITED 4');
    expect(await client.state()).toEqual({
      status: 'RATE_LIMITED',
      requestsPerMinute: 100,
      requestsRemaining: 0,
      waitMs: 4_000,
    });
    await clock.advance(3_999);
    expect(server.requests).toHaveLength(1);
    await clock.advance(1);
    expect(await Promise.all([refused, other])).toEqual([{ ok: true }, { ok: true }]);
    expect(server.requests).toHaveLength(3);
  });

  test('without Retry-After, delays them for a second, then twice as long each time', async () => {
    await using setting = await createSetting({ retry }, { status: 429 }, { status: 429 });
    const { client, clock } = setting;
    const answer = client.request(read(), makeCall(clock));
    await until(() => clock.hasTimer(1_000));
    await clock.advance(1_000);
    await until(() => clock.hasTimer(2_000));
    await clock.advance(2_000);
    expect(await answer).toEqual({ ok: true });
  });

  test('tells the client when to retry', async () => {
    await using setting = await createSetting({}, { status: 429, headers: { 'retry-after': '77' } });
    const { client, clock } = setting;
    expect(await outcomeOf(client.request(read(), makeCall(clock)))).toBe('UPSTREAM_RATE_LIMITED 77');
  });

  test.each([
    [429, '3600', 'it said 429 Try again in 3600 s.'],
    [503, '120', 'it said 503 Try again in 120 s.'],
    [503, '0', 'it said 503 Try again in a moment.'],
    [503, undefined, 'it said 503 Try again in a moment.'],
    [401, '120', 'it said 401'],
  ])('of %i with Retry-After %s, the message says so, too', async (status, after, message) => {
    const headers = after === undefined ? {} : { 'retry-after': after };
    await using setting = await createSetting({}, { status, headers });
    await expect(setting.client.request(read(), makeCall(setting.clock))).rejects.toThrow(message);
  });
});

describe('timeouts and sizes', () => {
  test('headers that do not arrive', async () => {
    await using setting = await createSetting({ headersTimeoutMs: 50 }, () => {});
    const { client, clock } = setting;
    expect(await outcomeOf(client.request(read(), makeCall(clock)))).toBe('UPSTREAM_TIMEOUT');
  });

  test('a body that does not arrive', async () => {
    await using setting = await createSetting({ bodyTimeoutMs: 50 }, (_, response) => {
      response.writeHead(200).write('{');
    });
    const { client, clock } = setting;
    expect(await outcomeOf(client.request(read(), makeCall(clock)))).toBe('UPSTREAM_TIMEOUT');
  });

  test('a slow body, if another source could still respond', async () => {
    await using setting = await createSetting({}, (_, response) => {
      response.writeHead(200).write('{');
      const drip = setInterval(() => response.write(' '), 5);
      response.on('close', () => clearInterval(drip));
    });
    const { client, clock, server } = setting;
    const outcome = outcomeOf(
      client.request(read(), makeCall(clock, { withinMs: 10_000, timeoutShare: 0.5 })),
    );
    await until(() => server.requests.length === 1);
    await clock.advance(7_500);
    expect(await outcome).toBe('UPSTREAM_TIMEOUT');
  });

  test('report the source that used up the time, not the one that was never requested', async () => {
    await using slow = await createSetting({ source: 'SLOW' }, () => {});
    await using other = await createSetting({ source: 'OTHER', clock: slow.clock });
    const call = makeCall(slow.clock, { withinMs: 1_000 });
    const waiting = slow.client.request(read(), call).catch((error: unknown) => error);
    await until(() => slow.server.requests.length === 1);
    await slow.clock.advance(1_000);
    const late = { code: 'UPSTREAM_TIMEOUT', source: 'SLOW' };
    expect(await waiting).toMatchObject(late);
    await expect(other.client.request(read(), call)).rejects.toMatchObject(late);
    await expect(other.client.request(read(), makeCall(slow.clock, { withinMs: 0 }))).rejects.toMatchObject({
      code: 'UPSTREAM_TIMEOUT',
      source: 'OTHER',
      message: 'The operation’s deadline passed before OTHER could respond.',
    });
    expect(other.server.requests).toEqual([]);
  });

  test('a host without a listener', async () => {
    const vacant = createTcpServer().listen(0, '127.0.0.1');
    await until(() => vacant.listening);
    const { port } = vacant.address() as { port: number };
    await new Promise((resolve) => vacant.close(resolve));
    await using setting = await createSetting({ baseUrl: `http://127.0.0.1:${port}` });
    expect(await outcomeOf(setting.client.request(read(), makeCall(setting.clock)))).toBe(
      'UPSTREAM_UNAVAILABLE',
    );
  });

  test('a body up to the limit is accepted, one above it refused, however it is sent', async () => {
    const text = JSON.stringify('x'.repeat(998));
    const longer = JSON.stringify('x'.repeat(999));
    const inPieces: ScriptedAnswer = (_, response) => {
      response.write(longer.slice(0, 500));
      response.end(longer.slice(500));
    };
    await using setting = await createSetting({ maxBodyBytes: 1_000 }, { text }, { text: longer }, inPieces);
    const { client, clock } = setting;
    const outcomes = [];
    for (const _ of [1, 2, 3]) outcomes.push(await outcomeOf(client.request(read(), makeCall(clock))));
    expect(outcomes).toEqual(['x'.repeat(998), 'UPSTREAM_INVALID_RESPONSE', 'UPSTREAM_INVALID_RESPONSE']);
  });
});

test('an envelope that does not decode is an invalid response with the reason for the log', async () => {
  await using setting = await createSetting();
  const decode = () => {
    throw new DecodeError('expected an array at data, got nothing');
  };
  const error = (await setting.client
    .request(read('1', { decode }), makeCall(setting.clock))
    .catch((thrown: unknown) => thrown)) as UpstreamError;
  expect([error.code, error.source, (error.cause as Error).message]).toEqual([
    'UPSTREAM_INVALID_RESPONSE',
    'VENDOR',
    'expected an array at data, got nothing',
  ]);
});

test('sends exactly what it was given, and its errors contain no personal data', async () => {
  await using setting = await createSetting({}, { json: 1 }, { status: 500, json: { secret: 'body' } });
  const { client, clock, server } = setting;
  const request = read('ab%20c', {
    method: 'POST',
    query: [
      ['email_list[]', 'jan+x@example.com'],
      ['q', 'č &'],
    ],
    headers: { 'accept-language': 'cs' },
    body: { name: 'Jan' },
  });
  await client.request(request, makeCall(clock));
  const [received] = server.requests;
  expect([received?.method, received?.url, received?.body]).toEqual([
    'POST',
    '/v1/things/ab%20c?email_list[]=jan%2Bx%40example.com&q=%C4%8D%20%26',
    '{"name":"Jan"}',
  ]);
  expect(received?.headers).toMatchObject({
    accept: 'application/json',
    authorization: 'Bearer secret',
    'accept-language': 'cs',
    'content-type': 'application/json',
  });
  const error = (await client
    .request(request, makeCall(clock))
    .catch((thrown: unknown) => thrown)) as UpstreamError;
  expect(`${error.message} ${JSON.stringify(error.extensions)}`).not.toMatch(/jan|example|127\.0|secret/i);
});

describe('the circuit breaker', () => {
  const breaker = { sampleSize: 10, leastAttempts: 3, openMs: 5_000 };
  const askTimes = async (times: number, setting: Awaited<ReturnType<typeof createSetting>>) => {
    const outcomes: unknown[] = [];
    for (let i = 0; i < times; i++) {
      outcomes.push(await outcomeOf(setting.client.request(read(String(i)), makeCall(setting.clock))));
    }
    return outcomes;
  };

  test('opens if most attempts fail, refuses at once, probes within ten seconds and closes', async () => {
    const failure = { status: 500 };
    await using setting = await createSetting({ breaker }, failure, failure, failure);
    const { client, clock, server } = setting;
    expect(await askTimes(5, setting)).toEqual([
      'UPSTREAM_UNAVAILABLE',
      'UPSTREAM_UNAVAILABLE',
      'UPSTREAM_UNAVAILABLE',
      'UPSTREAM_UNAVAILABLE 5',
      'UPSTREAM_UNAVAILABLE 5',
    ]);
    expect(server.requests).toHaveLength(3);
    expect((await client.state()).status).toBe('UNAVAILABLE');
    await clock.advance(5_000);
    expect((await client.state()).status).toBe('OK');
    expect(await askTimes(2, setting)).toEqual([{ ok: true }, { ok: true }]);
  });

  test('sends nothing for callers that left while waiting for the probe', async () => {
    let answerProbe = () => {};
    const probe: ScriptedAnswer = (_, response) => {
      answerProbe = () => void response.end('{}');
    };
    const failing = Array(3).fill({ status: 503 });
    await using setting = await createSetting({ breaker, requestsPerMinute: 10 }, ...failing, probe);
    const { client, clock, server } = setting;
    await askTimes(3, setting);
    await clock.advance(5_000);
    const first = client.request(read('first'), makeCall(clock));
    const call = makeCall(clock);
    const left = outcomeOf(client.request(read('left'), call));
    await until(() => server.requests.length === 4);
    call.leave();
    expect(await left).toBe('the client went away');
    answerProbe();
    await first;
    expect(await askTimes(1, setting)).toEqual([{ ok: true }]);
    expect([server.requests.length, call.sent.length]).toEqual([5, 0]);
    expect((await client.state()).requestsRemaining).toBe(5);
  });

  test('opens again if the probe fails', async () => {
    await using setting = await createSetting({ breaker }, ...Array(4).fill({ status: 503 }));
    await askTimes(3, setting);
    await setting.clock.advance(5_000);
    expect(await askTimes(2, setting)).toEqual(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE 5']);
    expect(setting.server.requests).toHaveLength(4);
  });

  test('lets the others wait for the probe', async () => {
    await using setting = await createSetting({ breaker }, ...Array(3).fill({ status: 503 }));
    const { client, clock, server } = setting;
    await askTimes(3, setting);
    await clock.advance(5_000);
    const answers = ['a', 'b', 'c'].map((id) => client.request(read(id), makeCall(clock)));
    await settled();
    expect(await Promise.all(answers)).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
    expect(server.requests).toHaveLength(6);
  });

  test.each<[string, ScriptedAnswer]>([
    ['time-outs', () => {}],
    ['reset connections', reset],
  ])('counts %s', async (_, failure) => {
    await using setting = await createSetting({ breaker, headersTimeoutMs: 30 }, failure, failure, failure);
    const outcomes = await askTimes(4, setting);
    expect(outcomes.at(-1)).toBe('UPSTREAM_UNAVAILABLE 5');
  });

  test.each<[string, ScriptedAnswer]>([
    ['rejections', { status: 400 }],
    ['nonsense', { text: 'nonsense' }],
    ['calls for quiet', { status: 429, headers: { 'retry-after': '0' } }],
  ])('does not count %s', async (_, answer) => {
    await using setting = await createSetting({ breaker }, answer, answer, answer, answer);
    const outcomes = await askTimes(5, setting);
    expect(outcomes.at(-1)).toEqual({ ok: true });
  });

  test('counts a source that does not respond before the deadline, but not clients that leave', async () => {
    const hang: ScriptedAnswer = () => {};
    await using setting = await createSetting({ breaker }, ...Array(7).fill(hang));
    const { client, clock, server } = setting;
    const hangOnce = async (end: (call: ReturnType<typeof makeCall>) => unknown) => {
      const call = makeCall(clock);
      const seen = server.requests.length;
      const outcome = outcomeOf(client.request(read(), call));
      await until(() => server.requests.length > seen);
      await end(call);
      return outcome;
    };
    for (const _ of [1, 2, 3, 4]) await hangOnce((call) => call.leave());
    expect((await client.state()).status).toBe('OK');
    for (const _ of [1, 2, 3]) await hangOnce(() => clock.advance(10_000));
    await until(() => !clock.hasTimer(0));
    expect((await client.state()).status).toBe('UNAVAILABLE');
  });

  test('returns the permit if nothing was sent', async () => {
    const failing = Array(3).fill({ status: 503 });
    await using setting = await createSetting({ breaker, requestsPerMinute: 10 }, ...failing);
    await askTimes(6, setting);
    expect((await setting.client.state()).requestsRemaining).toBe(7);
  });
});
