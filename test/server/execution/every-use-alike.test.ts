import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedGateway, startGateway } from '../../support/start-gateway.ts';
import { tinyGateway } from '../support/tiny-gateway.ts';

/** Bugs of an executor that compiled operations from their second use on, each over HTTP and the sandbox. */
describe('an operation has the same response at every use', () => {
  let product: StartedGateway;
  beforeAll(async () => {
    product = await startGateway({
      env: { CACHE_TTL_SECONDS: '0', HELPCRUNCH_REQUESTS_PER_MINUTE: '100000' },
    });
    // As after the start, when one-time learning is complete.
    await product.gateway.probeSources(['CARECLOUD', 'HELPCRUNCH']);
  });
  afterAll(() => product[Symbol.asyncDispose]());

  /** The response, data and errors, which must be equal in five uses. */
  async function everyAnswer(query: string, variables: object = {}) {
    let answer: unknown;
    for (const _ of [1, 2, 3, 4, 5]) {
      const { data, errors } = await product.query(query, variables);
      const came = JSON.parse(JSON.stringify({ data, errors }));
      for (const error of came.errors ?? []) delete error.extensions.requestId;
      answer ??= came;
      expect(came).toEqual(answer);
    }
    // biome-ignore lint/suspicious/noExplicitAny: whole answers are compared as they come.
    return answer as any;
  }

  const ORDERED = `query ($after: String, $dir: OrderDirection) {
    customers(first: 5, after: $after, orderBy: { field: UPDATED_AT, direction: $dir }) {
      nodes { updatedAt } pageInfo { endCursor } sources { source requests }
    }
  }`;

  it('with a variable omitted from an object literal, whose field has its default', async () => {
    const first = await everyAnswer(ORDERED);
    const times = first.data.customers.nodes.map(
      ({ updatedAt }: { updatedAt: string | null }) => updatedAt ?? '',
    );
    expect(times).toEqual(times.toSorted());
    const second = await everyAnswer(ORDERED, { after: first.data.customers.pageInfo.endCursor });
    expect(second.errors).toBeUndefined();
    expect(second.data.customers.nodes).toHaveLength(5);
    expect(await everyAnswer(ORDERED, { after: '' })).toEqual(first);
    expect((await everyAnswer(ORDERED, { dir: null })).errors).toHaveLength(1);
  });

  it.each(['careCloudCustomers', 'helpCrunchCustomers'])('also in %s', async (list) => {
    const field = list === 'careCloudCustomers' ? 'LAST_CHANGE' : 'LAST_SEEN';
    const query = `query ($dir: OrderDirection) {
      ${list}(first: 2, orderBy: { field: ${field}, direction: $dir }) { nodes { customerId } }
    }`;
    expect((await everyAnswer(query)).data[list].nodes).toHaveLength(2);
  });

  it('with a variable inside the literal of a custom scalar', async () => {
    const { data } = await product.query('{ customers(first: 1) { nodes { id } } }');
    const query = `query ($id: ID!) {
      _entities(representations: [{ __typename: "Customer", id: $id }]) { __typename ... on Customer { id } }
    }`;
    const { id } = data.customers.nodes[0];
    expect(await everyAnswer(query, { id })).toEqual({
      data: { _entities: [{ __typename: 'Customer', id }] },
    });
  });

  it.each([
    { f: [] },
    { f: { careCloud: [] } },
    { f: [{}] },
    { f: { helpCrunch: { email: [] } } },
  ])('with a list instead of an object: %j is refused', async (variables) => {
    const query = 'query ($f: CustomerFilter) { customers(first: 1, filter: $f) { nodes { id } } }';
    const answer = await everyAnswer(query, variables);
    expect(answer.data).toBeUndefined();
    expect(answer.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });

  it('with a null next to the one key of a @oneOf input', async () => {
    const query = 'query ($by: CustomerKey!) { customer(by: $by) { id } }';
    const answer = await everyAnswer(query, { by: { email: 'nobody@example.com', phone: null } });
    expect(answer.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });

  it('with a field called then', async () => {
    const { data } = await everyAnswer('{ customers(first: 1) { nodes { then: name } } }');
    expect(data.customers.nodes[0].then).toEqual(expect.any(String));
  });
});

it('fragments that spread each other five times are answered alike', async () => {
  const fragments = [0, 1, 2, 3, 4].map(
    (at) =>
      `fragment F${at} on Person { ${[1, 2, 3, 4, 5].map((n) => `n${n}: self { ...F${at + 1} }`).join(' ')} }`,
  );
  const query = `{ people(first: 1) { nodes { ...F0 } } } ${fragments.join(' ')} fragment F5 on Person { id }`;
  expect(query.length).toBeLessThan(1_088);
  const gateway = tinyGateway({ MAX_COMPLEXITY: '100000', MAX_DEPTH: '20' });
  const answers = new Set<string>();
  for (const _ of [1, 2, 3, 4, 5, 6]) answers.add(JSON.stringify((await gateway.post(query)).body.data));
  expect(answers.size).toBe(1);
  expect([...answers][0]?.match(/"id"/g)).toHaveLength(3_125);
});
