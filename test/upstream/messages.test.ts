import { expect, test } from 'vitest';
import { createLogger } from '../../src/telemetry/logger.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { until } from './support/manual-clock.ts';
import { createSetting, makeCall, outcomeOf, read } from './support/setting.ts';

function createEars() {
  const lines: string[] = [];
  const spans: unknown[] = [];
  return {
    lines,
    spans,
    metrics: createMetrics(),
    logger: createLogger({ level: 'debug', destination: { write: (line: string) => void lines.push(line) } }),
    tracing: {
      startUpstreamSpan: (line: object) => ({
        propagate: (headers: Record<string, string>) =>
          void Object.assign(headers, { traceparent: '00-1-2-01' }),
        end: (result: object) => void spans.push({ ...line, ...result }),
      }),
    },
  };
}

const PERSONAL = /novak|jan@|example|secret|127\.0|602123456/i;
const request = read('602123456', {
  method: 'POST',
  query: [['email', 'jan@example.com']],
  headers: { 'x-name': 'Novak' },
  body: { name: 'Novak' },
});

test('one line, one span and one metric for each HTTP request, without personal data', async () => {
  const ears = createEars();
  const retry = { mostAttempts: 2, baseMs: 200, capMs: 200 };
  await using setting = await createSetting({ ...ears, retry }, { status: 503, json: { name: 'Novak' } });
  const { client, clock, server } = setting;
  const answer = client.request(request, makeCall(clock, { requestId: 'request-7' }));
  await until(() => clock.hasTimer(200));
  await clock.advance(200);
  await answer;
  const line = {
    source: 'VENDOR',
    route: '/things/{id}',
    method: 'POST',
    requestId: 'request-7',
    durationMs: 0,
  };
  expect(ears.lines.map((text) => JSON.parse(text))).toMatchObject([
    { ...line, level: 'warn', event: 'upstream request failed', status: 503, attempt: 1 },
    { ...line, level: 'debug', event: 'upstream request answered', status: 200, attempt: 2 },
  ]);
  expect(ears.spans).toEqual([
    { source: 'VENDOR', method: 'POST', route: '/things/{id}', status: 503, code: 'HTTP' },
    { source: 'VENDOR', method: 'POST', route: '/things/{id}', status: 200 },
  ]);
  expect(server.requests.map(({ headers }) => headers.traceparent)).toEqual(['00-1-2-01', '00-1-2-01']);
  const figures = await ears.metrics.expose();
  expect(figures).toContain('{source="VENDOR",route="/things/{id}",outcome="503"} 1');
  expect(`${ears.lines.join('')}${JSON.stringify(ears.spans)}${figures}`).not.toMatch(PERSONAL);
});

test('a 404 that means nobody is an answer, not a failure', async () => {
  const ears = createEars();
  await using setting = await createSetting(ears, { status: 404, json: {} });
  const { client, clock } = setting;
  expect(await client.request(read('1', { ifNotFound: null }), makeCall(clock))).toBeNull();
  expect(ears.lines.map((text) => JSON.parse(text))).toMatchObject([
    { level: 'debug', event: 'upstream request answered', status: 404 },
  ]);
  expect(ears.spans).toEqual([{ source: 'VENDOR', method: 'GET', route: '/things/{id}', status: 404 }]);
});

test('a failure without a response states its kind and source, but nothing else', async () => {
  const ears = createEars();
  await using setting = await createSetting(ears, (_, response) => void response.destroy(), {
    text: 'Novak',
  });
  const { client, clock } = setting;
  const first = await outcomeOf(client.request(request, makeCall(clock)));
  const second = await outcomeOf(client.request(request, makeCall(clock)));
  expect([first, second]).toEqual(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_INVALID_RESPONSE']);
  expect(JSON.parse(ears.lines[0] ?? '')).toMatchObject({
    code: 'CONNECTION',
    error: { name: 'TransportFailure', cause: { code: 'UND_ERR_SOCKET' } },
  });
  expect(JSON.parse(ears.lines[2] ?? '')).toMatchObject({ event: 'upstream response not understood' });
  expect(`${ears.lines.join('')}${await ears.metrics.expose()}`).not.toMatch(PERSONAL);
});

test('counts where responses came from', async () => {
  const ears = createEars();
  await using setting = await createSetting(
    { ...ears, cacheFreshMs: 1_000, cacheStaleMs: 1_000 },
    {},
    {},
    { status: 500 },
  );
  const { client, clock } = setting;
  await Promise.all([client.request(read(), makeCall(clock)), client.request(read(), makeCall(clock))]);
  await client.request(read(), makeCall(clock));
  await client.request(read(), makeCall(clock, { bypassCache: true }));
  await clock.advance(1_500);
  await client.request(read(), makeCall(clock));
  const figures = await ears.metrics.expose();
  const count = (result: string) =>
    new RegExp(`cache_answers_total\\{.*result="${result}"\\} (\\d+)`).exec(figures)?.[1];
  expect(['miss', 'shared', 'hit', 'bypass', 'stale', 'redis'].map(count)).toEqual([
    '2',
    '1',
    '1',
    '1',
    '1',
    undefined,
  ]);
});

test('reports budget and breaker correctly', async () => {
  const ears = createEars();
  const breaker = { sampleSize: 4, leastAttempts: 2, openMs: 5_000 };
  await using setting = await createSetting(
    { ...ears, requestsPerMinute: 10, breaker },
    { status: 500 },
    { status: 500 },
  );
  const { client, clock } = setting;
  expect(await client.state()).toEqual({
    status: 'OK',
    requestsPerMinute: 10,
    requestsRemaining: 10,
    waitMs: 0,
  });
  expect(await ears.metrics.expose()).toContain('breaker_state{source="VENDOR"} 0');
  for (const id of ['1', '2', '3']) await outcomeOf(client.request(read(id), makeCall(clock)));
  expect(await client.state()).toEqual({
    status: 'UNAVAILABLE',
    requestsPerMinute: 10,
    requestsRemaining: 8,
    waitMs: 5_000,
  });
  const figures = await ears.metrics.expose();
  expect(figures).toContain('breaker_state{source="VENDOR"} 2');
  expect(figures).toContain('budget_limit{source="VENDOR"} 10');
  expect(figures).toContain('budget_remaining{source="VENDOR"} 8');
  expect(JSON.parse(ears.lines.at(-1) ?? '')).toMatchObject({
    event: 'circuit breaker changed',
    state: 'open',
  });
});

test('a source without a budget reports none', async () => {
  await using setting = await createSetting();
  expect(await setting.client.state()).toEqual({
    status: 'OK',
    requestsPerMinute: null,
    requestsRemaining: null,
    waitMs: 0,
  });
});
