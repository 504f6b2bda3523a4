import { describe, expect, it } from 'vitest';
import { tinyGateway } from '../support/tiny-gateway.ts';

const DEFERRED = `{
  hello
  node(id: 1) { id ... on Person @defer(label: "late") { name } }
  ... @defer { bug people(first: 1) { total } }
}`;

/** The parts of a multipart response, in order. */
function partsOf(text: string): unknown[] {
  return text
    .split(/\r\n---(?:--)?(?:\r\n)?|^---/)
    .flatMap((part) => part.match(/\{.*\}/s) ?? [])
    .map((json) => JSON.parse(json));
}

describe.each(['usual', 'planned'] as const)('@defer, executor %s', (executor) => {
  it('sends available data first, and the rest later, over multipart', async () => {
    const gateway = tinyGateway({}, { executor });
    for (const _ of [1, 2, 3]) {
      const answer = await gateway.post(DEFERRED, { headers: { accept: 'multipart/mixed' } });
      expect(answer.headers.get('content-type')).toContain('multipart/mixed');
      const [first, ...rest] = partsOf(answer.text);
      expect(first).toMatchObject({ data: { hello: 'world', node: { id: '1' } }, hasNext: true });
      expect(JSON.stringify(rest)).toContain('"label":"late"');
      expect(JSON.stringify(rest)).toContain('Person 1');
    }
  });

  it('masks the errors of late parts', async () => {
    const answer = await tinyGateway({}, { executor }).post(DEFERRED, {
      headers: { accept: 'multipart/mixed' },
    });
    expect(answer.text).not.toMatch(/secret|Anna/);
    expect(answer.text).toContain('"code":"INTERNAL_SERVER_ERROR"');
  });

  it('reports the total cost at the end', async () => {
    const answer = await tinyGateway({}, { executor }).post(DEFERRED, {
      headers: { accept: 'multipart/mixed' },
    });
    expect(partsOf(answer.text).at(-1)).toMatchObject({
      hasNext: false,
      extensions: { upstream: { CARECLOUD: { requests: 1, cached: 0 } } },
    });
  });

  it('also works over server-sent events', async () => {
    const answer = await tinyGateway({}, { executor }).post(DEFERRED, {
      headers: { accept: 'text/event-stream' },
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(answer.text).toContain('"hasNext":true');
    expect(answer.text).toMatch(/event: complete/);
  });
});

it('@stream sends a list row by row', async () => {
  const query = '{ people(first: 3) { nodes @stream(initialCount: 1) { id } } }';
  const answer = await tinyGateway().post(query, { headers: { accept: 'multipart/mixed' } });
  const [first, ...rest] = partsOf(answer.text);
  expect(first).toMatchObject({ data: { people: { nodes: [{ id: '0' }] } }, hasNext: true });
  expect(JSON.stringify(rest)).toMatch(/"id":"1".*"id":"2"/);
});

it('arrives through a socket part by part, uncompressed', async () => {
  await using gateway = tinyGateway();
  const response = await fetch(`${await gateway.url()}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'multipart/mixed' },
    body: JSON.stringify({ query: DEFERRED }),
  });
  expect(response.headers.get('content-encoding')).toBeNull();
  expect(response.headers.get('transfer-encoding')).toBe('chunked');
  expect(partsOf(await response.text()).length).toBeGreaterThan(1);
});

it('is not kept busy by a document with thousands of overlapping deferred fields', async () => {
  const gateway = tinyGateway();
  const fields = Array.from({ length: 4_000 }, () => 'hello').join(' ');
  await gateway.post(`{ ... @defer { ${fields} } }`, { headers: { accept: 'multipart/mixed' } });
  // How long it may take is the timeout of the test.
});
