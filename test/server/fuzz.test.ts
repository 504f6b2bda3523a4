import { request as httpRequest } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isErrorCode } from '../../src/errors/error-codes.ts';
import { createGateway, type Gateway } from '../../src/gateway.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { withSandbox } from '../../src/settings/read-settings.ts';
import { silentLogger } from '../../src/telemetry/logger.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function heapInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const SEED = 20_240_614;
const RUNS = 700;

let sandbox: Sandbox;
let gateway: Gateway;
let port: number;

beforeAll(async () => {
  sandbox = await startSandbox({ people: 40, helpCrunchRequestsPerMinute: null });
  const settings = withSandbox({ PORT: '0', HELPCRUNCH_REQUESTS_PER_MINUTE: '1000000' }, sandbox);
  gateway = await createGateway(settings, { logger: silentLogger });
  port = (await gateway.start()).port;
});
afterAll(async () => {
  await gateway.stop(0);
  await sandbox.close();
});

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** With node:http, which sends what fetch would refuse to. */
function send({ method = 'POST', path = '/graphql', headers, body }: Sent) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('error', reject).end(body);
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** No input causes an internal error; JSON responses have only codes of the table. */
async function holds(sent: Sent): Promise<void> {
  const { status, text } = await send(sent);
  expect(status).toBeGreaterThanOrEqual(200);
  expect(status).toBeLessThan(500);
  expect(text).not.toMatch(/node_modules|\.ts:\d+|at async /);
  if (!text.startsWith('{')) return;
  for (const { extensions } of JSON.parse(text).errors ?? []) {
    expect(isErrorCode(extensions.code)).toBe(true);
    expect(extensions.code).not.toBe('INTERNAL_SERVER_ERROR');
  }
}

const run = <T>(arbitrary: fc.Arbitrary<T>, toSent: (value: T) => Sent, numRuns = RUNS) =>
  fc.assert(
    fc.asyncProperty(arbitrary, (value) => holds(toSent(value))),
    { seed: SEED, numRuns },
  );

const operation = (query: string, variables: unknown): Sent => ({
  headers: JSON_TYPE,
  body: JSON.stringify({ query, variables }),
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '-1',
    'null',
    'undefined',
    '__proto__',
    'constructor',
    'Q3VzdG9tZXI6',
    'ﬃ',
    '🏃‍♀️',
  ),
  fc.base64String({ maxLength: 80 }),
);
const hostile = fc.oneof(
  anyText,
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 3 }),
);

