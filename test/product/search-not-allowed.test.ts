import { expect, it } from 'vitest';
import { criteriaForbidden, searchForbidden } from '../../src/sandbox/personality/batches.ts';
import { startGateway } from '../support/start-gateway.ts';

const SOURCES = '{ sources { source status filters } }';

it('a search that is not permitted is shown in filters and traits; the source’s lists still work', async () => {
  await using product = await startGateway({
    sandbox: { personalities: [searchForbidden(), criteriaForbidden()] },
  });
  const lists =
    '{ careCloudCustomers(first: 1) { nodes { id } } helpCrunchCustomers(first: 1) { nodes { id } } }';
  expect((await product.query(lists)).errors).toBeUndefined();
  await product.query('{ customers(first: 1, filter: { email: "a@b.cz" }) { nodes { id } } }');
  const { data } = await product.query(SOURCES);
  expect(data.sources).toEqual([
    { source: 'CARECLOUD', status: 'OK', filters: [] },
    { source: 'HELPCRUNCH', status: 'OK', filters: [] },
  ]);

  product.sandbox.helpCrunch.injectFault({ status: 403 });
  await product.query(
    '{ helpCrunchCustomers(first: 2) { nodes { id } } }',
    {},
    { 'cache-control': 'no-cache' },
  );
  const after = await product.query(SOURCES);
  expect(after.data.sources[1].status).toBe('REJECTED');
});

it.each([
  ['HELPCRUNCH', searchForbidden(), '{ email: "jan.novak@example.com", inSources: [HELPCRUNCH] }'],
  ['CARECLOUD', criteriaForbidden(), '{ notInSources: [CARECLOUD] }'],
])('a walk that depends on a search of %s that is refused ends with its error', async (source, personality, filter) => {
  await using product = await startGateway({ sandbox: { personalities: [personality] } });
  for (const [size, cursor, info] of [
    ['first', 'after', 'hasNextPage endCursor'],
    ['last', 'before', 'hasPreviousPage startCursor'],
  ] as const) {
    let at: string | null = null;
    let end: unknown = null;
    for (let pages = 0; end === null; pages++) {
      expect(pages).toBeLessThan(5);
      const list = `customers(${size}: 1, ${cursor}: $at, filter: ${filter}) { nodes { id } pageInfo { ${info} } }`;
      const { data, errors } = await product.query(`query ($at: String) { ${list} }`, { at });
      end = errors?.[0]?.extensions ?? null;
      const pageInfo = data?.customers?.pageInfo ?? {};
      at = pageInfo.endCursor ?? pageInfo.startCursor ?? null;
    }
    expect(end).toMatchObject({ code: 'UPSTREAM_REJECTED', source });
  }
});

it('a backward walk through two lists ends with the error of the one that is refused, once the other is read', async () => {
  await using product = await startGateway({ sandbox: { personalities: [searchForbidden()] } });
  const order = 'orderBy: { field: UPDATED_AT, direction: DESC }';
  const newest = `{ customers(first: 5, filter: { inSources: [CARECLOUD] }, ${order}) { nodes { updatedAt } } }`;
  const latest = await product.query(newest);
  const times = latest.data.customers.nodes.map(({ updatedAt }: { updatedAt: string }) => updatedAt);
  const range = `{ gte: "${times.at(-1)}", lt: "${times[0]}" }`;
  let before: string | null = null;
  let end: unknown = null;
  for (let pages = 0; end === null; pages++) {
    expect(pages).toBeLessThan(10);
    const list = `customers(last: 2, before: $before, filter: { updatedAt: ${range} }, ${order})`;
    const operation = `query ($before: String) { ${list} { nodes { id } pageInfo { hasPreviousPage startCursor } } }`;
    const { data, errors } = await product.query(operation, { before });
    end = errors?.[0]?.extensions ?? null;
    before = data?.customers?.pageInfo.startCursor ?? null;
  }
  expect(end).toMatchObject({ code: 'UPSTREAM_REJECTED', source: 'HELPCRUNCH' });
});
