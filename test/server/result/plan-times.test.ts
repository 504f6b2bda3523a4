import { describe, expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';

const PLAN = { 'x-gateway-plan': '1' };
const LIST = '{ customers(first: 3, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { id } } }';

describe('extensions.plan', () => {
  it('has the start, wait and duration of each request, its status and rows', async () => {
    await using product = await startGateway();
    // As after the start; otherwise the first deleted account causes a check of whether the list shows deleted
    // accounts.
    await product.gateway.probeSources(['CARECLOUD', 'HELPCRUNCH']);
    product.sandbox.helpCrunch.injectFault({ delayMs: 60 });
    const { extensions } = await product.query(LIST, {}, PLAN);
    const { requests } = extensions.plan;
    expect(
      requests.map(({ source, method, path, cached, status }: Request) => [
        source,
        method,
        path,
        cached,
        status,
      ]),
    ).toEqual([
      ['CARECLOUD', 'GET', '/customers', false, 200],
      ['HELPCRUNCH', 'GET', '/customers', false, 200],
      ['CARECLOUD', 'GET', '/customers', false, 200],
    ]);
    for (const { startMs, waitMs, durationMs, rows } of requests) {
      for (const time of [startMs, waitMs, durationMs])
        expect(Number.isInteger(time) && time >= 0).toBe(true);
      expect(rows).toBeGreaterThan(0);
    }
    const [, helpCrunch, lookUp] = requests;
    expect(helpCrunch.durationMs).toBeGreaterThanOrEqual(55);
    // The look-up of people in both sources waits for the list.
    expect(lookUp.startMs).toBeGreaterThanOrEqual(helpCrunch.startMs + helpCrunch.durationMs - 5);
  });

  it('shows what came from the cache, what is left of each budget, and the complexity', async () => {
    await using product = await startGateway();
    await product.query(LIST);
    const { extensions } = await product.query(LIST, {}, { ...PLAN, 'x-request-id': 'second' });
    expect(
      extensions.plan.requests.map(({ cached, durationMs, status }: Request) => [cached, durationMs, status]),
    ).toEqual(Array(3).fill([true, 0, null]));
    expect(extensions.plan.requests.every(({ rows }: Request) => rows !== null)).toBe(true);
    expect(extensions.plan.budgets).toEqual([
      { source: 'CARECLOUD', requestsPerMinute: null, requestsRemaining: null },
      { source: 'HELPCRUNCH', requestsPerMinute: 120, requestsRemaining: 119 },
    ]);
    expect(extensions.plan.complexity).toEqual({ value: 11, maximum: 10_000 });
    expect(extensions.plan.sentences).toContain('Listed at HelpCrunch, in the order of LAST_SEEN.');
  });

  it('shows a failure, too', async () => {
    await using product = await startGateway();
    product.sandbox.helpCrunch.injectFault({ status: 400 });
    const { extensions } = await product.query(
      '{ helpCrunchCustomers(first: 1) { nodes { id } } }',
      {},
      PLAN,
    );
    // A refused page is requested in smaller sizes before the list fails.
    expect(extensions.plan.requests.length).toBeGreaterThan(0);
    for (const request of extensions.plan.requests) {
      expect(request).toMatchObject({ source: 'HELPCRUNCH', status: 400, rows: null, cached: false });
    }
  });
});

interface Request {
  readonly source: string;
  readonly method: string;
  readonly path: string;
  readonly cached: boolean;
  readonly status: number | null;
  readonly durationMs: number;
  readonly rows: number | null;
}
