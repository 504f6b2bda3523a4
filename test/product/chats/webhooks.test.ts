import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StartedGateway, startGateway } from '../../support/start-gateway.ts';

const KEY = 'signing-key';
const TOKEN = 'token-of-our-choice';

let one: StartedGateway;
let url: string;
beforeAll(async () => {
  one = await startGateway({
    sandbox: { people: 60, helpCrunchRequestsPerMinute: null },
    env: {
      HELPCRUNCH_WEBHOOK_KEY: KEY,
      CARECLOUD_WEBHOOK_TOKEN: TOKEN,
      HELPCRUNCH_REQUESTS_PER_MINUTE: '10000',
      FACET_TTL_SECONDS: '600',
    },
  });
  url = new URL('/webhooks/helpcrunch', one.url).href;
});
afterAll(() => one[Symbol.asyncDispose]());
beforeEach(() => one.resetRequests());

const { stringify } = JSON;
const aChat = (at = 0) => {
  const { rows } = one.sandbox.helpCrunch.chats;
  const customers = [...new Set(rows.map(({ customer }) => customer))];
  const chat = rows.find(({ customer }) => customer === customers[at]);
  if (!chat) throw new Error('Expected a chat.');
  return chat;
};
const askProfile = async (id: number) => {
  const { data, errors } = await one.query(
    'query ($id: ID!) { node(id: $id) { ... on HelpCrunchCustomer { lastChat { chatId statusText } chats(first: 100) { nodes { chatId statusText } } } } }',
    { id: Buffer.from(`HelpCrunchCustomer:${id}`).toString('base64') },
  );
  expect(errors).toBeUndefined();
  return data.node.chats.nodes as { chatId: string; statusText: string }[];
};
const searches = () => one.upstreamRequests().helpCrunch.filter((line) => line.includes('/chats')).length;
const post = async (body: string, signature?: string) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(signature !== undefined && { 'x-helpcrunch-signature': signature }),
    },
    body,
  });
  return { status: response.status, text: await response.text() };
};
const sign = (body: string) => createHmac('sha1', KEY).update(body).digest('hex');
const now = () => Math.floor(Date.now() / 1000);

