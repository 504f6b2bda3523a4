import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { codeOf, tinyGateway } from './support/tiny-gateway.ts';

const times = (count: number, text: string) => Array.from({ length: count }, () => text).join(' ');

describe('tokens', () => {
  it('are counted: at the maximum an operation is accepted, one above it is refused', async () => {
    const gateway = tinyGateway({ MAX_TOKENS: '10' });
    expect((await gateway.post(`{ ${times(8, 'hello')} }`)).body).toMatchObject({ data: { hello: 'world' } });
    const refused = await gateway.post(`{ ${times(9, 'hello')} }`);
    expect(refused.status).toBe(200);
    expect(refused.body).toEqual({
      errors: [
        {
          message: 'The document has 11 tokens; at most 10 are allowed.',
          extensions: { code: 'OPERATION_TOO_COMPLEX' },
        },
      ],
    });
  });

  it('are counted again for a repeated document', async () => {
    const gateway = tinyGateway({ MAX_TOKENS: '10' });
    const query = `{ ${times(9, 'hello')} }`;
    expect([await gateway.post(query), await gateway.post(query)].map(codeOf)).toEqual([
      'OPERATION_TOO_COMPLEX',
      'OPERATION_TOO_COMPLEX',
    ]);
  });

  it('in thousands of brackets are refused, without an internal error', async () => {
    const gateway = tinyGateway();
    const answer = await gateway.post(`{ even(of: ${'['.repeat(9_000)}`);
    expect([answer.status < 500, codeOf(answer)]).toEqual([true, expect.stringMatching(/TOO_COMPLEX|PARSE/)]);
  });
});

describe('variables', () => {
  const query = 'query Q($ids: [ID!]) { hello }';
  const withVariables = (ids: unknown) => tinyGateway().post(query, { variables: { ids } });

  it('are counted before they are coerced: 10,000 members and items are accepted, one more is refused', async () => {
    const ids = (count: number) => Array.from({ length: count }, () => '1');
    expect(codeOf(await withVariables(ids(9_999)))).not.toBe('OPERATION_TOO_COMPLEX');
    expect((await withVariables(ids(10_000))).body).toEqual({
      errors: [
        {
          message: 'The variables have 10001 values; at most 10000 are allowed.',
          extensions: { code: 'OPERATION_TOO_COMPLEX' },
        },
      ],
    });
    expect(
      codeOf(await withVariables(Object.fromEntries(ids(10_000).map((one, at) => [`k${at}`, one])))),
    ).toBe('OPERATION_TOO_COMPLEX');
  });

  it('in hundreds of levels are refused', async () => {
    const nested = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
    expect((await withVariables(nested(500))).body.errors[0].message).toBe(
      'The variables nest 501 deep; at most 200 are allowed.',
    );
  });
});

describe('depth', () => {
  const nested = (depth: number) => `{ node(id: 1) { ... on Person ${nest(depth - 1)} } }`;
  const nest = (depth: number): string => (depth === 1 ? '{ id }' : `{ self ${nest(depth - 1)} }`);

  it('is measured in fields: 12 are accepted, 13 are refused', async () => {
    const gateway = tinyGateway();
    expect((await gateway.post(nested(12))).body.errors).toBeUndefined();
    const refused = await gateway.post(nested(13));
    expect([refused.status, refused.body]).toEqual([
      200,
      {
        errors: [
          {
            message: 'The operation is 13 fields deep; at most 12 are allowed.',
            extensions: { code: 'OPERATION_TOO_COMPLEX' },
          },
        ],
      },
    ]);
  });

  it('is not hidden by fragments', async () => {
    const gateway = tinyGateway({ MAX_DEPTH: '3' });
    const query = `{ node(id: 1) { ...A } }
      fragment A on Person { self { ...B } }
      fragment B on Person { self { id } }`;
    expect((await gateway.post(query)).body.errors[0].message).toBe(
      'The operation is 4 fields deep; at most 3 are allowed.',
    );
  });

  it('does not apply to introspection, which has its own limit', async () => {
    const gateway = tinyGateway();
    expect((await gateway.post(getIntrospectionQuery())).body.errors).toBeUndefined();
  });
});

