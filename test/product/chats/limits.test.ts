import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';

const NODES = '{ nodes { customerId lastChat { chatId } } }';
const OF_SOME = `query ($ids: [ID!]) { helpCrunchCustomers(first: 60, filter: { id: { in: $ids } }) ${NODES} }`;
const OF_ALL = `{ helpCrunchCustomers(first: 60) ${NODES} }`;

describe('a HelpCrunch that accepts few conditions at once', () => {
  it.each([
    ['receives halves until it accepts a search, and that size from then on', OF_ALL, 1],
    ['receives the size that a search for customers taught', OF_SOME, 0],
  ])('%s', async (_, query, isRefusedOnce) => {
    await using one = await startGateway({
      sandbox: { people: 120, maxConditions: 10, helpCrunchRequestsPerMinute: null },
      env: {
        PROBE: '0',
        CACHE_TTL_SECONDS: '0',
        CHAT_TTL_SECONDS: '0',
        HELPCRUNCH_REQUESTS_PER_MINUTE: '10000',
        HELPCRUNCH_REQUESTS_PER_OPERATION: '1000',
      },
    });
    const { helpCrunch } = one.sandbox;
    const ids = helpCrunch.rows.slice(25, 65).map(({ id }) => String(id));
    const ask = async () => {
      one.resetRequests();
      const { data, errors } = await one.query(query, query === OF_SOME ? { ids } : {});
      expect(errors).toBeUndefined();
      for (const { customerId, lastChat } of data.helpCrunchCustomers.nodes) {
        const [latest] = helpCrunch.chats.rows
          .filter(({ customer }) => customer === Number(customerId))
          .sort((a, b) => (b.lastMessageAt ?? b.createdAt) - (a.lastMessageAt ?? a.createdAt) || b.id - a.id);
        expect(lastChat?.chatId ?? null).toBe(latest?.id.toString() ?? null);
      }
      const searches = helpCrunch.requests.filter(({ path }) => path === '/chats/search');
      return searches.filter(({ status }) => status === 400).length;
    };
    expect(Math.min(1, await ask())).toBe(isRefusedOnce);
    expect(await ask()).toBe(0);
  });
});

describe('what people wrote', () => {
  const hash = (key: string) => createHash('sha256').update(key).digest('hex');
  const QUERY =
    '{ helpCrunchChats(first: 3) { nodes { chatId status lastMessageText assignee { name email } messages(first: 1) { nodes { text } } } } }';

  it('needs the scope customers:conversations', async () => {
    await using one = await startGateway({
      sandbox: { people: 40 },
      env: {
        AUTH_API_KEYS: `reader:${hash('read')}:customers:read,talker:${hash('talk')}:customers:read+customers:conversations`,
      },
    });
    const asReader = await one.query(QUERY, {}, { 'x-api-key': 'read' });
    expect(asReader.errors?.map(({ extensions }) => extensions.code)).toContain('FORBIDDEN');
    for (const node of asReader.data.helpCrunchChats.nodes) {
      expect(node).toMatchObject({ chatId: expect.any(String), lastMessageText: null, messages: null });
    }
    const asTalker = await one.query(QUERY, {}, { 'x-api-key': 'talk' });
    const nodes: { messages: { nodes: unknown[] } | null; assignee: { email: unknown } | null }[] =
      asTalker.data.helpCrunchChats.nodes;
    expect(nodes.every(({ messages }) => messages !== null)).toBe(true);
    expect(nodes.every(({ assignee }) => (assignee?.email ?? null) === null)).toBe(true);
  });
});

describe('if HelpCrunch fails', () => {
  it('chats are null with one error per path, and the people stay', async () => {
    await using one = await startGateway({
      sandbox: { people: 40 },
      env: { CHAT_TTL_SECONDS: '0', CACHE_STALE_SECONDS: '0' },
    });
    one.sandbox.helpCrunch.injectFault({ match: ({ path }) => path.startsWith('/chats'), status: 403 });
    const { data, errors } = await one.query(
      '{ customers(first: 5, filter: { inSources: [CARECLOUD] }) { nodes { careCloudId lastChat { chatId } } } sources { source facets { facet status } } }',
    );
    expect(data.customers.nodes).toHaveLength(5);
    expect(data.customers.nodes.every(({ lastChat }: { lastChat: unknown }) => lastChat === null)).toBe(true);
    expect(errors?.[0].extensions).toMatchObject({ code: 'UPSTREAM_REJECTED', source: 'HELPCRUNCH' });
    one.resetRequests();
    const again = await one.query(
      '{ customers(first: 5, filter: { inSources: [CARECLOUD] }) { nodes { lastChat { chatId } } } sources { source facets { facet status } } }',
    );
    expect(one.upstreamRequests().helpCrunch).toEqual([]);
    const facets = again.data.sources.flatMap(({ facets: own }: { facets: object[] }) => own);
    expect(facets).toContainEqual({ facet: 'lastChat', status: 'REJECTED' });
  });
});
