import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SettingsError } from '../../../src/settings/settings-error.ts';
import { tinyGateway, toAnswer } from '../support/tiny-gateway.ts';

const HELLO = 'query Hello { hello }';
const PEOPLE = 'query People($n: Int) { people(first: $n) { nodes { id } } }';
const APOLLO = {
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [
    { id: 'a1', name: 'Hello', type: 'query', body: HELLO },
    { id: 'b2', name: 'People', type: 'query', body: PEOPLE },
  ],
};
const RELAY = { a1: HELLO, b2: PEOPLE };
const DATA = { data: { hello: 'world' } };

function manifest(content: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), 'manifest-')), 'manifest.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function gatewayOf(content: unknown, env: Record<string, string> = {}) {
  const gateway = tinyGateway({ TRUSTED_DOCUMENTS: manifest(content), ...env });
  const send = async (body: unknown, url = 'http://localhost/graphql') =>
    toAnswer(
      await gateway.server.fetch(
        new Request(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      ),
    );
  return { ...gateway, send };
}

describe.each([
  ['Apollo', APOLLO],
  ['Relay', RELAY],
])('a manifest in the format of %s', (_, content) => {
  it.each([
    ['Apollo Client', { extensions: { persistedQuery: { version: 1, sha256Hash: 'a1' } } }],
    ['a client that names the hash', { documentId: 'sha256:a1' }],
    ['Relay', { doc_id: 'a1', variables: {} }],
    ['Relay, of old', { id: 'a1' }],
    ['the GraphQL-over-HTTP proposal', { documentId: 'a1' }],
  ])('works as %s sends it', async (_client, body) => {
    expect((await gatewayOf(content).send(body)).body).toMatchObject(DATA);
  });

  it('works by GET, too', async () => {
    const gateway = gatewayOf(content);
    const persisted = encodeURIComponent(
      JSON.stringify({ persistedQuery: { version: 1, sha256Hash: 'a1' } }),
    );
    expect((await gateway.get(`/graphql?extensions=${persisted}`)).body).toMatchObject(DATA);
    expect((await gateway.get('/graphql?documentId=a1')).body).toMatchObject(DATA);
  });

  it('leaves other operations unaffected', async () => {
    expect((await gatewayOf(content).send({ query: '{ a: hello }' })).body).toMatchObject({
      data: { a: 'world' },
    });
  });

  it('reports an unknown id as Apollo Client expects', async () => {
    const { body } = await gatewayOf(content).send({ documentId: 'c3' });
    expect(body.errors).toEqual([
      { message: 'PersistedQueryNotFound', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});

it('a manifest may have documents with @defer', async () => {
  const deferred = 'query Deferred { ... @defer { hello } }';
  const gateway = gatewayOf({ a1: deferred });
  const answer = await gateway.get('/graphql?documentId=a1', { accept: 'multipart/mixed' });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    expect.stringMatching(/^multipart\/mixed/),
  ]);
});

describe('only trusted documents', () => {
  const strict = () => gatewayOf(APOLLO, { TRUSTED_DOCUMENTS_ONLY: '1' });

  it('are accepted, by id or with identical text', async () => {
    const gateway = strict();
    expect(
      (await gateway.send({ documentId: 'b2', variables: { n: 1 } })).body.data.people.nodes,
    ).toHaveLength(1);
    expect((await gateway.send({ query: HELLO })).body).toMatchObject(DATA);
  });

  it.each([
    [{ query: '{ hello }' }],
    [{ query: `${HELLO} ` }],
    [{ query: '{ __schema { types { name } } }' }],
    [{ query: '{', documentId: 'a1' }],
    [{ query: '{ a: hello }', extensions: { persistedQuery: { version: 1, sha256Hash: 'a1' } } }],
  ])('anything else is refused: %j', async (body) => {
    const answer = await strict().send(body);
    expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
  });

  it.each([
    [{ documentId: 'c3' }],
    [{ documentId: '' }],
    [{ documentId: '__proto__' }],
    [{ documentId: 1 }],
    [{}],
  ])('a missing document is refused: %j', async (body) => {
    const answer = await strict().send(body);
    expect(answer.body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
    expect(answer.body.data).toBeUndefined();
  });

  it('are subject to the same limits', async () => {
    const gateway = gatewayOf(APOLLO, { TRUSTED_DOCUMENTS_ONLY: '1', MAX_COMPLEXITY: '1' });
    const answer = await gateway.send({ documentId: 'b2', variables: { n: 9 } });
    expect(answer.body.errors[0].extensions.code).toBe('OPERATION_TOO_COMPLEX');
  });
});

describe('an invalid manifest', () => {
  it.each([
    ['', 'expected JSON, got something else'],
    ['{"operations":', 'expected JSON, got something else'],
    [[], 'expected an Apollo manifest'],
    [{}, 'expected an Apollo manifest'],
    [{ a1: HELLO, b2: 1 }, 'expected a text as document "b2", got something else'],
    [
      { operations: [{ id: 'a1' }] },
      'expected the texts `id` and `body` in operations[0], got something else',
    ],
    [
      { operations: [APOLLO.operations[0], null] },
      'expected the texts `id` and `body` in operations[1], got something else',
    ],
    [{ a1: HELLO, b2: '{ hello' }, 'document "b2": Syntax Error: Expected Name, found <EOF>. (1:8)'],
    [
      { a1: HELLO, b2: '{ unlisted }' },
      'document "b2": Cannot query field "unlisted" on type "Query". (1:3)',
    ],
    [{ b2: 'mutation { hello }' }, 'document "b2": Expected a query: this schema has no mutations. (1:1)'],
    [{ b2: 'fragment F on Query { hello }' }, 'document "b2": Fragment "F" is never used. (1:1)'],
    [{ b2: 'type A { hello: Int }' }, 'document "b2": The "A" definition is not executable. (1:1)'],
  ])('is a settings error: %j', (content, problem) => {
    expect(() => gatewayOf(content)).toThrow(SettingsError);
    expect(() => gatewayOf(content)).toThrow(`TRUSTED_DOCUMENTS: ${problem}`);
  });

  it('has every problem reported at once, but no more than ten documents', () => {
    const entries = Array.from({ length: 12 }, (_, n) => [`q${n}`, `{ unlisted${n} }`] as const);
    const content = { ...RELAY, ...Object.fromEntries(entries) };
    let problems: readonly string[] = [];
    try {
      gatewayOf(content);
    } catch (error) {
      problems = (error as SettingsError).problems.map(({ problem }) => problem);
    }
    expect(problems).toEqual([
      ...entries
        .slice(0, 10)
        .map(([id], n) => `document "${id}": Cannot query field "unlisted${n}" on type "Query". (1:3)`),
      'and 2 more documents',
    ]);
  });

  it('has no value of a document in the message', () => {
    const b2 = '{ people(first: "jan.novak@example.com") { nodes { id } } }';
    expect(() => gatewayOf({ b2 })).toThrow('document "b2": Int cannot represent non-integer value. (1:17)');
    expect(() => gatewayOf({ b2 })).not.toThrow('novak');
    const c3 = '{ people "jan.novak@example.com" }';
    expect(() => gatewayOf({ c3 })).toThrow(
      'document "c3": Syntax Error: Expected Name, found String. (1:10)',
    );
    expect(() => gatewayOf({ c3 })).not.toThrow('novak');
  });

  it('is a settings error if the file is missing', () => {
    expect(() => tinyGateway({ TRUSTED_DOCUMENTS: '/nowhere/manifest.json' })).toThrow(
      'TRUSTED_DOCUMENTS: expected a readable file, got none',
    );
  });
});

describe('a caller with documents:any', () => {
  const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');
  const AUTH_API_KEYS = `router:${sha256('r')}:customers:read+documents:any,app:${sha256('a')}:customers:read`;
  const ANY = '{ again: hello }';

  it('may send any text if others may not', async () => {
    const env = { TRUSTED_DOCUMENTS: manifest(APOLLO), TRUSTED_DOCUMENTS_ONLY: '1', AUTH_API_KEYS };
    const gateway = tinyGateway(env);
    const router = await gateway.post(ANY, { headers: { 'x-api-key': 'r' } });
    expect(router.body).toMatchObject({ data: { again: 'world' } });
    const app = await gateway.post(ANY, { headers: { 'x-api-key': 'a' } });
    expect([app.status, app.body.errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
  });

  it('does not exist without authentication', async () => {
    const gateway = gatewayOf(APOLLO, { TRUSTED_DOCUMENTS_ONLY: '1' });
    expect((await gateway.post(ANY)).status).toBe(403);
  });
});
