import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createMetrics } from '../../src/telemetry/metrics.ts';

const read = (name: string) => readFileSync(new URL(`../../.grafana/${name}`, import.meta.url), 'utf8');

/** Each of the gateway's own metrics with its labels. */
async function toldMetrics(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const metrics = createMetrics({ version: '1.2.3' });
  const source = 'CARECLOUD';
  metrics.operationDone({ type: 'query', code: 'OK', seconds: 1 });
  metrics.callerAsked({ caller: 'shop', source, requests: 1 });
  metrics.upstreamDone({ source, route: '/customers', outcome: '200', seconds: 1 });
  metrics.budgetWaited(source, 1);
  metrics.cacheAnswered(source, 'hit');
  metrics.decodeFailed(source, 'email');
  metrics.breakerChanged(source, 'closed');
  metrics.sharingChanged(true);
  metrics.watchBudget(source, async () => ({ limit: 120, remaining: 7 }));
  const labels = new Map<string, Set<string>>();
  for (const line of (await metrics.expose()).split('\n')) {
    const [, name, inner = ''] = /^(gateway_\w+)(?:\{(.*)\})? /.exec(line) ?? [];
    if (name === undefined) continue;
    const known = labels.get(name) ?? new Set();
    for (const [, label = ''] of inner.matchAll(/(\w+)="/g)) known.add(label);
    labels.set(name, known);
  }
  return labels;
}

/** The metrics that an expression uses, and the labels it groups or selects by. */
function namedIn(expression: string) {
  return {
    metrics: [...expression.matchAll(/gateway_\w+/g)].map(([name]) => name),
    labels: [
      ...[...expression.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', ')),
      ...[...expression.matchAll(/[{,]\s*(\w+)\s*(?:=|!=|=~|!~)"/g)].map(([, label = '']) => label),
    ],
  };
}

it('shows existing metrics and labels, and every metric', async () => {
  const told = await toldMetrics();
  const { panels } = JSON.parse(read('customer-gateway.json')) as {
    panels: { targets: { expr: string; legendFormat: string }[] }[];
  };
  const shown = new Set<string>();
  for (const { expr, legendFormat } of panels.flatMap(({ targets }) => targets)) {
    const { metrics, labels } = namedIn(expr);
    expect(metrics, expr).toHaveLength(1);
    const has = told.get(metrics[0] ?? '');
    expect(has, expr).toBeDefined();
    expect(
      labels.filter((label) => !has?.has(label)),
      expr,
    ).toEqual([]);
    const inLegend = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label);
    expect(
      inLegend.filter((label) => !labels.includes(label)),
      expr,
    ).toEqual([]);
    shown.add((metrics[0] ?? '').replace(/_(bucket|count|sum)$/, ''));
  }
  const all = new Set([...told.keys()].map((name) => name.replace(/_(bucket|count|sum)$/, '')));
  expect([...shown].sort()).toEqual([...all].sort());
});

it('alerts on existing metrics and labels', async () => {
  const told = await toldMetrics();
  const expressions = [...read('alerts.yaml').matchAll(/^ +expr: (.*)$/gm)].map(([, text = '']) => text);
  expect(expressions).toHaveLength(3);
  for (const expression of expressions) {
    const { metrics, labels } = namedIn(expression);
    for (const metric of metrics) {
      const has = told.get(metric);
      expect(has, expression).toBeDefined();
      expect(
        labels.filter((label) => !has?.has(label)),
        expression,
      ).toEqual([]);
    }
  }
});