describe('complexity', () => {
  it.each([
    ['{ hello }', {}, 0],
    ['{ people { total } }', {}, 1],
    ['{ people { nodes { id } } }', {}, 1 + 20],
    ['{ people(first: 3) { nodes { id name } total } }', {}, 1 + 3],
    ['{ people(first: 3) { nodes { self { id } } } }', {}, 1 + 3 * 2],
    ['{ people(last: 3) { nodes { id } } }', {}, 1 + 3],
    ['{ people(first: 2, last: 3) { nodes { id } } }', {}, 1 + 3],
    ['{ people(first: 0) { nodes { id name } } }', {}, 1],
    ['{ people(first: 1000000) { nodes { id } } }', {}, 1 + 100],
    ['{ people(first: -5) { nodes { id } } }', {}, 1],
    ['query($n: Int) { people(first: $n) { nodes { id } } }', { n: 7 }, 1 + 7],
    ['query($n: Int = 9) { people(first: $n) { nodes { id } } }', {}, 1 + 9],
    ['query($n: Int = 9) { people(first: $n) { nodes { id } } }', { n: null }, 1 + 20],
    ['{ nodes(ids: [1, 2, 3]) { id } }', {}, 3],
    ['{ nodes(ids: 1) { id } }', {}, 1],
    ['query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['1', '2', '3', '4'] }, 4],
    ['{ node(id: 1) { ... on Person { friends { id } } } }', {}, 1 + 5],
    ['{ a: people { total } b: people { total } c: people { total } }', {}, 3],
    [
      '{ people @skip(if: true) { total } a: people @include(if: false) { total } b: people { total } }',
      {},
      1,
    ],
    ['query($s: Boolean!) { people @skip(if: $s) { total } a: people { total } }', { s: true }, 1],
    ['query($s: Boolean!) { people @skip(if: $s) { total } a: people { total } }', { s: false }, 2],
    ['{ ...A ...A } fragment A on Query { people { total } a: people { total } }', {}, 4],
    [
      '{ people(first: 2) { ...P } p: people(first: 3) { ...P } } fragment P on People { nodes { id } }',
      {},
      7,
    ],
    ['query A { hello } query B { people { total } b: people { total } }', {}, 2, 'B'],
  ] as const)('of %s with %j is %i', async (query, variables, cost, operationName?: string) => {
    const options = { variables, ...(operationName !== undefined && { operationName }) };
    const refusing = await tinyGateway({ MAX_COMPLEXITY: String(Math.max(1, cost - 1)) }).post(
      query,
      options,
    );
    const answering = await tinyGateway({ MAX_COMPLEXITY: String(Math.max(1, cost)) }).post(query, options);
    expect(codeOf(answering)).not.toBe('OPERATION_TOO_COMPLEX');
    if (cost > 1) {
      expect(refusing.status).toBe(200);
      expect(refusing.body.errors[0]).toMatchObject({
        message: `The operation’s complexity is ${cost}; at most ${cost - 1} is allowed.`,
        extensions: { code: 'OPERATION_TOO_COMPLEX' },
      });
    }
  });

  it('is refused before any request, for each use of a document by its own variables', async () => {
    const gateway = tinyGateway({ MAX_COMPLEXITY: '50' });
    const query = 'query($n: Int) { people(first: $n) { nodes { id } } }';
    const codes = [];
    for (const n of [10, 100, 49, 50, 10])
      codes.push(codeOf(await gateway.post(query, { variables: { n } })));
    expect(codes).toEqual([
      undefined,
      'OPERATION_TOO_COMPLEX',
      undefined,
      'OPERATION_TOO_COMPLEX',
      undefined,
    ]);
    expect(gateway.upstreamRequests()).toBe(3);
  });

  it('of a fragment bomb is computed quickly', async () => {
    const gateway = tinyGateway();
    const bomb = Array.from(
      { length: 700 },
      (_, i) => `fragment F${i} on Person { ...F${i + 1} ...F${i + 1} }`,
    );
    const query = `{ node(id: 1) { ...F0 } } ${bomb.join(' ')} fragment F700 on Person { friends { id } }`;
    const answer = await gateway.post(query);
    expect(codeOf(answer)).toMatch(/OPERATION_TOO_COMPLEX|GRAPHQL_VALIDATION_FAILED/);
    // How long it may take is the timeout of the test.
  });

  it('beyond all numbers still exceeds the maximum', async () => {
    const gateway = tinyGateway({ MAX_TOKENS: '100000', MAX_COMPLEXITY: '1000000000' });
    const chain = Array.from(
      { length: 60 },
      (_, i) => `fragment F${i} on Person { a: self { ...F${i + 1} } b: self { ...F${i + 1} } }`,
    );
    const query = `{ people(first: 0) { nodes { id } } node(id: 1) { ...F0 } } ${chain.join(' ')} fragment F60 on Person { id }`;
    const answer = await tinyGateway({ MAX_DEPTH: '100', MAX_TOKENS: '100000' }).post(query);
    expect(answer.body.errors[0].message).toMatch(
      /^The operation’s complexity is (more than )?\d+; at most 10000/,
    );
    expect(codeOf(await gateway.post(query))).toBe('OPERATION_TOO_COMPLEX');
  });
});

describe('the body', () => {
  const query = '{ hello }';
  const body = (bytes: number) => JSON.stringify({ query, variables: { x: '' } }).padEnd(bytes, ' ');

  it('is measured in bytes: at the maximum it is accepted, one above it is 413', async () => {
    await using gateway = tinyGateway({ MAX_BODY_BYTES: '1000' });
    const url = `${await gateway.url()}/graphql`;
    const post = (text: string) =>
      fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text });
    expect(await (await post(body(1_000))).json()).toMatchObject({ data: { hello: 'world' } });
    const refused = await post(body(1_001));
    expect(refused.status).toBe(413);
    expect(await refused.json()).toEqual({
      errors: [
        {
          message: 'The request body has 1001 bytes; at most 1000 are allowed.',
          extensions: { code: 'OPERATION_TOO_COMPLEX' },
        },
      ],
    });
  });

  it('is measured while reading if it states no length', async () => {
    await using gateway = tinyGateway({ MAX_BODY_BYTES: '1000' });
    const url = `${await gateway.url()}/graphql`;
    const stream = (bytes: number) =>
      new ReadableStream({
        start(controller) {
          const encoded = new TextEncoder().encode(body(bytes));
          controller.enqueue(encoded.slice(0, 500));
          controller.enqueue(encoded.slice(500));
          controller.close();
        },
      });
    const post = (bytes: number) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: stream(bytes),
        duplex: 'half',
      } as RequestInit);
    expect(await (await post(1_000)).json()).toMatchObject({ data: { hello: 'world' } });
    expect((await post(1_001)).status).toBe(413);
  });
});