describe('an event of HelpCrunch', () => {
  it('drops what is cached of the customer, so that a change is visible at once; nothing else is fetched again', async () => {
    const [chat, other] = [aChat(0), aChat(1)];
    await askProfile(chat.customer);
    await askProfile(other.customer);
    const before = searches();
    one.sandbox.helpCrunch.chats.update(chat.id, { status: 'pending' });
    await askProfile(chat.customer);
    expect(searches()).toBe(before);
    const status = await one.sandbox.helpCrunch.sendWebhook(
      { event: 'chat.status_updated', chatId: chat.id },
      { url, key: KEY },
    );
    expect(status).toBe(200);
    const nodes = await askProfile(chat.customer);
    expect(nodes.find(({ chatId }) => chatId === String(chat.id))?.statusText).toBe('pending');
    expect(searches()).toBe(before + 1);
    await askProfile(other.customer);
    expect(searches()).toBe(before + 1);
  });

  it('drops the inbox, the chat and its messages', async () => {
    const chat = aChat(2);
    const id = Buffer.from(`HelpCrunchChat:${chat.id}`).toString('base64');
    const query = `{ helpCrunchChats(first: 5) { nodes { chatId } } node(id: "${id}") { ... on HelpCrunchChat { messages { nodes { text } } } } }`;
    await one.query(query);
    one.resetRequests();
    await one.query(query);
    expect(searches()).toBe(0);
    await one.sandbox.helpCrunch.sendWebhook(
      { event: 'message.chat.customer', chatId: chat.id },
      { url, key: KEY },
    );
    await one.query(query);
    expect([...one.upstreamRequests().helpCrunch].sort()).toEqual([
      'GET /chats',
      `GET /chats/${chat.id}`,
      `GET /chats/${chat.id}/messages`,
    ]);
  });

  it('is refused if unsigned or wrongly signed, and changes nothing', async () => {
    const chat = aChat(3);
    await askProfile(chat.customer);
    one.resetRequests();
    const event = { event: 'chat.closed', chatId: chat.id };
    expect(await one.sandbox.helpCrunch.sendWebhook(event, { url, key: null })).toBe(401);
    expect(await one.sandbox.helpCrunch.sendWebhook(event, { url, key: KEY, isWronglySigned: true })).toBe(
      401,
    );
    expect(await one.sandbox.helpCrunch.sendWebhook(event, { url, key: 'another' })).toBe(401);
    expect((await post('{}', 'zz')).status).toBe(401);
    await askProfile(chat.customer);
    expect(searches()).toBe(0);
  });

  it('counts once however often it is delivered, and not if it is older than a day', async () => {
    const chat = aChat(4);
    const event = { event: 'chat.rated', chatId: chat.id, id: 'event-1' };
    await one.sandbox.helpCrunch.sendWebhook(event, { url, key: KEY });
    await askProfile(chat.customer);
    one.resetRequests();
    expect(await one.sandbox.helpCrunch.sendWebhook(event, { url, key: KEY })).toBe(200);
    const old = { ...event, id: 'event-2', createdAt: now() - 90_000 };
    expect(await one.sandbox.helpCrunch.sendWebhook(old, { url, key: KEY })).toBe(200);
    await askProfile(chat.customer);
    expect(searches()).toBe(0);
  });

  it('that does not name its chat or customer drops everything it may affect', async () => {
    const chat = aChat(5);
    await askProfile(chat.customer);
    one.resetRequests();
    const body = stringify({ event: 'chat.assigned', eventData: {}, id: 'event-3', createdAt: now() });
    expect(await post(body, sign(body))).toEqual({ status: 200, text: 'accepted\n' });
    await askProfile(chat.customer);
    expect(searches()).toBe(1);
  });

  it.each<[string, string, number]>([
    [
      'of an unknown customer',
      stringify({ event: 'chat.new', eventData: { id: 1, customer: { id: 2 } } }),
      200,
    ],
    ['of an unknown kind', stringify({ event: 'x', eventData: 'x', createdAt: 'x', id: 7 }), 200],
    ['that is not JSON', 'hello', 400],
    ['that is a list', '[]', 400],
    ['of a megabyte', `{"event":"${'x'.repeat(1_000_000)}"}`, 413],
  ])('%s returns its status', async (_, body, status) => {
    expect((await post(body, sign(body))).status).toBe(status);
  });

  it('must be a POST', async () => {
    const response = await fetch(url);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('an event of CareCloud', () => {
  const send = (body: unknown, authorization = `Bearer ${TOKEN}`) =>
    fetch(new URL('/webhooks/carecloud', one.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: typeof body === 'string' ? body : stringify(body),
    }).then(({ status }) => status);
  const askAccount = async (id: string) => {
    one.resetRequests();
    await one.query(
      'query ($id: ID!) { customer(by: { careCloudId: $id }) { careCloud { tier { tierId } cards { cardId } } } }',
      { id },
    );
    return one.upstreamRequests().careCloud.filter((line) => !/^GET \/customers(\/[^/]+)?$/.test(line));
  };

  it('drops what is cached of the customer’s facets, all or some', async () => {
    const [first, second] = one.sandbox.careCloud.rows.map(({ customer_id }) => customer_id);
    if (first === undefined || second === undefined) throw new Error('Expected two accounts.');
    const [tier, cards] = [`GET /customers/${first}/status-records`, 'GET /cards'];
    expect((await askAccount(first)).sort()).toEqual([cards, tier]);
    await askAccount(second);
    expect(await askAccount(first)).toEqual([]);
    expect(await send({ customer_id: first, facets: ['cards'] })).toBe(200);
    expect(await askAccount(first)).toEqual([cards]);
    expect(await askAccount(second)).toEqual([]);
    expect(await send({ customer_id: first })).toBe(200);
    expect((await askAccount(first)).sort()).toEqual([cards, tier]);
  });

  it.each<[string, unknown, string | undefined, number]>([
    ['without the token', { customer_id: 'a' }, 'Bearer other', 401],
    ['without a customer', { facets: [] }, undefined, 400],
    ['with a facet there is not', { customer_id: 'a', facets: ['x'] }, undefined, 400],
    ['that is not JSON', 'x', undefined, 400],
    ['of an unknown customer', { customer_id: 'nobody' }, undefined, 200],
  ])('%s returns its status', async (_, body, authorization, status) => {
    expect(await send(body, authorization)).toBe(status);
  });
});

it('without their settings webhooks are off', async () => {
  await using none = await startGateway({ sandbox: { people: 3 } });
  for (const path of ['/webhooks/helpcrunch', '/webhooks/carecloud']) {
    const { status } = await fetch(new URL(path, none.url), { method: 'POST', body: '{}' });
    expect([404, 405]).toContain(status);
  }
});
