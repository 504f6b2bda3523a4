import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';

let product: StartedGateway;
beforeAll(async () => {
  product = await startGateway();
});
afterAll(() => product[Symbol.asyncDispose]());
beforeEach(() => product.resetRequests());

/** This many aliased fields in one document. */
const aliased = (count: number, field: (index: number) => string, head = '') =>
  `${head}{ ${Array.from({ length: count }, (_, index) => `a${index}: ${field(index)}`).join(' ')} }`;

const EMAILS = Array.from({ length: 1000 }, (_, index) => `person${index}@example.com`);
const ID = 'Q3VzdG9tZXI6Q0FSRUNMT1VEOg==';

async function refused(query: string, variables?: object): Promise<string> {
  const { data, errors } = await product.query(query, variables);
  expect(data).toBeUndefined();
  expect(errors).toHaveLength(1);
  expect(errors?.[0].extensions.code).toBe('OPERATION_TOO_COMPLEX');
  const { careCloud, helpCrunch } = product.upstreamRequests();
  expect([...careCloud, ...helpCrunch]).toEqual([]);
  return errors?.[0].message;
}

describe('an operation that needs more requests than it may send', () => {
  it('is refused before any request: counts of 470 lists', async () => {
    const message = await refused(
      aliased(
        470,
        (index) => `customers(first: 0, filter: { lastName: "N${index}" }) { totalCount { value } }`,
      ),
    );
    expect(message).toBe(
      'The operation needs at least 470 requests to CARECLOUD; at most 100 are allowed for one operation. Request less in one operation.',
    );
  });

  it('is refused if one variable of 1,000 emails is used under 95 aliases', async () => {
    const query = aliased(
      95,
      (index) =>
        `customers(first: 0, filter: { emails: $emails, lastName: "N${index}" }) { totalCount { value } }`,
      'query Many($emails: [String!]) ',
    );
    await refused(query, { emails: EMAILS });
  });

  it.each([
    [
      'own lists',
      31,
      (i: number) => `helpCrunchCustomers(filter: { city: { eq: "C${i}" } }) { nodes { id } }`,
      31,
    ],
    [
      'own lists by their ranges',
      120,
      (i: number) =>
        `careCloudCustomers(first: ${1 + (i % 60)}, filter: { firstName: "F${i > 59}" }) { pageInfo { endCursor } }`,
      120,
    ],
    [
      'searches',
      31,
      (i: number) =>
        `searchCustomers(text: "Nov${'abcdefghij'[i % 10]}${'xyz'[i % 3]}${i > 29 ? 'q' : ''}") { hasMore }`,
      31,
    ],
    [
      'phones, which CareCloud accepts one by one',
      101,
      (i: number) => `customer(by: { phone: "+420603${100_000 + i}" }) { id }`,
      101,
    ],
    [
      'lists of both by time',
      31,
      (i: number) =>
        `customers(first: 2, orderBy: { field: UPDATED_AT, direction: DESC }, filter: { lastName: "N${i}" }) { nodes { id } }`,
      31,
    ],
    [
      'lists from the end',
      31,
      (i: number) => `customers(last: 2, filter: { lastName: "N${i}" }) { nodes { id } }`,
      31,
    ],
    [
      'lists of which the shorter drives',
      31,
      (i: number) =>
        `customers(first: 2, filter: { careCloud: { lastName: "N${i}" }, helpCrunch: { city: { eq: "C${i}" } } }) { nodes { id } }`,
      31,
    ],
  ] as const)('is refused: %s', async (_, count, field, estimate) => {
    expect(await refused(aliased(count, field))).toContain(`at least ${estimate} requests`);
  });

  it('is refused through fragments, variables and their defaults, but not for what @skip omits', async () => {
    const spread = `query Q($n: String = "N") { ${Array.from({ length: 40 }, (_, i) => `...F${i}`).join(' ')} } ${Array.from(
      { length: 40 },
      (_, i) =>
        `fragment F${i} on Query { a${i}: helpCrunchCustomers(filter: { match: ANY, city: { eq: "${i}" }, company: { eq: $n } }) { nodes { id } } }`,
    ).join(' ')}`;
    expect(await refused(spread)).toContain('at least 40 requests to HELPCRUNCH');
    const skipped = aliased(
      40,
      (i) => `helpCrunchCustomers(filter: { city: { eq: "${i}" } }) @skip(if: $skip) { nodes { id } }`,
      'query Q($skip: Boolean!) ',
    );
    expect(await refused(skipped, { skip: false })).toContain('at least 40');
    expect((await product.query(skipped, { skip: true })).errors).toBeUndefined();
  });
});

