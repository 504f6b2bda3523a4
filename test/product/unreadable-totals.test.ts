import { describe, expect, it } from 'vitest';
import { editList } from '../../src/sandbox/personality/list-answer.ts';
import type { Personality, WireHabits } from '../../src/sandbox/personality/personality.ts';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';

/** Every list of customers states its total like this. */
function totalsAs(toTotal: (total: number) => unknown): Personality {
  const habits: WireHabits = {
    after: (answer, request) =>
      editList(answer, request, ({ rows, total }) => ({ rows, total: toTotal(total ?? 0) as number })),
  };
  return { name: 'totals-as', description: 'Totals are no numbers.', careCloud: habits, helpCrunch: habits };
}

const start = (toTotal: (total: number) => unknown) =>
  startGateway({ env: { PROBE: '0', CHECK_ON_START: '0' }, sandbox: { personalities: [totalsAs(toTotal)] } });

const PAGE = 'pageInfo { hasNextPage endCursor }';

/** Every id of a list, page after page. */
async function walk(product: StartedGateway, field: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const query = `query ($after: String) { list: ${field}(first: 100, after: $after) { nodes { id } ${PAGE} } }`;
    const { data, errors }: Awaited<ReturnType<StartedGateway['query']>> = await product.query(query, {
      after,
    });
    expect(errors).toBeUndefined();
    ids.push(...data.list.nodes.map(({ id }: { id: string }) => id));
    if (!data.list.pageInfo.hasNextPage) return ids;
    after = data.list.pageInfo.endCursor;
  }
}

const COUNTS = `{
  customers(first: 1) { nodes { id } totalCount { value precision bySource { source value } } sources { status error { code } } }
  careCloudCustomers(first: 1) { nodes { id } totalCount }
  helpCrunchCustomers(first: 1) { nodes { id } totalCount }
}`;

describe.each<[string, (total: number) => unknown]>([
  ['a text without digits', () => 'many'],
  ['null', () => null],
  ['missing', () => undefined],
  ['an object', (total) => ({ value: total })],
  ['negative', () => -1],
])('where totals are %s', (_, toTotal) => {
  it('rows come, and counts are not made up', async () => {
    await using product = await start(toTotal);
    const { data, errors } = await product.query(COUNTS);
    expect(errors).toBeUndefined();
    expect(data.customers.nodes).toHaveLength(1);
    expect(data.customers.totalCount).toEqual({
      value: 1,
      precision: 'AT_LEAST',
      bySource: [
        { source: 'CARECLOUD', value: null },
        { source: 'HELPCRUNCH', value: null },
      ],
    });
    for (const { status, error } of data.customers.sources)
      expect({ status, error }).toEqual({ status: 'OK', error: null });
    for (const own of ['careCloudCustomers', 'helpCrunchCustomers']) {
      expect(data[own]).toEqual({ nodes: [{ id: expect.any(String) }], totalCount: null });
    }
  });

  it('a walk returns everybody once', async () => {
    await using product = await start(toTotal);
    await using usual = await startGateway();
    for (const field of ['customers', 'careCloudCustomers', 'helpCrunchCustomers']) {
      expect(await walk(product, field)).toEqual(await walk(usual, field));
    }
  });
});

it('totals written as texts are numbers', async () => {
  await using product = await start(String);
  await using usual = await startGateway();
  const { data } = await product.query(COUNTS);
  expect(data).toEqual((await usual.query(COUNTS)).data);
  expect(data.careCloudCustomers.totalCount).toBe(product.sandbox.careCloud.rows.length);
  expect(product.upstreamRequests()).toEqual(usual.upstreamRequests());
});
