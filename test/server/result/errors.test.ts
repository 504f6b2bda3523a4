import { describe, expect, it } from 'vitest';
import { isErrorCode } from '../../../src/errors/error-codes.ts';
import { tinyGateway } from '../support/tiny-gateway.ts';

const INTERNAL = 'Something failed inside the gateway.';

/** Each document twice: the second time it is already known. */
describe.each(['usual', 'planned'] as const)('errors, executor %s', (executor) => {
  it.each([
    ['{ badInput }', 'BAD_USER_INPUT', 'expected a thing, got another'],
    ['{ bug }', 'INTERNAL_SERVER_ERROR', INTERNAL],
    ['{ graphqlBug }', 'INTERNAL_SERVER_ERROR', INTERNAL],
    ['{ even }', 'INTERNAL_SERVER_ERROR', INTERNAL],
    ['{ nothing }', 'INTERNAL_SERVER_ERROR', INTERNAL],
  ])('of %s have the message %s and no more', async (query, code, message) => {
    const gateway = tinyGateway({}, { executor });
    for (const _ of [1, 2, 3]) {
      const { status, body, text } = await gateway.post(query);
      const path = [query.slice(2, -2)];
      expect(status).toBe(200);
      expect(body.errors).toEqual([
        { message, path, locations: [{ line: 1, column: 3 }], extensions: { code } },
      ]);
      expect(text).not.toMatch(/secret|Anna|not even/);
    }
  });

  it('of a source carry its name and when to retry, next to the data of the rest', async () => {
    const gateway = tinyGateway({}, { executor });
    for (const _ of [1, 2]) {
      expect((await gateway.post('{ upstreamDown hello }')).body).toEqual({
        data: { upstreamDown: null, hello: 'world' },
        extensions: { upstream: { CARECLOUD: { requests: 0, cached: 0 } } },
        errors: [
          {
            message: 'The budget is spent.',
            path: ['upstreamDown'],
            locations: [{ line: 1, column: 3 }],
            extensions: { code: 'UPSTREAM_RATE_LIMITED', source: 'HELPCRUNCH', retryAfterSeconds: 7 },
          },
        ],
      });
    }
  });

  it.each([
    ['query($x: Even) { even(of: $x) }', { x: 3 }, 'Variable "$x": '],
    ['query($x: Even!) { even(of: $x) }', {}, 'Variable "$x" of required type "Even!" was not provided.'],
    ['query($x: [ID!]!) { nodes(ids: $x) { id } }', { x: [null] }, 'Variable "$x" at "x[0]": '],
  ])('of variables name the variable: %s with %j', async (query, variables, message) => {
    const gateway = tinyGateway({}, { executor });
    for (const _ of [1, 2]) {
      const lenient = await gateway.post(query, { variables });
      const strict = await gateway.post(query, {
        variables,
        headers: { accept: 'application/graphql-response+json' },
      });
      expect([lenient.status, strict.status]).toEqual([200, 400]);
      expect(lenient.body.errors).toEqual([
        {
          message: expect.stringContaining(message),
          locations: expect.any(Array),
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ]);
    }
  });

  it('of variables do not repeat their values, which may be personal data', async () => {
    const gateway = tinyGateway({}, { executor });
    const variables = { x: [{ email: 'anna@example.com' }] };
    for (const _ of [1, 2]) {
      const { body } = await gateway.post('query($x: [ID!]!) { nodes(ids: $x) { id } }', { variables });
      expect(body.errors).toHaveLength(1);
      expect(JSON.stringify(body)).not.toContain('anna');
    }
  });

  it('of one person among many do not affect the others', async () => {
    const gateway = tinyGateway({}, { executor });
    const query = '{ nodes(ids: [1, 2]) { id ... on Person { name } __typename } }';
    for (const _ of [1, 2]) {
      expect((await gateway.post(query)).body.data.nodes).toEqual([
        { id: '1', name: 'Person 1', __typename: 'Person' },
        { id: '2', name: 'Person 2', __typename: 'Person' },
      ]);
    }
  });
});

describe('a refused request', () => {
  it.each([
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['{ nope }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query A { hello } query B { hello }', 'BAD_USER_INPUT'],
    ['mutation { hello }', 'GRAPHQL_VALIDATION_FAILED'],
    ['', 'GRAPHQL_PARSE_FAILED'],
    ['# nothing', 'GRAPHQL_PARSE_FAILED'],
  ])('%j has a code of the table: %s', async (query, code) => {
    const { status, body } = await tinyGateway().post(query, {
      headers: { accept: 'application/graphql-response+json' },
    });
    expect([status, body.errors[0].extensions]).toEqual([400, { code }]);
    expect(body.data).toBeUndefined();
  });

  it('has a code of the table in every case', async () => {
    const { server } = tinyGateway();
    const bodies = [
      '',
      '{',
      'null',
      '1',
      '"{hello}"',
      '[]',
      '{}',
      '{"query":1}',
      '{"query":"{hello}","variables":1}',
      '{"query":"{hello}","extensions":[]}',
      '{"query":"{hello}","operationName":{}}',
      '{"query":"{hello}","nope":1}',
      '{"query":"{hello}","operationName":"Nope"}',
      '{"query":null}',
      '{"query":{"kind":"Document"}}',
      '\u0000',
    ];
    for (const body of bodies) {
      const headers = { 'content-type': 'application/json' };
      const response = await server.fetch(
        new Request('http://localhost/graphql', { method: 'POST', headers, body }),
      );
      const answer = await response.json();
      expect(response.status, body).toBe(400);
      for (const { extensions } of answer.errors) expect(isErrorCode(extensions.code), body).toBe(true);
    }
  });

  it('names the accepted content-type', async () => {
    const response = await tinyGateway().server.fetch(
      new Request('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/xml', 'x-api-key': 'no form' },
        body: '<query/>',
      }),
    );
    const message = 'Expected the content-type application/json.';
    expect([response.status, await response.json()]).toEqual([
      415,
      { errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] },
    ]);
  });

  it('is explained if it is not a method of GraphQL', async () => {
    const { server } = tinyGateway();
    for (const method of ['PUT', 'DELETE', 'PATCH', 'HEAD']) {
      const response = await server.fetch(
        new Request('http://localhost/graphql', { method, headers: { 'content-type': 'application/json' } }),
      );
      expect([method, response.status]).toEqual([method, 405]);
      expect(response.headers.get('allow')).toContain('POST');
    }
  });

  it('does not repeat long input', async () => {
    const { body } = await tinyGateway().post('query($x: Even) { even(of: $x) }', {
      variables: { x: 'y'.repeat(50_000) },
    });
    expect(body.errors[0].message.length).toBeLessThan(900);
  });
});

describe('the log', () => {
  it('has the cause of an internal error under the request id, without its message', async () => {
    const gateway = tinyGateway();
    const { headers } = await gateway.post('{ bug }');
    const line = gateway.log().find(({ event }) => event === 'operation failed');
    expect(line).toMatchObject({
      level: 'error',
      requestId: headers.get('x-request-id'),
      code: 'INTERNAL_SERVER_ERROR',
      error: { name: 'TypeError', at: expect.any(Array) },
    });
    expect(JSON.stringify(line)).not.toContain('Anna');
  });

  it('has one line per operation, without its content', async () => {
    const gateway = tinyGateway();
    await gateway.post('query People { people(first: 2) { nodes { id } } }', {
      variables: { email: 'anna@example.com' },
    });
    expect(gateway.log()).toEqual([
      expect.objectContaining({
        event: 'operation answered',
        method: 'POST',
        status: 200,
        operationType: 'query',
        code: 'OK',
        errorCount: 0,
        requestsSent: 1,
        cacheHits: 0,
      }),
    ]);
    expect(JSON.stringify(gateway.log())).not.toMatch(/anna/i);
  });
});
