import { expect, it } from 'vitest';
import { type TinyGateway, tinyGateway } from '../support/tiny-gateway.ts';

const LIST = '{ people(first: 1) { total } }';
const DEFERRED = '{ hello ... @defer { people(first: 1) { total } } }';

const post = (gateway: TinyGateway, accept: string, query = LIST, variables?: object) =>
  gateway.post(query, { headers: { accept }, variables });

const RESPONSE_JSON = 'application/graphql-response+json; charset=utf-8';
const PLAIN_JSON = 'application/json; charset=utf-8';

it.each([
  ['', PLAIN_JSON],
  ['*/*', PLAIN_JSON],
  ['application/*', PLAIN_JSON],
  ['application/json', PLAIN_JSON],
  ['application/graphql-response+json', RESPONSE_JSON],
  ['application/graphql-response+json, application/json', RESPONSE_JSON],
  ['application/json, application/graphql-response+json', PLAIN_JSON],
  ['application/json;q=0.9, application/graphql-response+json', RESPONSE_JSON],
  ['application/graphql-response+json; q=0.1, application/json', PLAIN_JSON],
  ['application/json; charset=utf-8; q=0, application/graphql-response+json;q=0.5', RESPONSE_JSON],
  ['application/json;q=0, */*', RESPONSE_JSON],
  ['application/*, application/json; charset=utf-8; q=0.0', RESPONSE_JSON],
  ['*/*;q=0.1, application/graphql-response+json;q=0', PLAIN_JSON],
  ['text/html;q=0, */*', PLAIN_JSON],
  ['*/*;q=0, application/json', PLAIN_JSON],
  ['*/*;q=0, application/*', PLAIN_JSON],
  ['text/plain, APPLICATION/JSON', PLAIN_JSON],
  [
    'multipart/mixed;incrementalSpec=v0.2, application/graphql-response+json, application/json',
    RESPONSE_JSON,
  ],
  ['multipart/mixed;deferSpec=20220824, application/graphql-response+json, application/json', RESPONSE_JSON],
])('accept %j returns %s', async (accept, type) => {
  const answer = await post(tinyGateway(), accept);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
});

it.each([
  'text/plain',
  'image/png, text/html;q=0.5',
  'application/json;q=0',
  'application/*, application/json;q=0, application/graphql-response+json;q=0',
  'application/*;q=0, multipart/*;q=0, text/*;q=0, */*',
  'application/json; charset=latin1',
  'application/graphql+json',
  'multipart/mixed;incrementalSpec=v0.2',
  'multipart/mixed; incrementalSpec=v0.2; q=1',
  'multipart/mixed;deferSpec=20990101',
])('accept %j is 406, which names the accepted types, without requests to sources', async (accept) => {
  const gateway = tinyGateway();
  const answer = await post(gateway, accept);
  expect([answer.status, gateway.upstreamRequests()]).toEqual([406, 0]);
  expect(answer.body.errors).toMatchObject([
    {
      message:
        'Expected the header accept to take one of application/graphql-response+json, application/json, multipart/mixed, text/event-stream; parts come in the form of deferSpec=20220824, not of incrementalSpec.',
      extensions: { code: 'BAD_USER_INPUT' },
    },
  ]);
});

it('a type that is not written is refused in words before credentials and the host are looked at', async () => {
  const keys = { AUTH_API_KEYS: `shop:${'a'.repeat(64)}:customers:read` };
  for (const [env, headers] of [
    [keys, {}],
    [{ SANDBOX: '0', HELPCRUNCH_API_KEY: 'k' }, { host: 'rebound.example' }],
  ] as const) {
    const answer = await tinyGateway(env).post(LIST, { headers: { ...headers, accept: 'text/html' } });
    expect([answer.status, answer.body.errors?.length]).toEqual([406, 1]);
  }
});

