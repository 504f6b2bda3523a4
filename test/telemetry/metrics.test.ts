import { expect, test } from 'vitest';
import { createMetrics } from '../../src/telemetry/metrics.ts';

const linesOf = (text: string, name: string) => text.split('\n').filter((line) => line.startsWith(name));

test('counts operations, upstream requests, responses, decode failures and states', async () => {
  const metrics = createMetrics();
  metrics.operationDone({ type: 'query', code: 'OK', seconds: 0.02 });
  metrics.upstreamDone({
    source: 'CARECLOUD',
    route: '/customers/{customer_id}',
    outcome: '200',
    seconds: 0.1,
  });
  metrics.upstreamDone({ source: 'CARECLOUD', route: '/customers', outcome: 'TIMEOUT', seconds: 8 });
  metrics.cacheAnswered('HELPCRUNCH', 'hit');
  metrics.cacheAnswered('HELPCRUNCH', 'hit');
  metrics.decodeFailed('HELPCRUNCH', 'lastSeen');
  metrics.breakerChanged('CARECLOUD', 'open');
  metrics.budgetWaited('HELPCRUNCH', 1.5);
  const text = await metrics.expose();
  expect(linesOf(text, 'gateway_operation_duration_seconds_count')).toEqual([
    'gateway_operation_duration_seconds_count{type="query",code="OK"} 1',
  ]);
  expect(linesOf(text, 'gateway_upstream_request_duration_seconds_count')).toEqual([
    'gateway_upstream_request_duration_seconds_count{source="CARECLOUD",route="/customers/{customer_id}",outcome="200"} 1',
    'gateway_upstream_request_duration_seconds_count{source="CARECLOUD",route="/customers",outcome="TIMEOUT"} 1',
  ]);
  expect(linesOf(text, 'gateway_cache_answers_total')).toEqual([
    'gateway_cache_answers_total{source="HELPCRUNCH",result="hit"} 2',
  ]);
  expect(linesOf(text, 'gateway_decode_failures_total')).toEqual([
    'gateway_decode_failures_total{source="HELPCRUNCH",field="lastSeen"} 1',
  ]);
  expect(linesOf(text, 'gateway_upstream_breaker_state')).toEqual([
    'gateway_upstream_breaker_state{source="CARECLOUD"} 2',
  ]);
  expect(linesOf(text, 'gateway_upstream_budget_wait_seconds_sum')).toEqual([
    'gateway_upstream_budget_wait_seconds_sum{source="HELPCRUNCH"} 1.5',
  ]);
  expect(metrics.contentType).toContain('text/plain');
});

test('reads the budget when scraped, and omits a source without one', async () => {
  const metrics = createMetrics();
  let remaining = 120;
  metrics.watchBudget('HELPCRUNCH', async () => ({ limit: 120, remaining }));
  metrics.watchBudget('CARECLOUD', async () => null);
  remaining = 7;
  const text = await metrics.expose();
  expect(linesOf(text, 'gateway_upstream_budget')).toEqual([
    'gateway_upstream_budget_limit{source="HELPCRUNCH"} 120',
    'gateway_upstream_budget_remaining{source="HELPCRUNCH"} 7',
  ]);
});

test('reports sharing only with a shared store', async () => {
  const metrics = createMetrics();
  expect(await metrics.expose()).not.toContain('gateway_redis_sharing');
  metrics.sharingChanged(true);
  metrics.sharingChanged(false);
  expect(linesOf(await metrics.expose(), 'gateway_redis_sharing')).toEqual(['gateway_redis_sharing 0']);
});

test('keeps two gateways in one process apart', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.cacheAnswered('CARECLOUD', 'miss');
  expect(linesOf(await other.expose(), 'gateway_cache_answers_total')).toEqual([]);
});

test('reports the process on request', async () => {
  expect(await createMetrics({ withProcess: true }).expose()).toContain('process_cpu_seconds_total');
  expect(await createMetrics().expose()).not.toContain('process_cpu_seconds_total');
});

test('has no values in labels', async () => {
  const metrics = createMetrics();
  const personal = 'jan.novak@example.com';
  metrics.operationDone({ type: personal, code: personal, seconds: 1 });
  metrics.upstreamDone({ source: personal, route: '/customers/c-1234567', outcome: personal, seconds: 1 });
  metrics.decodeFailed(personal, personal);
  metrics.budgetWaited(personal, 1);
  metrics.cacheAnswered(personal, 'hit');
  expect(await metrics.expose()).not.toMatch(/novak|c-1234567/);
});
