import { GraphQLError } from 'graphql';
import { createSchema, createYoga } from 'graphql-yoga';
import { expect, it } from 'vitest';
import { useParserAndValidationCache } from '../../../src/server/document/use-parser-and-validation-cache.ts';
import type { GatewayPlugin, ServerContext } from '../../../src/server/request-state.ts';

/** A server whose one plugin counts what it is asked, and refuses documents that say so. */
function countingServer() {
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
    plugins: [...useParserAndValidationCache([counting])],
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
])('asks nothing again of a document %s, and answers the same', async (_, query, asked) => {
  const { post } = countingServer();
  const first = await post(query);
  expect(first.asked).toEqual(asked);
  expect(await post(query)).toEqual({ ...first, asked: [] });
  expect((await post(`${query} `)).asked).toEqual(asked);
});

it('refuses again what a plugin refused', async () => {
  const { post } = countingServer();
  const first = await post('{ hello(refused: 1) }');
  expect(first.text).toContain('refused');
  expect(await post('{ hello(refused: 1) }')).toEqual(first);
});
