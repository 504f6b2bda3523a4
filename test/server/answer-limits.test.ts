import { describe, expect, it } from 'vitest';
import { jsonBytes } from '../../src/server/result/json-bytes.ts';
import { tinyGateway } from './support/tiny-gateway.ts';

const tooComplex = (message: string) => ({
  errors: [{ message, extensions: { code: 'OPERATION_TOO_COMPLEX' } }],
});

describe('a response name', () => {
  const ask = (length: number) => tinyGateway().post(`{ ${'n'.repeat(length)}: hello }`);

  it('has at most 128 characters', async () => {
    expect((await ask(128)).body.data).toEqual({ ['n'.repeat(128)]: 'world' });
    const { status, body } = await ask(129);
    expect([status, body]).toMatchObject([
      200,
      tooComplex('The response name of a field has 129 characters; at most 128 are allowed.'),
    ]);
  });
});

describe('a response', () => {
  const names = Array.from({ length: 20 }, (_, i) => `${'n'.repeat(100)}${i}: name`).join(' ');
  const query = `{ people(first: 100) { nodes { ${names} } } }`;
  const env = { MAX_COMPLEXITY: '1000000' };

  it('larger than MAX_ANSWER_BYTES is refused, without any of its data', async () => {
    const gateway = tinyGateway({ ...env, MAX_ANSWER_BYTES: '200000' });
    const { status, body } = await gateway.post(query);
    expect([status, body]).toMatchObject([
      200,
      tooComplex('The response is larger than 200000 bytes, the maximum allowed.'),
    ]);
    expect(body.data).toBeUndefined();
    expect(gateway.log().at(-1)).toMatchObject({ code: 'OPERATION_TOO_COMPLEX' });
  });

  it('within the limit is complete', async () => {
    const { text, status } = await tinyGateway({ ...env, MAX_ANSWER_BYTES: '300000' }).post(query);
    expect(status).toBe(200);
    expect(text.length).toBeGreaterThan(200_000);
  });
});

it.each([
  [null],
  [true],
  [12.5],
  ['text'],
  [[]],
  [[1, 2, 3]],
  [{ a: 1, b: 'two', c: [{ d: null }], e: undefined }],
  ['é'.repeat(100)],
])('the size of %j is that of its JSON', (value) => {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  expect(jsonBytes(value, 1_000)).toBe(bytes);
  expect(jsonBytes(value, bytes - 1)).toBeNull();
});
