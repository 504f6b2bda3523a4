import { gql } from '@apollo/client';
import { describe, expect, it } from 'vitest';
import { type StartedGateway, startGateway } from '../../support/start-gateway.ts';
import { createApolloClient } from '../apollo/customer-screens.ts';
import { type AnswerPart, answerParts, type PartFormat, withPart } from './support/response-parts.ts';

const CHAT_LATER = `{
  customers(first: 3, filter: { inSources: [CARECLOUD] }) {
    nodes {
      id
      name
      ... @defer(label: "chat") {
        helpCrunch { lastSeenAt }
      }
    }
    sources { source status }
  }
}`;
const TIER_LATER = `{
  customers(first: 3, filter: { inSources: [CARECLOUD] }) {
    nodes { id name ... @defer { careCloud { tier { tierId } } } }
  }
}`;
const ALL_AT_ONCE = CHAT_LATER.replace('... @defer(label: "chat")', '...');

for (const format of ['multipart/mixed', 'text/event-stream'] satisfies PartFormat[]) {
  describe(`an answer in parts, as ${format}`, () => {
    it('shows CareCloud at once and HelpCrunch when it arrives', async () => {
      await using gateway = await startGateway();
      const letAnswer = holdHelpCrunch(gateway);
      const parts = answerParts(gateway.url, CHAT_LATER, format);

      const first = await nextOf(parts);
      expect(first.hasNext).toBe(true);
      expect(namesIn(first.data)).toHaveLength(3);
      expect(JSON.stringify(first.data)).not.toContain('lastSeenAt');
      expect(gateway.upstreamRequests().careCloud).toEqual(['GET /customers']);

      letAnswer();
      let shown: unknown = first.data;
      let last = first;
      for await (const part of parts) {
        shown = withPart(shown, part);
        last = part;
      }
      expect(shown).toEqual((await gateway.query(ALL_AT_ONCE)).data);
      expect(JSON.stringify(shown)).toMatch(/"lastSeenAt":"\d{4}-/);
      // One look-up for all three, and none for repeating the operation at once: it is cached.
      expect(gateway.upstreamRequests()).toEqual({
        careCloud: ['GET /customers'],
        helpCrunch: ['POST /customers/search'],
      });
      expect(last).toMatchObject({
        hasNext: false,
        extensions: {
          upstream: { CARECLOUD: { requests: 1, cached: 0 }, HELPCRUNCH: { requests: 1, cached: 0 } },
        },
      });
    });

    it('shows a list before its facets', async () => {
      await using gateway = await startGateway();
      const parts = answerParts(gateway.url, TIER_LATER, format);
      const first = await nextOf(parts);
      expect(first.hasNext).toBe(true);
      expect(namesIn(first.data)).toHaveLength(3);
      expect(JSON.stringify(first.data)).not.toContain('tierId');
      let shown: unknown = first.data;
      for await (const part of parts) shown = withPart(shown, part);
      expect(JSON.stringify(shown)).toContain('"tierId":"');
      expect(gateway.upstreamRequests().careCloud).toHaveLength(4);
      expect(shown).toEqual((await gateway.query(TIER_LATER.replace('... @defer', '...'))).data);
    });

    it('reports a failure in its part, and leaves what was shown', async () => {
      await using gateway = await startGateway();
      gateway.sandbox.helpCrunch.injectFault({ status: 503 });
      const parts: AnswerPart[] = [];
      for await (const part of answerParts(gateway.url, CHAT_LATER, format)) parts.push(part);
      expect(namesIn(parts[0]?.data)).toHaveLength(3);
      const errors = parts.flatMap(({ incremental = [] }) =>
        incremental.flatMap((each) => each.errors ?? []),
      );
      expect(errors[0]).toMatchObject({
        extensions: { code: 'UPSTREAM_UNAVAILABLE', source: 'HELPCRUNCH' },
      });
    });

    it('streams the rows of a list', async () => {
      await using gateway = await startGateway();
      const query = '{ customers(first: 5) { nodes @stream(initialCount: 2) { id name } } }';
      let shown: unknown = null;
      const lengths: number[] = [];
      for await (const part of answerParts(gateway.url, query, format)) {
        shown = withPart(shown, part);
        lengths.push(namesIn(shown).length);
      }
      expect(lengths[0]).toBe(2);
      expect(shown).toEqual((await gateway.query('{ customers(first: 5) { nodes { id name } } }')).data);
    });
  });
}

it('Apollo Client shows CareCloud at once and HelpCrunch when it arrives', async () => {
  await using gateway = await startGateway();
  const letAnswer = holdHelpCrunch(gateway);
  const client = createApolloClient(gateway.url);
  const shown: unknown[] = [];
  let isComplete = false;
  await new Promise<void>((resolve, reject) => {
    client.watchQuery({ query: gql(CHAT_LATER) }).subscribe(({ data, dataState, error }) => {
      if (error) reject(error);
      if (dataState === 'streaming' && shown.length === 0) letAnswer();
      if (data) shown.push(data);
      isComplete = dataState === 'complete';
      if (isComplete) resolve();
    });
  });
  client.stop();
  expect(namesIn(shown[0])).toHaveLength(3);
  expect(JSON.stringify(shown[0])).not.toContain('lastSeenAt');
  expect(JSON.stringify(shown.at(-1))).toMatch(/"lastSeenAt":"\d{4}-/);
  expect(gateway.upstreamRequests()).toEqual({
    careCloud: ['GET /customers'],
    helpCrunch: ['POST /customers/search'],
  });
});

/** HelpCrunch receives its requests, but answers none before the returned function is called. */
function holdHelpCrunch({ sandbox }: StartedGateway): () => void {
  let letAnswer = () => {};
  sandbox.helpCrunch.injectFault({ until: new Promise<void>((resolve) => (letAnswer = resolve)) });
  return letAnswer;
}

async function nextOf(parts: AsyncGenerator<AnswerPart, void>): Promise<AnswerPart> {
  const { value } = await parts.next();
  if (!value) throw new Error('Expected another part.');
  return value;
}

function namesIn(data: unknown): readonly unknown[] {
  return (data as { customers: { nodes: readonly { name: string }[] } }).customers.nodes.map(
    ({ name }) => name,
  );
}
