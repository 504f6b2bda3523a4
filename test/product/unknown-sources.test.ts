import { expect, test } from 'vitest';
import { startGateway } from '../support/start-gateway.ts';

const QUERY = '{ customers(first: 3) { nodes { sources unknownSources } } }';

test('a person’s unknownSources are those that did not respond, and cost what sources cost', async () => {
  await using product = await startGateway();
  const whole = await product.query(QUERY);
  expect(whole.data.customers.nodes.map((node: Node) => node.unknownSources)).toEqual([[], [], []]);
  const { careCloud, helpCrunch } = product.upstreamRequests();
  expect([careCloud.length, helpCrunch.length]).toEqual([1, 1]);
});

test('a person whose other source is down is not reported as unknown to it', async () => {
  await using product = await startGateway();
  product.sandbox.helpCrunch.injectFault({ status: 400 });
  const { data, errors } = await product.query(QUERY);
  expect(errors).toBeUndefined();
  const asked = data.customers.nodes.filter(({ unknownSources }: Node) => unknownSources.length > 0);
  expect(asked.length).toBeGreaterThan(0);
  for (const node of asked) expect(node).toEqual({ sources: ['CARECLOUD'], unknownSources: ['HELPCRUNCH'] });
});

test('the reason of a source’s failure is one of the closed table', async () => {
  await using product = await startGateway();
  product.sandbox.helpCrunch.injectFault({ status: 400 });
  const { data } = await product.query(
    '{ customers(first: 1, orderBy: { field: UPDATED_AT }) { sources { error { code reason } } } }',
  );
  expect(data.customers.sources).toEqual([
    { error: null },
    { error: { code: 'UPSTREAM_REJECTED', reason: 'UPSTREAM_REJECTED' } },
  ]);
});

test('a count is a lower bound while a source is down, and never 0 by mistake', async () => {
  await using product = await startGateway();
  const count = '{ customers(first: 0) { totalCount { value precision bySource { source value } } } }';
  product.sandbox.helpCrunch.injectFault({ status: 400 });
  const { data } = await product.query(count);
  const accounts = product.sandbox.careCloud.rows.length;
  expect(data.customers.totalCount).toEqual({
    value: accounts,
    precision: 'AT_LEAST',
    bySource: [
      { source: 'CARECLOUD', value: accounts },
      { source: 'HELPCRUNCH', value: null },
    ],
  });
  const members = await product.query(
    '{ customers(first: 0, filter: { inSources: [CARECLOUD] }) { totalCount { precision bySource { source value } } } }',
  );
  expect(members.data.customers.totalCount).toEqual({
    precision: 'EXACT',
    bySource: [
      { source: 'CARECLOUD', value: accounts },
      { source: 'HELPCRUNCH', value: null },
    ],
  });
});

interface Node {
  readonly sources: readonly string[];
  readonly unknownSources: readonly string[];
}

test('a count without CareCloud is at least the people on the page: several profiles may be one member', async () => {
  await using product = await startGateway();
  product.sandbox.careCloud.injectFault({ status: 400 });
  const profiles = product.sandbox.helpCrunch.rows.length;
  const countOf = async (first: number) =>
    (
      await product.query(
        `{ customers(first: ${first}) { nodes { email } totalCount { value precision bySource { source value } } } }`,
      )
    ).data.customers;
  const bySource = [
    { source: 'CARECLOUD', value: null },
    { source: 'HELPCRUNCH', value: profiles },
  ];
  expect((await countOf(0)).totalCount).toEqual({ value: 1, precision: 'AT_LEAST', bySource });
  const { nodes, totalCount } = await countOf(20);
  const emails = nodes
    .map(({ email }: { email: string | null }) => email)
    .filter((email: string | null) => email !== null);
  const value = new Set(emails).size + (nodes.length - emails.length);
  expect(nodes).toHaveLength(20);
  expect(totalCount).toEqual({ value, precision: 'AT_LEAST', bySource });
});