it.each([
  'application/json',
  'application/graphql-response+json',
  'multipart/mixed;incrementalSpec=v0.2, application/graphql-response+json, application/json',
])('@defer for accept %j is 406, which names the accepted types, without requests to sources', async (accept) => {
  const gateway = tinyGateway();
  const answers = [
    await post(gateway, accept, DEFERRED),
    await post(gateway, accept, `query ($if: Boolean!) ${DEFERRED.replace('@defer', '@defer(if: $if)')}`, {
      if: true,
    }),
    await post(
      gateway,
      accept,
      `query ($if: Boolean! = true) ${DEFERRED.replace('@defer', '@defer(if: $if)')}`,
    ),
    await post(gateway, accept, `query ($if: Boolean) ${DEFERRED.replace('@defer', '@defer(if: $if)')}`),
    await post(gateway, accept, '{ people(first: 2) { nodes @stream(initialCount: 1) { id } } }'),
    await gateway.post(`query A { hello ...F } query B { hello } fragment F on Query ${DEFERRED}`, {
      headers: { accept },
      operationName: 'A',
    }),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(406);
    expect(answer.body.errors).toMatchObject([
      {
        message:
          'Expected the header accept to take multipart/mixed or text/event-stream for an operation with @defer or @stream; parts come in the form of deferSpec=20220824, not of incrementalSpec.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  }
  expect(gateway.upstreamRequests()).toBe(0);
});

it.each([
  ['@stream(initialCount: -1)', {}],
  ['@stream(initialCount: null)', {}],
  ['@stream(initialCount: $count)', { count: -1 }],
  ['@stream(initialCount: $count)', { count: null }],
  ['@stream(if: $if)', { if: null }],
])('%s with %j is BAD_USER_INPUT, without requests to sources', async (directive, variables) => {
  const gateway = tinyGateway();
  const used = Object.keys(variables).map((name) => (name === 'if' ? '$if: Boolean' : '$count: Int'));
  const query = `query ${used.length > 0 ? `(${used})` : ''} { people(first: 2) { nodes ${directive} { id } } }`;
  for (const accept of ['application/json', 'application/graphql-response+json', 'multipart/mixed', '*/*']) {
    const answer = await post(gateway, accept, query, variables);
    expect(answer.text).toContain('"code":"BAD_USER_INPUT"');
    expect(answer.text).not.toContain('"data"');
  }
  expect(gateway.upstreamRequests()).toBe(0);
});

it('@stream that is switched off returns a complete response, whatever its initialCount', async () => {
  const query = '{ people(first: 2) { nodes @stream(if: false, initialCount: -1) { id } } }';
  const answer = await post(tinyGateway(), 'application/json', query);
  expect(answer.body.data).toEqual({ people: { nodes: [{ id: '0' }, { id: '1' }] } });
});

it('@defer that is switched off returns a complete response', async () => {
  const gateway = tinyGateway();
  const query = `query ($if: Boolean = false) ${DEFERRED.replace('@defer', '@defer(if: $if)')}`;
  for (const variables of [{}, { if: false }]) {
    const answer = await post(gateway, 'application/json', query, variables);
    expect(answer.body.data).toEqual({ hello: 'world', people: { total: 1 } });
  }
  const literal = DEFERRED.replace('@defer', '@defer(if: false)');
  expect((await post(gateway, 'application/json', literal)).body.data).toMatchObject({ hello: 'world' });
});

it('@defer in another operation of the document does not matter', async () => {
  const answer = await tinyGateway().post(`query A { hello } query B ${DEFERRED}`, {
    headers: { accept: 'application/json' },
    operationName: 'A',
  });
  expect(answer.body).toMatchObject({ data: { hello: 'world' } });
});

it.each([
  'multipart/mixed',
  'multipart/mixed;deferSpec=20220824, application/json',
  'multipart/*',
  'text/event-stream',
  '*/*',
  '*/*, application/json;q=0',
  '',
])('@defer for accept %j returns parts', async (accept) => {
  expect((await post(tinyGateway(), accept, DEFERRED)).text).toContain('"hasNext":true');
});
