import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChatRow } from '../../../src/sandbox/helpcrunch/chats/wire.ts';
import { type StartedGateway, startGateway } from '../../support/start-gateway.ts';

let one: StartedGateway;
beforeAll(async () => {
  one = await startGateway({
    sandbox: { people: 200, helpCrunchRequestsPerMinute: null },
    env: { CACHE_TTL_SECONDS: '0', CACHE_STALE_SECONDS: '0', HELPCRUNCH_REQUESTS_PER_MINUTE: '10000' },
  });
});
afterAll(() => one[Symbol.asyncDispose]());
beforeEach(() => one.resetRequests());

const momentOf = (chat: ChatRow) => chat.lastMessageAt ?? chat.createdAt;
const chatsOf = (...customers: number[]) =>
  one.sandbox.helpCrunch.chats.rows
    .filter(({ customer }) => customers.includes(customer))
    .sort((a, b) => momentOf(b) - momentOf(a) || b.id - a.id);
const profilesBy = (email: string) =>
  one.sandbox.helpCrunch.rows.filter((row) => row.email?.trim().toLowerCase() === email.toLowerCase());
const heaviest = () => {
  const counts = new Map<number, number>();
  for (const { customer } of one.sandbox.helpCrunch.chats.rows)
    counts.set(customer, (counts.get(customer) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
};
const member = () => {
  for (const account of one.sandbox.careCloud.rows) {
    const email = account.personal_information.email ?? '';
    const [profile] = email === '' ? [] : profilesBy(email);
    if (profile && chatsOf(profile.id).length > 0) return { account, profile, email };
  }
  throw new Error('Expected somebody in both vendors with a chat.');
};

describe('the last chat', () => {
  it('of a page of 20 members costs one request to each vendor, and is the one with the latest message', async () => {
    const { data, errors } = await one.query(
      '{ customers(first: 20, filter: { inSources: [CARECLOUD] }) { nodes { email lastChat { chatId } } } }',
    );
    expect(errors).toBeUndefined();
    expect(one.upstreamRequests()).toEqual({
      careCloud: ['GET /customers'],
      helpCrunch: ['POST /chats/search'],
    });
    for (const { email, lastChat } of data.customers.nodes) {
      const ids = email === null ? [] : profilesBy(email).map(({ id }) => id);
      expect(lastChat?.chatId ?? null).toBe(chatsOf(...ids)[0]?.id.toString() ?? null);
    }
    expect(data.customers.nodes.some(({ lastChat }: { lastChat: unknown }) => lastChat !== null)).toBe(true);
  });

  it('of a page of 100 profiles, including a very active one, costs one to four requests', async () => {
    const { data, errors } = await one.query(
      'query ($ids: [ID!]) { helpCrunchCustomers(first: 100, filter: { id: { in: $ids } }) { nodes { customerId lastChat { chatId } chats(first: 3) { nodes { chatId } } } } }',
      { ids: [heaviest(), ...one.sandbox.helpCrunch.rows.slice(30, 129).map(({ id }) => id)].map(String) },
    );
    expect(errors).toBeUndefined();
    const nodes: { customerId: string; lastChat: { chatId: string } | null; chats: { nodes: unknown[] } }[] =
      data.helpCrunchCustomers.nodes;
    expect(nodes.map(({ customerId }) => Number(customerId))).toContain(heaviest());
    for (const { customerId, lastChat, chats } of nodes) {
      const own = chatsOf(Number(customerId));
      expect(lastChat === null).toBe(own.length === 0);
      expect(chats.nodes.length).toBe(Math.min(3, own.length));
    }
    const { careCloud, helpCrunch } = one.upstreamRequests();
    expect(careCloud).toEqual([]);
    expect(helpCrunch[0]).toBe('POST /customers/search');
    expect(helpCrunch.slice(1).every((line) => line === 'POST /chats/search')).toBe(true);
    expect(helpCrunch.length).toBeLessThanOrEqual(5);
  });
});

describe('chats', () => {
  it('of a very active person are complete and in order, page by page, with their count', async () => {
    const id = String(heaviest());
    const ids: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { data, errors } = await one.query(
        'query ($id: ID!, $after: String) { customer(by: { helpCrunchId: $id }) { helpCrunch { chats(first: 60, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { chatId } } } } }',
        { id, after },
      );
      expect(errors).toBeUndefined();
      const { chats } = data.customer.helpCrunch;
      expect(chats.totalCount).toBe(250);
      ids.push(...chats.nodes.map(({ chatId }: { chatId: string }) => chatId));
      if (!chats.pageInfo.hasNextPage) break;
      after = chats.pageInfo.endCursor;
    }
    expect(ids).toEqual(chatsOf(heaviest()).map((chat) => String(chat.id)));
  });

  it('have the requested statuses, in any of HelpCrunch’s spellings', async () => {
    const id = String(heaviest());
    const { data } = await one.query(
      'query ($id: ID!) { customer(by: { helpCrunchId: $id }) { chats(first: 100, statuses: [ON_HOLD]) { totalCount nodes { status statusText } } } }',
      { id },
    );
    const expected = chatsOf(heaviest()).filter(({ status }) => /^(on[ -]?hold|4)$/.test(String(status)));
    expect(data.customer.chats.totalCount).toBe(expected.length);
    expect(data.customer.chats.nodes.map(({ statusText }: { statusText: string }) => statusText)).toEqual(
      expected.map(({ status }) => String(status)),
    );
  });

  it('show their customer, origin and messages, without private notes', async () => {
    const { rows, messages } = one.sandbox.helpCrunch.chats;
    const row = rows.find((chat) => messages(chat.id).some(({ type }) => type === 'private'));
    const query = `query ($id: ID!, $all: Boolean!) { node(id: $id) { ... on HelpCrunchChat { lastMessageText assignee { agentId name email } agents { role } lastAgent { agentId } department { name } application { applicationId name } messages(first: 100, includePrivate: $all) { totalCount nodes { messageId type text from agent { name } } } } } }`;
    const ask = async (all: boolean) => {
      const { data, errors } = await one.query(query, {
        id: Buffer.from(`HelpCrunchChat:${row?.id}`).toString('base64'),
        all,
      });
      expect(errors).toBeUndefined();
      return data.node;
    };
    const all = messages(row?.id ?? 0);
    const chat = await ask(true);
    expect(chat.messages.nodes.map(({ text }: { text: string }) => text)).toEqual(
      all.map(({ text }) => text),
    );
    expect(chat.messages.totalCount).toBe(all.length);
    expect(chat.lastMessageText).toBe(row?.lastMessageText);
    expect(chat.assignee?.agentId ?? null).toBe(row?.assignee?.toString() ?? null);
    expect(chat.application?.applicationId ?? null).toBe(row?.applicationId?.toString() ?? null);
    const open = await ask(false);
    const shown = all.filter(({ type }) => type !== 'private');
    expect(open.messages.nodes.map(({ messageId }: { messageId: string }) => messageId)).toEqual(
      shown.map(({ id }) => String(id)),
    );
    expect(open.messages.totalCount).toBe(shown.length);
  });

  it('of a profile with 5,000 cost two requests for the first 100', async () => {
    const [profile] = one.sandbox.helpCrunch.rows;
    const chats = Array.from({ length: 5000 }, (_, index) => ({
      ...(one.sandbox.helpCrunch.chats.rows[0] as ChatRow),
      id: 10 + index,
      customer: profile?.id ?? 0,
      createdAt: 1_600_000_000 + index,
      lastMessageAt: 1_600_000_100 + index,
    }));
    await using heavy = await startGateway({
      sandbox: { people: 5, chats, helpCrunchRequestsPerMinute: null },
      env: { CACHE_TTL_SECONDS: '0' },
    });
    heavy.resetRequests();
    const ask = (after: string | null) =>
      heavy.query(
        'query ($id: ID!, $after: String) { node(id: $id) { ... on HelpCrunchCustomer { lastChat { chatId } chats(first: 100, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { chatId } } } } }',
        { id: Buffer.from(`HelpCrunchCustomer:${profile?.id}`).toString('base64'), after },
      );
    const first = await ask(null);
    expect(first.errors).toBeUndefined();
    expect(first.data.node.lastChat).toEqual({ chatId: '5009' });
    expect(first.data.node.chats.nodes.map(({ chatId }: { chatId: string }) => Number(chatId))).toEqual(
      Array.from({ length: 100 }, (_, index) => 5009 - index),
    );
    expect(first.data.node.chats.pageInfo.hasNextPage).toBe(true);
    expect(heavy.upstreamRequests().helpCrunch.length).toBeLessThanOrEqual(3);
    const second = await ask(first.data.node.chats.pageInfo.endCursor);
    expect(second.errors).toBeUndefined();
    expect(second.data.node.chats.nodes.at(0)).toEqual({ chatId: '4909' });
    expect(second.data.node.chats.nodes).toHaveLength(100);
  });
});

describe('a person by a chat', () => {
  it('who is a member costs one request to each vendor', async () => {
    const { account, profile } = member();
    const [chat] = chatsOf(profile.id);
    const { data, errors } = await one.query(
      'query ($id: ID!) { customer(by: { helpCrunchChatId: $id }) { careCloudId } }',
      { id: String(chat?.id) },
    );
    expect(errors).toBeUndefined();
    expect(data.customer.careCloudId).toBe(account.customer_id);
    expect(one.upstreamRequests()).toEqual({
      careCloud: ['GET /customers'],
      helpCrunch: [`GET /chats/${chat?.id}`],
    });
  });

  it('is null for an unknown chat, and an invalid id is refused', async () => {
    const query = 'query ($id: ID!) { customer(by: { helpCrunchChatId: $id }) { id } }';
    expect(await one.query(query, { id: '7' })).toMatchObject({ data: { customer: null } });
    const { errors } = await one.query(query, { id: 'abc' });
    expect(errors?.[0].extensions.code).toBe('BAD_USER_INPUT');
  });

  it('who is not a member is the profile', async () => {
    const emails = new Set(
      one.sandbox.careCloud.rows.map((row) => row.personal_information.email?.toLowerCase()),
    );
    const profile = one.sandbox.helpCrunch.rows.find(
      ({ id, email }) => chatsOf(id).length > 0 && !emails.has(email?.trim().toLowerCase()),
    );
    const [chat] = chatsOf(profile?.id ?? 0);
    const { data } = await one.query(
      'query ($id: ID!) { customer(by: { helpCrunchChatId: $id }) { helpCrunchId } }',
      { id: String(chat?.id) },
    );
    expect(data.customer).toEqual({ helpCrunchId: String(profile?.id) });
  });
});

describe('the inbox', () => {
  const ids = ({ data }: Awaited<ReturnType<StartedGateway['query']>>): number[] =>
    data.helpCrunchChats.nodes.map(({ chatId }: { chatId: string }) => Number(chatId));

  it('with the tier of each customer costs a list, one look-up and one request per member', async () => {
    const { data, errors } = await one.query(
      '{ helpCrunchChats(first: 20, orderBy: { field: LAST_MESSAGE_AT }) { totalCount nodes { chatId customer { customer { careCloud { customerId tier { tierId } } } } } } }',
    );
    expect(errors).toBeUndefined();
    const nodes: { customer: { customer: { careCloud: { customerId: string } | null } } }[] =
      data.helpCrunchChats.nodes;
    const members = new Set(nodes.flatMap(({ customer }) => customer.customer.careCloud?.customerId ?? []));
    const { careCloud, helpCrunch } = one.upstreamRequests();
    expect(helpCrunch).toEqual(['GET /chats', 'POST /customers/search']);
    expect(careCloud.filter((line) => line.endsWith('/status-records'))).toHaveLength(members.size);
    expect(careCloud.filter((line) => line === 'GET /customers')).toHaveLength(1);
    expect(data.helpCrunchChats.totalCount).toBe(one.sandbox.helpCrunch.chats.rows.length);
  });

  it.each([
    'CREATED_AT',
    'LAST_MESSAGE_AT',
    'LAST_CUSTOMER_MESSAGE_AT',
    'CLOSED_AT',
  ])('is walked in both directions by %s, every chat once', async (field) => {
    const forward: number[] = [];
    const query = `query ($first: Int, $after: String, $last: Int, $before: String) { helpCrunchChats(first: $first, after: $after, last: $last, before: $before, orderBy: { field: ${field} }) { pageInfo { hasNextPage endCursor hasPreviousPage startCursor } nodes { chatId } } }`;
    for (let after: string | null = null; ; ) {
      const page = await one.query(query, { first: 90, after });
      expect(page.errors).toBeUndefined();
      forward.push(...ids(page));
      if (!page.data.helpCrunchChats.pageInfo.hasNextPage) break;
      after = page.data.helpCrunchChats.pageInfo.endCursor;
    }
    expect(new Set(forward).size).toBe(one.sandbox.helpCrunch.chats.rows.length);
    expect(forward).toHaveLength(one.sandbox.helpCrunch.chats.rows.length);
    const end = await one.query(query, { last: 50 });
    expect(ids(end)).toEqual(forward.slice(-50));
    const before = await one.query(query, {
      last: 50,
      before: end.data.helpCrunchChats.pageInfo.startCursor,
    });
    expect(ids(before)).toEqual(forward.slice(-100, -50));
  });

  const walk = async (filter: object, orderBy: object | null = null) => {
    const found: number[] = [];
    for (let after: string | null = null; ; ) {
      const page = await one.query(
        'query ($after: String, $filter: HelpCrunchChatFilter, $orderBy: HelpCrunchChatOrder) { helpCrunchChats(first: 100, after: $after, filter: $filter, orderBy: $orderBy) { pageInfo { hasNextPage endCursor } nodes { chatId } } }',
        { after, filter, orderBy },
      );
      expect(page.errors).toBeUndefined();
      found.push(...ids(page));
      if (!page.data.helpCrunchChats.pageInfo.hasNextPage) return found;
      after = page.data.helpCrunchChats.pageInfo.endCursor;
    }
  };
  const tagsOf = (chat: ChatRow) =>
    one.sandbox.helpCrunch.rows.find(({ id }) => id === chat.customer)?.tags.map(({ name }) => name) ?? [];
  const some = () => one.sandbox.helpCrunch.rows.slice(10, 40).map(({ id }) => id);
  const closed = ({ status }: ChatRow) => /^(closed|5)$/.test(String(status));

  it.each<[string, () => object, (chat: ChatRow) => boolean]>([
    ['customers', () => ({ customerIds: some().map(String) }), (chat) => some().includes(chat.customer)],
    ['an agent', () => ({ agentIds: ['4183'] }), (chat) => chat.agents.includes(4183)],
    ['statuses', () => ({ statuses: ['CLOSED'] }), closed],
    ['ratings', () => ({ ratings: ['GREAT'] }), ({ rating }) => rating === 'great' || rating === 'perfect'],
    [
      'customers and a status and an assignee',
      () => ({ customerIds: some().map(String), statuses: ['CLOSED'], assigneeIds: ['4180', '4181'] }),
      (chat) => some().includes(chat.customer) && closed(chat) && [4180, 4181].includes(chat.assignee ?? 0),
    ],
    [
      'any of an assignee and a status',
      () => ({ match: 'ANY', assigneeIds: ['4180'], statuses: ['CLOSED'] }),
      (chat) => chat.assignee === 4180 || closed(chat),
    ],
    [
      'tags of customers',
      () => ({ customerTags: { allOf: ['VIP'], noneOf: ['Lead'] } }),
      (chat) => tagsOf(chat).includes('VIP') && !tagsOf(chat).includes('Lead'),
    ],
    [
      'a time',
      () => ({ createdAt: { gte: '2023-01-01T00:00:00Z', lt: '2024-01-01T00:00:00.500Z' } }),
      ({ createdAt }) =>
        createdAt >= Date.UTC(2023, 0, 1) / 1000 && createdAt < Date.UTC(2024, 0, 1) / 1000 + 0.5,
    ],
    ['nobody', () => ({ customerIds: [] }), () => false],
  ])('finds exactly the chats with %s', async (_, filter, holds) => {
    const expected = one.sandbox.helpCrunch.chats.rows.filter(holds).map(({ id }) => id);
    expect((await walk(filter())).sort((a, b) => a - b)).toEqual(expected);
  });

  it('sorts a search by the latest message', async () => {
    const found = await walk(
      { customerIds: some().map(String) },
      { field: 'LAST_MESSAGE_AT', direction: 'ASC' },
    );
    const rows = new Map(one.sandbox.helpCrunch.chats.rows.map((row) => [row.id, row]));
    const moments = found.map((id) => rows.get(id)?.lastMessageAt ?? -1);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
  });
});

describe('HelpCrunch’s catalogues', () => {
  it('are read with one request per list', async () => {
    const { data, errors } = await one.query(
      '{ helpCrunchCatalogue { teamOnline agents { agentId role } departments { name } applications { type } } sources { facets { facet requestsPerCustomer batch status } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.helpCrunchCatalogue.agents).toHaveLength(12);
    expect(data.helpCrunchCatalogue.departments).toHaveLength(4);
    expect(data.helpCrunchCatalogue).toMatchObject({ teamOnline: true });
    const facets = data.sources.flatMap(({ facets: own }: { facets: object[] }) => own);
    expect(facets).toContainEqual({ facet: 'lastChat', requestsPerCustomer: 1, batch: 100, status: 'OK' });
  });
});

it('a chat is found again by its global id', async () => {
  const [chat] = one.sandbox.helpCrunch.chats.rows;
  const id = Buffer.from(`HelpCrunchChat:${chat?.id}`).toString('base64');
  const { data } = await one.query(
    'query ($id: ID!) { node(id: $id) { id ... on HelpCrunchChat { chatId } } }',
    { id },
  );
  expect(data.node).toEqual({ id, chatId: String(chat?.id) });
});

it('routers find a chat by either key, and null for an unknown one', async () => {
  const [chat] = one.sandbox.helpCrunch.chats.rows;
  const id = Buffer.from(`HelpCrunchChat:${chat?.id}`).toString('base64');
  const { data, errors } = await one.query(
    'query ($all: [_Any!]!) { _entities(representations: $all) { ... on HelpCrunchChat { id chatId } } }',
    {
      all: [{ id }, { chatId: String(chat?.id) }, { chatId: '1' }].map((key) => ({
        __typename: 'HelpCrunchChat',
        ...key,
      })),
    },
  );
  expect(errors).toBeUndefined();
  const found = { id, chatId: String(chat?.id) };
  expect(data._entities).toEqual([found, found, null]);
});
