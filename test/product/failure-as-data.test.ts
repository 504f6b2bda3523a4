import { describe, expect, it } from 'vitest';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';

/** A page of members with fields that only HelpCrunch has. */
const page = (sources: string) => `{ customers(first: 20) { nodes { name lastSeenAt } ${sources} } }`;

async function withHelpCrunchDown(): Promise<StartedGateway> {
  const product = await startGateway();
  product.sandbox.helpCrunch.injectFault({ status: 400 });
  return product;
}

describe('a source that fails for fields of rows', () => {
  it('is data if the list selects it as data: rows, nulls, an entry in sources and no error', async () => {
    await using product = await withHelpCrunchDown();
    const { data, errors } = await product.query(
      page('sources { source status requests error { code message retryAfterSeconds } }'),
    );
    expect(errors).toBeUndefined();
    expect(data.customers.nodes).toHaveLength(20);
    expect(data.customers.nodes.every(({ name }: { name: unknown }) => name !== undefined)).toBe(true);
    expect(data.customers.nodes.every(({ lastSeenAt }: { lastSeenAt: unknown }) => lastSeenAt === null)).toBe(
      true,
    );
    const [careCloud, helpCrunch] = data.customers.sources;
    expect(careCloud).toMatchObject({ source: 'CARECLOUD', status: 'OK', error: null });
    expect(helpCrunch).toMatchObject({
      source: 'HELPCRUNCH',
      status: 'REJECTED',
      error: { code: 'UPSTREAM_REJECTED', message: expect.any(String), retryAfterSeconds: null },
    });
  });

  it('is data with any aliases and fragments of the list', async () => {
    await using product = await withHelpCrunchDown();
    const { data, errors } = await product.query(`
      query ($yes: Boolean = true) {
        list: customers(first: 2) { ...Rows how: sources { ... on SourceReport { s: status why: error { what: code } } } }
      }
      fragment Rows on CustomerConnection { edges { node { seen: lastSeenAt @include(if: $yes) } } }`);
    expect(errors).toBeUndefined();
    expect(data.list.how).toEqual([
      { s: 'OK', why: null },
      { s: 'REJECTED', why: { what: 'UPSTREAM_REJECTED' } },
    ]);
  });

  it.each([
    ['nothing', ''],
    ['neither status nor error', 'sources { source requests }'],
  ])('is one error for each field if the list selects %s', async (_, sources) => {
    await using product = await withHelpCrunchDown();
    const { data, errors } = await product.query(page(sources));
    expect(data.customers.nodes).toHaveLength(20);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      path: ['customers', 'nodes', expect.any(Number), 'lastSeenAt'],
      extensions: { code: 'UPSTREAM_REJECTED', source: 'HELPCRUNCH', occurrences: expect.any(Number) },
    });
  });

  it('is not cached: the same page is complete when the source responds again', async () => {
    await using product = await withHelpCrunchDown();
    const query = page('sources { source status }');
    await product.query(query);
    product.sandbox.helpCrunch.injectFault(null);
    const { data } = await product.query(query);
    expect(data.customers.sources.map(({ status }: { status: string }) => status)).not.toContain('REJECTED');
  });

  it('leaves errors that are not a source’s failure', async () => {
    await using product = await startGateway();
    const { errors } = await product.query('{ customers(first: 2, after: "x") { sources { status } } }');
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });
});