describe('thousands of hostile requests', { timeout: 120_000 }, () => {
  it('bodies of invalid bytes', () =>
    run(fc.uint8Array({ maxLength: 300 }), (body) => ({ headers: JSON_TYPE, body })));

  it('bodies of JSON that is not an operation', () =>
    run(fc.json({ maxDepth: 4 }), (body) => ({ headers: JSON_TYPE, body })));

  it('operations with arbitrary parts', () =>
    run(
      fc.record({
        query: hostile,
        variables: hostile,
        operationName: hostile,
        extensions: hostile,
        id: hostile,
      }),
      (body) => ({ headers: JSON_TYPE, body: JSON.stringify(body) }),
    ));

  it('documents of GraphQL tokens in any order', () =>
    run(
      fc.array(
        fc.constantFrom(
          '{',
          '}',
          '(',
          ')',
          '[',
          ']',
          ':',
          '...',
          '$a',
          '@skip',
          '@defer',
          'on',
          'query',
          'fragment',
          'F',
          'customers',
          'nodes',
          'id',
          'first',
          '1',
          '"x"',
          '"""',
          '!',
          '=',
          '|',
          '&',
          'null',
          'true',
          '__typename',
          '#',
          '\n',
        ),
        { maxLength: 60 },
      ),
      (tokens) => operation(`{ ${tokens.join(' ')}`, {}),
    ));

  it('ids, keys and cursors', () => {
    const query = `query($id: ID!, $ids: [ID!]!, $by: CustomerKey!, $after: String) {
      node(id: $id) { id } nodes(ids: $ids) { id }
      customer(by: $by) { id }
      customers(first: 1, after: $after) { nodes { id } }
      helpCrunchCustomers(last: 1, before: $after) { nodes { id } }
      careCloudCustomers(first: 1, after: $after) { nodes { id } }
    }`;
    const key = fc.constantFrom('id', 'email', 'phone', 'careCloudId', 'helpCrunchId', 'helpCrunchUserId');
    return run(
      fc.record({
        id: anyText,
        ids: fc.array(anyText, { maxLength: 5 }),
        key,
        value: anyText,
        after: anyText,
      }),
      ({ id, ids, key: name, value, after }) => operation(query, { id, ids, by: { [name]: value }, after }),
      300,
    );
  });

  it('filters, orders and page sizes of any kind', () => {
    const query = `query($first: Int, $last: Int, $filter: CustomerFilter, $orderBy: CustomerOrder) {
      customers(first: $first, last: $last, filter: $filter, orderBy: $orderBy) { nodes { id } totalCount { value } }
    }`;
    const filter = fc.dictionary(
      fc.constantFrom(
        'email',
        'emails',
        'phone',
        'firstName',
        'birthdate',
        'inSources',
        'notInSources',
        'careCloud',
        'helpCrunch',
        'x',
      ),
      fc.oneof(
        hostile,
        fc.array(anyText, { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('email', 'id', 'tags', 'lastSeen', 'customerIds'), hostile),
      ),
    );
    return run(
      fc.record(
        { first: hostile, last: hostile, filter: fc.option(filter), orderBy: hostile },
        { requiredKeys: [] },
      ),
      (variables) => operation(query, variables),
      300,
    );
  });

  it('representations of entities of any kind', () =>
    run(
      fc.array(
        fc.oneof(
          hostile,
          fc.dictionary(
            fc.constantFrom('__typename', 'id', 'email', 'careCloudId', 'helpCrunchId', 'customerId'),
            fc.oneof(anyText, fc.constantFrom('Customer', 'CareCloudCustomer')),
          ),
        ),
        { maxLength: 4 },
      ),
      (representations) =>
        operation('query($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { id } } }', {
          r: representations,
        }),
      300,
    ));

  it('headers and paths of any kind', () => {
    const name = fc.constantFrom(
      'accept',
      'content-type',
      'x-request-id',
      'authorization',
      'x-api-key',
      'origin',
      'referer',
      'traceparent',
      'tracestate',
      'baggage',
      'cache-control',
      'accept-encoding',
      'sec-fetch-site',
      'x-gateway-plan',
      'host',
      'content-encoding',
    );
    const value = fc.string({
      unit: fc
        .integer({ min: 0x20, max: 0xff })
        .filter((c) => c !== 0x7f)
        .map((c) => String.fromCharCode(c)),
      maxLength: 40,
    });
    const path = fc.webPath().map((text) => `/graphql${text}`);
    return run(
      fc.record({
        headers: fc.dictionary(name, value),
        path,
        method: fc.constantFrom('GET', 'POST', 'PUT', 'OPTIONS', 'HEAD'),
      }),
      ({ headers, path: where, method }) => ({
        method,
        path: where,
        headers: { ...headers },
        ...(method === 'POST' && { body: '{"query":"{ __typename }"}' }),
      }),
    );
  });

  it('queries of any kind by GET', () =>
    run(
      fc.record({ query: anyText, variables: anyText, extensions: anyText, id: anyText }),
      (parameters) => ({
        method: 'GET',
        path: `/graphql?${new URLSearchParams(parameters)}`,
      }),
    ));

  it.each([
    ['deep in fields', `{ ${'a{'.repeat(5_000)}`],
    ['deep in lists', `{ node(id: ${'['.repeat(9_000)}${']'.repeat(900)}) { id } }`],
    [
      'deep in objects',
      `{ customers(filter: ${'{a:'.repeat(3_000)}1${'}'.repeat(3_000)}) { nodes { id } } }`,
    ],
    ['deep in types', `query($a: ${'['.repeat(4_000)}ID${']'.repeat(4_000)}) { node(id: $a) { id } }`],
    [
      'wide',
      `{ ${Array.from({ length: 3_000 }, (_, i) => `a${i}: node(id: "x") { id }`).join(' ')} }`.slice(
        0,
        200_000,
      ),
    ],
    ['wide in directives', `{ node(id: "x") { id ${'@skip(if: false) '.repeat(1_400)} } }`],
    [
      'wide in variables',
      `query(${Array.from({ length: 2_000 }, (_, i) => `$v${i}: ID`).join(' ')}) { node(id: $v0) { id } }`,
    ],
    [
      'of fragments in a circle',
      '{ node(id: 1) { ...A } } fragment A on Node { ...B } fragment B on Node { ...A }',
    ],
    ['of a long name', `{ ${'a'.repeat(200_000)} }`],
    ['of a long text', `{ node(id: "${'a'.repeat(200_000)}") { id } }`],
  ])('documents %s', async (_, query) => {
    await holds(operation(query, {}));
    // How long it may take is the timeout of the test.
  });

  it('variables nested by the thousand', () =>
    holds({
      headers: JSON_TYPE,
      body: `{"query":"query($f: CustomerFilter) { customers(filter: $f) { nodes { id } } }","variables":{"f":${'{"careCloud":'.repeat(8_000)}1${'}'.repeat(8_000)}}}`,
    }));

  it('leave the server fully functional', async () => {
    const { status, text } = await send(operation('{ customers(first: 1) { nodes { id } } }', {}));
    expect([status, JSON.parse(text).data.customers.nodes.length]).toEqual([200, 1]);
  });

  it('leave no memory behind', async () => {
    let sent = 0;
    const round = async (size: number) => {
      for (const end = sent + size; sent < end; sent++) {
        // Never the same twice, so that an unbounded cache would grow.
        await holds(
          operation(`query A${sent} { customers(after: "${Math.sin(sent)}") { nodes { id } } }`, {}),
        );
      }
      return heapInUse();
    };
    await round(1_500);
    const before = await round(500);
    const grown = (await round(500)) - before;
    expect(grown).toBeLessThan(8 * 1024 * 1024);
  });
});
