import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';

/**
 * A source that fails for fields of rows, wherever they are selected: data if the list selects it as data, otherwise
 * one error.
 */

let product: StartedGateway;
beforeAll(async () => {
  product = await startGateway({ env: { CACHE_TTL_SECONDS: '0', CACHE_STALE_SECONDS: '0' } });
});
beforeEach(() => {
  product.sandbox.careCloud.injectFault(null);
  product.sandbox.helpCrunch.injectFault({ status: 403 });
  product.resetRequests();
});
afterAll(() => product?.[Symbol.asyncDispose]());

const DOWN = { source: 'HELPCRUNCH', status: 'REJECTED', error: { code: 'UPSTREAM_REJECTED' } };
const SOURCES = 'sources { source status error { code } }';
const counts = () => {
  const { careCloud, helpCrunch } = product.upstreamRequests();
  return [careCloud.length, helpCrunch.length];
};

describe('if the list selects status or error of its sources there is no error', () => {
  it.each([
    ['in rows', `{ list: customers(first: 20) { nodes { name lastSeenAt } ${SOURCES} } }`],
    [
      'in edges, beside what asks for nothing',
      `{ list: customers { edges { node { helpCrunch { tags { name } } } } ${SOURCES} } }`,
    ],
    ['in lists of rows', `{ list: customers { nodes { helpCrunchProfiles { lastSeenAt } } ${SOURCES} } }`],
    [
      'in chats of rows',
      `{ list: customers(first: 5) { nodes { chats(first: 2) { nodes { id } } } ${SOURCES} } }`,
    ],
    ['of the last chat', `{ list: customers(first: 5) { nodes { lastChat { id } } ${SOURCES} } }`],
    [
      'by fragments, aliases and directives',
      `query ($yes: Boolean = true, $no: Boolean = false) {
        list: customers(first: 5) { ...Rows ... on CustomerConnection { ...Told } }
      }
      fragment Rows on CustomerConnection { nodes { seen: lastSeenAt @include(if: $yes) again: lastSeenAt @skip(if: $no) } }
      fragment Told on CustomerConnection { ${SOURCES} other: sources { requests status @skip(if: true) error { code message @include(if: $no) } } }`,
    ],
    [
      'in a search',
      `{ list: searchCustomers(text: "nov") { matches { customer { lastSeenAt } } ${SOURCES} } }`,
    ],
  ])('%s', async (_, query) => {
    const { data, errors } = await product.query(query);
    expect(errors).toBeUndefined();
    const [careCloud, helpCrunch] = data.list.sources;
    expect(careCloud).toEqual({ source: 'CARECLOUD', status: 'OK', error: null });
    expect(helpCrunch).toEqual(DOWN);
    // Nothing is reported that was not selected.
    if (data.list.other)
      expect(data.list.other[1]).toEqual({ requests: 0, error: { code: 'UPSTREAM_REJECTED' } });
  });

  it('also for CareCloud’s facets, whose failure does not affect its lists', async () => {
    product.sandbox.helpCrunch.injectFault(null);
    product.sandbox.careCloud.injectFault({ status: 403, match: ({ path }) => path !== '/customers' });
    const { data, errors } = await product.query(
      `{ list: customers(first: 5) { nodes { name careCloud { cards { number } } } ${SOURCES} } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.list.nodes).toHaveLength(5);
    expect(data.list.sources[0]).toEqual({ ...DOWN, source: 'CARECLOUD' });
  });

  it('and costs one failed request, not one per row', async () => {
    await product.query(`{ list: customers(first: 20) { nodes { name lastSeenAt } ${SOURCES} } }`);
    expect(counts()).toEqual([1, 1]);
  });
});

describe('if it does not, there is one error per field, at the first path', () => {
  it.each([
    [
      'nothing of the sources',
      '{ customers(first: 20) { nodes { lastSeenAt } } }',
      ['customers', 'nodes'],
      [1, 1],
    ],
    [
      'only how many requests',
      '{ customers(first: 20) { nodes { lastSeenAt } sources { requests } } }',
      ['customers', 'nodes'],
      [1, 1],
    ],
    [
      'what a directive leaves out',
      '{ customers(first: 20) { nodes { lastSeenAt } sources { requests status @skip(if: true) } } }',
      ['customers', 'nodes'],
      [1, 1],
    ],
    [
      'another list’s',
      `{ customers(first: 20) { nodes { lastSeenAt } } other: customers(first: 5) { ${SOURCES} } }`,
      ['customers', 'nodes'],
      [2, 2],
    ],
    [
      'a search without',
      '{ searchCustomers(text: "Novák") { matches { customer { lastSeenAt } } } }',
      ['searchCustomers', 'matches'],
      [4, 3],
    ],
  ])('%s', async (_, query, path, most) => {
    const { data, errors } = await product.query(query);
    expect(data).not.toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors?.[0].path.slice(0, 2)).toEqual(path);
    const { code, source, occurrences = 1 } = errors?.[0].extensions ?? {};
    expect({ code, source }).toEqual({ code: 'UPSTREAM_REJECTED', source: 'HELPCRUNCH' });
    if (path[0] === 'customers') expect(occurrences).toBeGreaterThan(1);
    const [careCloud = 0, helpCrunch = 0] = counts();
    expect(careCloud).toBeLessThanOrEqual(most[0] ?? 0);
    expect(helpCrunch).toBeLessThanOrEqual(most[1] ?? 0);
  });

  it('two fields of one source are two errors, and the path is the first row that needs it', async () => {
    const { data, errors } = await product.query('{ customers(first: 20) { nodes { lastSeenAt company } } }');
    expect(errors?.map(({ path }) => path.at(-1)).toSorted()).toEqual(['company', 'lastSeenAt']);
    const rows = data.customers.nodes as readonly { lastSeenAt: string | null }[];
    for (const { path } of errors ?? []) expect(rows[path[2]]?.lastSeenAt).toBeNull();
  });

  it.each([
    ['nodes', 'query ($ids: [ID!]!) { found: nodes(ids: $ids) { ... on Customer { name lastSeenAt } } }'],
    ['node', 'query ($id: ID!) { found: node(id: $id) { ... on Customer { name lastSeenAt } } }'],
    [
      '_entities',
      'query ($r: [_Any!]!) { found: _entities(representations: $r) { ... on Customer { name lastSeenAt } } }',
    ],
  ])('%s has no list that could report it', async (_, query) => {
    product.sandbox.helpCrunch.injectFault(null);
    const page = await product.query(
      '{ customers(first: 5, filter: { inSources: [CARECLOUD, HELPCRUNCH] }) { nodes { id } } }',
    );
    const ids = page.data.customers.nodes.map(({ id }: { id: string }) => id);
    product.sandbox.helpCrunch.injectFault({ status: 403 });
    product.resetRequests();
    const r = ids.map((id: string) => ({ __typename: 'Customer', id }));
    const declared = /\$(\w+)/.exec(query)?.[1] ?? '';
    const variables = { [declared]: { ids, id: ids[0], r }[declared] };
    const { data, errors } = await product.query(query, variables);
    expect([data.found].flat().every(({ name }) => typeof name === 'string')).toBe(true);
    expect(errors).toHaveLength(1);
    expect(errors?.[0].extensions).toEqual({
      code: 'UPSTREAM_REJECTED',
      source: 'HELPCRUNCH',
      ...(declared !== 'id' && { occurrences: 5 }),
    });
    expect(counts()).toEqual([1, 1]);
  });
});

interface Row {
  readonly lastSeenAt?: string | null;
}

interface Part {
  readonly data?: Row;
  readonly items?: readonly Row[];
  readonly errors?: readonly { readonly extensions: { readonly occurrences?: number } }[];
  readonly incremental?: readonly Part[];
}

describe('in incremental responses', () => {
  async function parts(query: string) {
    const response = await fetch(product.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'multipart/mixed' },
      body: JSON.stringify({ query }),
    });
    const text = await response.text();
    return text
      .split(/\r\n---(?:--)?(?:\r\n)?|^---/)
      .flatMap((part) => part.match(/\{.*\}/s) ?? [])
      .map((json) => JSON.parse(json) as Part);
  }
  const errorsIn = (all: readonly Part[]): NonNullable<Part['errors']> =>
    all.flatMap(({ errors = [], incremental = [] }) => [
      ...errors,
      ...incremental.flatMap((one) => one.errors ?? []),
    ]);

  it.each([
    [
      'what comes at once',
      `{ customers(first: 5) { nodes { lastSeenAt } ${SOURCES} } ... @defer { sources { source } } }`,
    ],
    [
      'a list that comes later as a whole',
      `{ __typename ... @defer { customers(first: 5) { nodes { lastSeenAt } ${SOURCES} } } }`,
    ],
    [
      'rows and sources that come later together',
      `{ customers(first: 5) { pageInfo { hasNextPage } ... @defer { nodes { lastSeenAt } ${SOURCES} } } }`,
    ],
    [
      'sources that come after the rows',
      `{ customers(first: 5) { nodes { name lastSeenAt } ... @defer { ${SOURCES} } } }`,
    ],
    [
      'fields that come after sources that already report the failure',
      `{ customers(first: 5) { nodes { lastSeenAt ... @defer { company } } ${SOURCES} } }`,
    ],
    [
      'fields that come after the sources of a page that needed the failed source',
      `{ customers(first: 5, filter: { inSources: [HELPCRUNCH] }) { nodes { id ... @defer { lastSeenAt } } ${SOURCES} } }`,
    ],
  ])('%s reports a failure as data', async (_, query) => {
    const all = await parts(query);
    expect(errorsIn(all)).toEqual([]);
    expect(JSON.stringify(all)).toContain(JSON.stringify(DOWN).slice(1, -1));
  });

  it.each([
    ['fields of rows', `{ customers(first: 20) { nodes { name ... @defer { lastSeenAt } } ${SOURCES} } }`],
    [
      'streamed rows',
      `{ customers(first: 20) { nodes @stream(initialCount: 0) { lastSeenAt } ${SOURCES} } }`,
    ],
  ])('%s that come after their list’s sources are errors, since these cannot report them any more', async (_, query) => {
    const all = await parts(query);
    // One for the field and source, in the first response part that has it, with the number of rows there.
    expect(errorsIn(all)).toHaveLength(1);
    const [first] = all.filter((part) => errorsIn([part]).length > 0);
    const rows = (first?.incremental ?? []).flatMap(({ data, items = [] }) => data ?? items);
    const failed = rows.filter((row) => row.lastSeenAt === null).length;
    expect(failed).toBeGreaterThan(0);
    expect(errorsIn(all)[0]).toMatchObject({
      path: ['customers', 'nodes', expect.any(Number), 'lastSeenAt'],
      extensions: { code: 'UPSTREAM_REJECTED', source: 'HELPCRUNCH' },
    });
    expect(errorsIn(all)[0]?.extensions.occurrences ?? 1).toBe(failed);
    // The sources that had already been sent told of no failure.
    const sources = JSON.stringify(all).match(/"sources":\[.*?\]/g) ?? [];
    expect(sources).toHaveLength(1);
    expect(sources[0]).not.toContain('REJECTED');
  });
});