it('may not be a batch of operations', async () => {
  const { server } = tinyGateway();
  const response = await server.fetch(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ query: '{ hello }' }, { query: '{ hello }' }]),
    }),
  );
  expect([response.status, await response.json()]).toEqual([
    400,
    { errors: [{ message: 'Batching is not supported.', extensions: { code: 'BAD_USER_INPUT' } }] },
  ]);
});

describe('introspection', () => {
  it('is refused if off, and no names are suggested', async () => {
    const gateway = tinyGateway({ INTROSPECTION: '0' });
    const queries = ['{ __schema { types { name } } }', '{ __type(name: "Query") { name } }', '{ helo }'];
    const answers = await Promise.all(queries.map((query) => gateway.post(query)));
    expect(answers.map(codeOf)).toEqual(Array(3).fill('GRAPHQL_VALIDATION_FAILED'));
    expect(answers.map(({ text }) => text).join()).not.toMatch(/Did you mean|hello/);
    expect((await gateway.post('{ __typename }')).body.data).toEqual({ __typename: 'Query' });
  });

  it('suggests names if on', async () => {
    expect((await tinyGateway().post('{ helo }')).text).toMatch(/Did you mean \\"hello\\"/);
  });

  it('is returned once, not a hundred times', async () => {
    const gateway = tinyGateway();
    const one = getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true });
    expect((await gateway.post(one)).body.errors).toBeUndefined();
    const many = times(500, '')
      .split(' ')
      .map((_, i) => `a${i}: __schema { types { fields { args { name } } } }`);
    expect(codeOf(await gateway.post(`{ ${many.join(' ')} }`))).toBe('OPERATION_TOO_COMPLEX');
    const nested = '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }';
    expect(codeOf(await gateway.post(nested))).toMatch(/OPERATION_TOO_COMPLEX|GRAPHQL_VALIDATION_FAILED/);
  });
});

it('is not kept busy by thousands of overlapping fields', async () => {
  const gateway = tinyGateway();
  await gateway.post(`{ ${times(9_000, 'hello')} }`);
  await gateway.post(`{ ${times(2_400, 'node(id:1){id}')} }`);
  // How long it may take is the timeout of the test.
});