describe('an operation that only appears to need too many', () => {
  it.each([
    ['300 aliases of one list', aliased(300, () => 'customers(first: 3) { nodes { id } }'), 1],
    ['300 counts of one list', aliased(300, () => 'customers(first: 0) { totalCount { value } }'), 2],
    ['ranges of one block', aliased(95, (i) => `helpCrunchCustomers(first: ${i % 40}) { nodes { id } }`), 1],
    ['200 people by email', aliased(200, (i) => `customer(by: { email: "p${i}@example.com" }) { id }`), 6],
    [
      'lists without matches',
      aliased(300, (i) => `customers(first: 5, filter: { emails: [], lastName: "N${i}" }) { nodes { id } }`),
      0,
    ],
    [
      'pages without rows',
      aliased(300, (i) => `customers(first: 0, filter: { lastName: "N${i}" }) { nodes { id } }`),
      0,
    ],
  ] as const)('is accepted: %s', async (_, query, most) => {
    const { data, errors } = await product.query(query);
    expect(errors).toBeUndefined();
    expect(data).toBeDefined();
    const { careCloud, helpCrunch } = product.upstreamRequests();
    expect(careCloud.length + helpCrunch.length).toBeLessThanOrEqual(most);
  });

  it('is refused for its input if that is invalid', async () => {
    const { errors } = await product.query(
      aliased(
        40,
        (i) =>
          `helpCrunchCustomers(first: ${200 + i}, filter: { city: { eq: "${i}" } }) { pageInfo { endCursor } }`,
      ),
    );
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['BAD_USER_INPUT']));
    const nodes = await product.query('query N($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: Array(500).fill(ID),
    });
    expect(new Set(nodes.errors?.map(({ extensions }) => extensions.code))).toEqual(
      new Set(['BAD_USER_INPUT']),
    );
    const { careCloud, helpCrunch } = product.upstreamRequests();
    expect([...careCloud, ...helpCrunch]).toEqual([]);
  });
});

describe('facets below ids', () => {
  const idsOf = (type: string, count: number) =>
    product.sandbox.careCloud.rows
      .slice(0, count)
      .map(({ customer_id: id }) =>
        Buffer.from(`${type}:${type === 'Customer' ? 'CARECLOUD:' : ''}${id}`).toString('base64'),
      );
  const FACETS = 'tier { tierId } points { available } turnover { value }';
  const said = (requests: number) =>
    `The operation asks for up to ${requests} requests to CareCloud; at most 100: ask for fewer rows or facets.`;

  it('are counted by distinct ids, and refused before any request', async () => {
    const accounts = idsOf('CareCloudCustomer', 80);
    const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id';
    const query = `${nodes} ... on CareCloudCustomer { ${FACETS} } } }`;
    expect(await refused(query, { ids: accounts })).toBe(said(240));
    expect(await refused(query, { ids: [...accounts.slice(0, 40), ...accounts.slice(0, 40)] })).toBe(
      said(120),
    );
    expect(
      await refused(`${nodes} ... on Customer { careCloud { ${FACETS} } } } }`, {
        ids: idsOf('Customer', 50),
      }),
    ).toBe(said(150));
    const fragments = `${nodes} ...Node } } fragment Node on Node { ... on Customer { ...Person } } fragment Person on Customer { careCloud { tiers { tierId } turnover { value } } }`;
    expect(await refused(fragments, { ids: idsOf('Customer', 60) })).toBe(said(120));
  });

  it('are counted below representations and single nodes, too', async () => {
    const representations = product.sandbox.careCloud.rows
      .slice(0, 51)
      .map(({ customer_id: careCloudId }) => ({ __typename: 'Customer', careCloudId }));
    const entities = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Customer { careCloud { tier { tierId } points { available } } } } }`;
    expect(await refused(entities, { representations })).toBe(said(102));
    const byNode = idsOf('CareCloudCustomer', 34).map(
      (id, index) => `a${index}: node(id: "${id}") { ... on CareCloudCustomer { ${FACETS} } }`,
    );
    // Each alias selects the same facets of a different person.
    expect(await refused(`{ ${byNode.join(' ')} }`)).toBe(said(102));
    const byKey = product.sandbox.careCloud.rows
      .slice(0, 51)
      .map(
        ({ customer_id: id }, index) =>
          `a${index}: customer(by: { careCloudId: "${id}" }) { careCloud { tier { tierId } points { available } } }`,
      );
    expect(await refused(`{ ${byKey.join(' ')} }`)).toBe(said(102));
  });

  it('of the same customers under several aliases are counted once, because they are loaded once', async () => {
    const list =
      'careCloudCustomers(first: 60) { nodes { tier { tierId } again: tier { recordId } } edges { node { tier { validTo } } } }';
    const { errors } = await product.query(`{ ${list} again: ${list} }`);
    expect(errors).toBeUndefined();
    expect(product.upstreamRequests().careCloud).toHaveLength(61);
    const other =
      'other: careCloudCustomers(first: 60, filter: { lastName: "x" }) { nodes { tier { tierId } } }';
    product.resetRequests();
    expect(await refused(`{ ${list} ${other} }`)).toBe(said(120));
  });

  it('of nodes without facets cost nothing, and permitted ones are accepted', async () => {
    const ids = idsOf('CareCloudCustomer', 30);
    const { data, errors } = await product.query(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on HelpCrunchCustomer { id } ... on CareCloudCustomer { credits { available } } } }`,
      { ids },
    );
    expect(errors).toBeUndefined();
    expect(data.nodes).toHaveLength(30);
    expect(product.upstreamRequests().careCloud).toHaveLength(31);
  });
});
