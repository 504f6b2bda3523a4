import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { credentialsFrom } from '../../src/server/auth/credentials.ts';
import { encodingFor } from '../../src/server/http/content-encoding.ts';
import { urlOf } from '../../src/server/http/to-fetch-request.ts';
import { readAccept } from '../../src/server/request/accept.ts';
import { pathOf } from '../../src/server/request/use-routes.ts';
import { requestIdFrom } from '../../src/server/request-state.ts';
import { toClientError } from '../../src/server/result/to-client-error.ts';
import { cpuMsOf } from '../support/cpu-ms.ts';
import { tinyGateway } from './support/tiny-gateway.ts';

const LONG = 200_000;
/** A quadratic parser takes minutes for this, a linear one milliseconds; the rest is for a slow machine. */
const MOST_MS = 3_000;

const filled = (piece: string, end = '') => piece.repeat(Math.ceil(LONG / piece.length)).slice(0, LONG) + end;

/** Texts that make careless expressions try every beginning with every end. */
const PIECES = [
  'Did you mean ',
  ' ',
  ';',
  ' ;',
  '; q=',
  ',',
  'a',
  '"',
  '.',
  '-',
  '/',
  '0',
  '?',
  '\t',
  '; date: ',
  'value: ',
  'é',
];

const headers = (name: string, text: string) => ({ get: (asked: string) => (asked === name ? text : null) });

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'an error’s text': (text) =>
    toClientError(new GraphQLError(text), { isRefusal: true, hidesSuggestions: true }),
  'an error about a variable': (text) =>
    toClientError(
      new GraphQLError(
        `Variable "$a" got invalid value "${text}"; Expected value of type "A", found ${text}`,
      ),
      {
        isRefusal: true,
        hidesSuggestions: true,
      },
    ),
  accept: (text) => readAccept(text),
  'accept with a first type': (text) => readAccept(`application/json${text}`),
  'accept-encoding': (text) => encodingFor(text),
  authorization: (text) => credentialsFrom(headers('authorization', `Bearer ${text}`), true),
  'x-request-id': (text) => requestIdFrom(text),
  'the address': (text) => urlOf({ headers: { host: 'localhost' }, url: `http://a${text}` }),
  'the path': (text) => pathOf(`http://localhost/${text}`),
};

describe.each(Object.entries(READERS))('%s of 200 kB', (_, read) => {
  it.each(PIECES.map((piece) => [piece]))('of %j is parsed quickly', async (piece) => {
    for (const end of ['', '!', 'q=1', '?']) {
      const text = filled(piece, end);
      expect(await cpuMsOf(() => read(text))).toBeLessThan(MOST_MS);
    }
  });
});

it('a document of 200 kB full of suggestions is refused quickly, without them', async () => {
  const gateway = tinyGateway({ INTROSPECTION: '0' });
  await gateway.post('{ hello }');
  const query = `{ hello "${filled('Did you mean ')}" }`;
  expect(await cpuMsOf(() => gateway.post(query))).toBeLessThan(MOST_MS);
  const { body } = await gateway.post(query);
  expect(body.errors[0].message).not.toContain('Did you mean');
  expect(body.errors[0].message.length).toBeLessThanOrEqual(501);
});
