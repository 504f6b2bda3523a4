import { beforeAll, describe, expect, it } from 'vitest';
import { personalitiesNamed } from '../../../src/sandbox/personality/personalities.ts';
import { type StartedGateway, startGateway } from '../../support/start-gateway.ts';

const ENV = {
  PROBE: '0',
  CACHE_TTL_SECONDS: '0',
  CACHE_STALE_SECONDS: '0',
  CHAT_TTL_SECONDS: '0',
  HELPCRUNCH_REQUESTS_PER_MINUTE: '100000',
};

const open = async (personalities: string) => {
  const product = await startGateway({
    sandbox: { people: 90, helpCrunchRequestsPerMinute: null },
    env: ENV,
  });
  const { chats } = product.sandbox.helpCrunch;
  const messages = Array.from({ length: 45 }, (_, index) => ({
    id: 9000 - index,
    agent: null,
    type: 'message' as const,
    text: `${index}`,
    read: true,
    createdAt: `${1_700_000_000 - index * 60}.000`,
    updatedAt: null,
    edited: false,
    broadcastType: null,
    from: 'customer' as const,
  }));
  product.sandbox.setPersonalities(personalitiesNamed(personalities));
  chats.setMessages(chats.rows[0]?.id ?? 0, messages);
  return product;
};

/** People who have about sixty chats together, at most a dozen each. */
function some({ sandbox: { helpCrunch } }: StartedGateway): readonly string[] {
  const counts = new Map<number, number>();
  for (const { customer } of helpCrunch.chats.rows) counts.set(customer, (counts.get(customer) ?? 0) + 1);
  let sum = 0;
  return helpCrunch.rows.flatMap(({ id }) => {
    const count = counts.get(id) ?? 0;
    if (count > 12 || sum + count > 60) return [];
    sum += count;
    return [String(id)];
  });
}

const PEOPLE = `query ($ids: [ID!]) {
  helpCrunchCustomers(first: 100, filter: { id: { in: $ids } }) {
    nodes { customerId lastChat { chatId } chats(first: 4) { totalCount nodes { chatId } pageInfo { hasNextPage } } }
  }
}`;
const INBOX = `query ($after: String, $filter: HelpCrunchChatFilter, $order: HelpCrunchChatOrder) {
  list: helpCrunchChats(first: 70, after: $after, filter: $filter, orderBy: $order) {
    nodes { id chatId }
    pageInfo { hasNextPage endCursor }
  }
}`;
const MESSAGES = `query ($id: ID!, $after: String) {
  node(id: $id) {
    ... on HelpCrunchChat { list: messages(first: 9, after: $after) { nodes { messageId } pageInfo { hasNextPage endCursor } } }
  }
}`;

type Connection = {
  readonly nodes: readonly object[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
};

/** Every page of a list, and whether the vendor was reported on the way. */
async function walk(product: StartedGateway, query: string, variables: object) {
  const nodes: object[] = [];
  let isWarned = false;
  for (let after: string | null = null; ; ) {
    const { data, errors, extensions } = await product.query(query, { ...variables, after });
    expect(errors).toBeUndefined();
    isWarned ||= warned(extensions);
    const list: Connection = data.list ?? data.node.list;
    nodes.push(...list.nodes);
    if (!list.pageInfo.hasNextPage) return { nodes, isWarned };
    after = list.pageInfo.endCursor;
  }
}

const warned = (extensions: object | undefined) => JSON.stringify(extensions ?? {}).includes('"warning":');

/** Among profiles that were seen at the same time, the order may depend on the size of pages. */
const byId = (people: readonly { readonly customerId: string }[]) =>
  people.toSorted((a, b) => Number(a.customerId) - Number(b.customerId));

async function everything(product: StartedGateway) {
  const { helpCrunch } = product.sandbox;
  const ids = some(product);
  const { data, errors } = await product.query(PEOPLE, { ids });
  expect(errors).toBeUndefined();
  const newestFirst = { field: 'LAST_MESSAGE_AT', direction: 'DESC' };
  const inbox = await walk(product, INBOX, {});
  const { id } = (inbox.nodes as { id: string; chatId: string }[]).find(
    ({ chatId }) => chatId === String(helpCrunch.chats.rows[0]?.id),
  ) ?? { id: '' };
  return {
    people: byId(data.helpCrunchCustomers.nodes),
    inbox,
    ofSome: await walk(product, INBOX, { filter: { customerIds: ids } }),
    byMessage: await walk(product, INBOX, { filter: { customerIds: ids }, order: newestFirst }),
    messages: await walk(product, MESSAGES, { id }),
  };
}

let usual: Awaited<ReturnType<typeof everything>>;
beforeAll(async () => {
  await using product = await open('');
  usual = await everything(product);
});

it('nothing is warned of without a personality, and there are chats on several pages', () => {
  expect(JSON.stringify(usual)).not.toContain('"isWarned":true');
  expect(usual.inbox.nodes.length).toBeGreaterThan(200);
  expect(usual.ofSome.nodes.length).toBeGreaterThan(50);
  expect(usual.messages.nodes).toHaveLength(45);
});

describe.each([
  'chat-pages-cut',
  'chat-totals-missing',
  'chat-totals-of-page',
  'chat-totals-too-high',
  'chat-totals-too-low',
  'large-pages-refused',
])('%s', (name) => {
  it('shows the same chats and messages', async () => {
    await using product = await open(name);
    const found = await everything(product);
    expect(found.people).toEqual(usual.people);
    for (const list of ['inbox', 'ofSome', 'byMessage', 'messages'] as const) {
      expect(found[list].nodes, list).toEqual(usual[list].nodes);
    }
  });
});

it('an order other than requested is reported where it matters', async () => {
  await using product = await open('chat-sort-ignored');
  const { people, inbox, ofSome, byMessage } = await everything(product);
  // Read whole, chats are sorted here.
  expect(people).toEqual(usual.people);
  expect(byMessage).toEqual(usual.byMessage);
  expect([inbox.isWarned, ofSome.isWarned]).toEqual([true, true]);
});

it('a search for the chats of many that is cut in silence is noticed by what is missing at its end', async () => {
  await using product = await open('or-search-cut');
  const { chats } = product.sandbox.helpCrunch;
  const talking = new Set(chats.rows.map(({ customer }) => String(customer)));
  const searches: number[] = [];
  for (let time = 0; time < 2; time++) {
    product.resetRequests();
    const { data, errors } = await product.query(
      '{ helpCrunchCustomers(first: 90) { nodes { customerId lastChat { chatId } } } }',
    );
    expect(errors).toBeUndefined();
    const { nodes } = data.helpCrunchCustomers;
    expect(nodes.length).toBeGreaterThan(50);
    for (const { customerId, lastChat } of nodes) {
      expect(lastChat !== null, customerId).toBe(talking.has(customerId));
    }
    searches.push(
      product.upstreamRequests().helpCrunch.filter((line) => line === 'POST /chats/search').length,
    );
  }
  // What was learned saves the next operation the detour.
  expect(searches[1]).toBeLessThan(searches[0] ?? 0);
});
