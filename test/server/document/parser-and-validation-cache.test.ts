import { GraphQLError } from 'graphql';
import { createSchema, createYoga } from 'graphql-yoga';
import { expect, it } from 'vitest';
import { useParserAndValidationCache } from '../../../src/server/document/use-parser-and-validation-cache.ts';
import type { GatewayPlugin, ServerContext } from '../../../src/server/request-state.ts';

/** A server with one plugin that counts its calls, and refuses documents that ask for it. */
function countingServer(mostBytes?: number) {
  const asked: string[] = [];
  const counting: GatewayPlugin = {
    onParse() {
      asked.push('before parsing');
      return ({ result }) => {
        asked.push(result instanceof Error ? 'not parsed' : 'parsed');
        if (JSON.stringify(result).includes('refused')) throw new GraphQLError('refused');
      };
    },
    onValidate() {
      asked.push('before validation');
      return ({ valid }) => void asked.push(valid ? 'valid' : 'invalid');
    },
  };
  const yoga = createYoga<ServerContext>({
    schema: createSchema({ typeDefs: 'type Query { hello(refused: Int): String }' }),
    plugins: [...useParserAndValidationCache([counting], mostBytes)],
    parserAndValidationCache: false,
    logging: false,
  });
  return {
    async post(query: string) {
      const body = JSON.stringify({ query });
      const headers = { 'content-type': 'application/json' };
      const response = await yoga.fetch('http://localhost/graphql', { method: 'POST', headers, body });
      return { status: response.status, text: await response.text(), asked: asked.splice(0) };
    },
  };
}

it.each([
  ['that is valid', '{ hello }', ['before parsing', 'parsed', 'before validation', 'valid']],
  ['that is invalid', '{ nope }', ['before parsing', 'parsed', 'before validation', 'invalid']],
  ['that cannot be parsed', '{ hello', ['before parsing', 'not parsed']],
])('calls nothing again for a document %s from its third use on, and returns the same', async (_, query, asked) => {
  const { post } = countingServer();
  const first = await post(query);
  expect(first.asked).toEqual(asked);
  // A document sent once is not worth caching.
  expect(await post(query)).toEqual(first);
  expect(await post(query)).toEqual({ ...first, asked: [] });
  expect((await post(`${query} `)).asked).toEqual(asked);
});

it('refuses again what a plugin refused', async () => {
  const { post } = countingServer();
  const first = await post('{ hello(refused: 1) }');
  expect(first.text).toContain('refused');
  expect(await post('{ hello(refused: 1) }')).toEqual(first);
});

it('evicts the oldest documents at the limit of bytes, however few they are', async () => {
  const { post } = countingServer(100_000);
  const wide = (name: string) =>
    `{ ${Array.from({ length: 40 }, (_, at) => `${name}${at}: hello`).join(' ')} }`;
  const [one, two] = [wide('one'), wide('two')];
  for (const query of [one, one, '{ hello }', '{ hello }']) await post(query);
  expect((await post(one)).asked).toEqual([]);
  for (const query of [two, two]) await post(query);
  expect((await post(two)).asked).toEqual([]);
  expect((await post(one)).asked).not.toEqual([]);
});

it('does not cache a document larger than the whole limit', async () => {
  const { post } = countingServer(10_000);
  const query = `{ hello } # ${'x'.repeat(10_000)}`;
  for (const _ of [1, 2, 3]) expect((await post(query)).asked).not.toEqual([]);
});
