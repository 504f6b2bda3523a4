import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatRow } from '../../../../src/sandbox/helpcrunch/chats/wire.ts';
import { helpCrunchRow } from '../../../../src/sandbox/helpcrunch/wire.ts';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { askHelpCrunch, helpCrunchIds, type Reply } from '../../support/sandbox-client.ts';

const PROFILES = [
  helpCrunchRow({
    id: 1,
    name: 'Eva',
    email: 'Eva@A.cz',
    userId: 'u1',
    tags: [{ name: 'VIP', color: '#c377e0' }],
  }),
  helpCrunchRow({ id: 2, email: 'jan@a.cz' }),
];
const CHATS = [
  chatRow({
    id: 10,
    customer: 1,
    createdAt: 100,
    lastMessageAt: 900,
    status: 'on-hold',
    agents: [4180, 4183],
  }),
  chatRow({
    id: 11,
    customer: 2,
    createdAt: 300,
    status: 5,
    closedAt: 350.5,
    rating: 'perfect',
    assignee: 4181,
  }),
  chatRow({ id: 15, customer: 1, createdAt: 200, lastMessageAt: 250, agents: [4183], department: 142_139 }),
];

let sandbox: Sandbox;
let old: Sandbox;
beforeAll(async () => {
  const data = { careCloud: [], helpCrunch: PROFILES };
  const options = { data, chats: CHATS, helpCrunchRequestsPerMinute: null };
  sandbox = await startSandbox(options);
  old = await startSandbox({ ...options, helpCrunchShape: 'OLD' });
});
afterAll(async () => {
  await sandbox.close();
  await old.close();
});

const search = (body: unknown, at = sandbox): Promise<Reply> =>
  askHelpCrunch(at, '/chats/search', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const where = (field: string, operator: string, value: unknown) => ({
  field: `chats.${field}`,
  operator,
  value,
});
const NEWEST = { sort: 'chats.createdAt', order: 'desc' };

describe("HelpCrunch's list of chats", () => {
  it.each([
    ['chats.createdAt', 'desc', [11, 15, 10]],
    ['chats.lastMessageAt', 'desc', [10, 15, 11]],
    ['chats.lastCustomerMessageAt', 'asc', [10, 11, 15]],
    ['chats.closedAt', 'desc', [11, 15, 10]],
  ])('sorts by %s %s', async (sort, order, ids) => {
    expect(helpCrunchIds(await askHelpCrunch(sandbox, `/chats?sort=${sort}&order=${order}`))).toEqual(ids);
  });

  it.each([
    'sort=chats.status',
    'order=DESC',
    'limit=101',
    'limit=0',
    'offset=-1',
    'status=new',
  ])('refuses %s', async (query) => {
    expect((await askHelpCrunch(sandbox, `/chats?${query}`)).status).toBe(400);
  });

  it('returns its total under meta, in older copies next to the data', async () => {
    expect((await askHelpCrunch(sandbox, '/chats?limit=1')).json).toMatchObject({ meta: { total: 3 } });
    expect((await askHelpCrunch(old, '/chats?limit=1')).json).toMatchObject({ total: 3 });
  });

  it('writes times as texts, in older copies as numbers, and nests people in the chat', async () => {
    const { json } = await askHelpCrunch(sandbox, '/chats/11');
    expect(json).toMatchObject({
      createdAt: '300',
      closedAt: '350.5',
      lastMessageAt: null,
      customer: { id: 2, name: null, email: 'jan@a.cz', userId: null },
      assignee: { id: 4181, role: 'superviser' },
      readByAgent: false,
    });
    const older = (await askHelpCrunch(old, '/chats/15')).json;
    expect(older).toMatchObject({ createdAt: 200, agents: { id: 4183 }, department: { name: 'Obchod' } });
    expect(older).not.toHaveProperty('readByAgent');
  });

  it.each([
    ['/chats/12', 404],
    ['/chats/abc', 400],
    ['/chats/10/notes', 404],
    ['/departments?limit=1', 400],
    ['/agents?limit=2', 200],
    ['/applications', 200],
    ['/organization', 200],
  ])('answers GET %s with %i', async (path, status) => {
    expect((await askHelpCrunch(sandbox, path)).status).toBe(status);
  });
});

describe("HelpCrunch's search of chats", () => {
  it.each([
    ['customers under OR', 'OR', [where('customer', '=', 1), where('customer', '=', 2)], [11, 15, 10]],
    ['an email, letter case ignored', 'OR', [where('customer.email', '=', 'eva@a.cz')], [15, 10]],
    ['one of several agents', 'AND', [where('agents', '=', 4180)], [10]],
    ['nobody among the agents', 'AND', [where('agents', '!=', 4180)], [11, 15]],
    ['a tag of the customer', 'AND', [where('customer.tagsData', '=', [{ name: 'VIP' }])], [15, 10]],
    ['a range', 'AND', [where('createdAt', '>', 100), where('createdAt', '<=', 300)], [11, 15]],
    ['no end', 'AND', [where('closedAt', '<', 999)], [11]],
  ])('finds %s', async (_, comparison, filter, ids) => {
    expect(helpCrunchIds(await search({ comparison, filter, ...NEWEST }))).toEqual(ids);
  });

  it.each([
    ['no filter', { filter: [] }],
    ['a customer as text', { filter: [where('customer', '=', '1')] }],
    ['contains on a number', { filter: [where('assignee', '~', 4180)] }],
    ['a field of older copies', { filter: [where('updatedAt', '>', 1)] }],
    ['an order the page does not show', { filter: [where('customer', '=', 1)], sort: 'chats.lastMessageAt' }],
    [
      'two conditions without a comparison',
      { filter: [where('customer', '=', 1), where('customer', '=', 2)] },
    ],
    ['101 rows', { filter: [where('customer', '=', 1)], limit: 101 }],
  ])('refuses %s', async (_, body) => {
    expect((await search(body)).status).toBe(400);
  });

  it('supports chats.updatedAt in older copies', async () => {
    expect(helpCrunchIds(await search({ filter: [where('updatedAt', '>', 300)] }, old))).toEqual([10]);
  });
});

describe('the generated chats', () => {
  it('are the same for a seed, in all spellings, with very active and silent customers', async () => {
    await using one = await startSandbox({ people: 300, helpCrunchRequestsPerMinute: null });
    await using two = await startSandbox({ people: 300, helpCrunchRequestsPerMinute: null });
    const { rows } = one.helpCrunch.chats;
    expect(two.helpCrunch.chats.rows).toEqual(rows);
    const spellings = new Set(rows.map(({ status }) => status));
    for (const status of ['onhold', 'on hold', 'on-hold', '4', 4, 'closed', 5])
      expect(spellings).toContain(status);
    expect(new Set(rows.map(({ rating }) => rating))).toContain('perfect');
    const counts = one.helpCrunch.rows.map(({ id }) => rows.filter(({ customer }) => customer === id).length);
    expect(Math.max(...counts)).toBe(250);
    expect(counts).toContain(0);
    const [chat] = rows.filter(({ lastMessageAt }) => lastMessageAt !== null);
    const page = await askHelpCrunch(one, `/chats/${chat?.id}/messages?limit=2`);
    expect(page.json.data[0]).toMatchObject({
      id: chat?.lastMessageId,
      text: chat?.lastMessageText,
      chat: chat?.id,
    });
    const types = new Set(
      rows.flatMap(({ id }) => one.helpCrunch.chats.messages(id)).map(({ type }) => type),
    );
    expect([...types].sort()).toEqual(['email', 'knowledgeBase', 'message', 'private', 'tech']);
  });
});

describe('the webhook sender', () => {
  it('signs the body as HelpCrunch does, unless configured otherwise', async () => {
    const came: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      came.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const event = { event: 'chat.closed', chatId: 11, id: 'e-1', createdAt: 5 };
    expect(await sandbox.helpCrunch.sendWebhook(event, { url, key: 'k' })).toBe(204);
    await sandbox.helpCrunch.sendWebhook(event, { url, key: 'k', isWronglySigned: true });
    await sandbox.helpCrunch.sendWebhook({ event: 'message.private', chatId: 10 }, { url, key: null });
    server.close();
    const signature = (body: string) => createHmac('sha1', 'k').update(body).digest('hex');
    expect(came[0]?.headers['x-helpcrunch-signature']).toBe(signature(came[0]?.body ?? ''));
    expect(came[1]?.headers['x-helpcrunch-signature']).not.toBe(signature(came[1]?.body ?? ''));
    expect(came[2]?.headers['x-helpcrunch-signature']).toBeUndefined();
    expect(JSON.parse(came[0]?.body ?? '')).toMatchObject({
      event: 'chat.closed',
      id: 'e-1',
      createdAt: 5,
      attempts: 1,
      eventData: { customer: { id: 2 } },
    });
    expect(JSON.parse(came[2]?.body ?? '')).toMatchObject({
      eventData: { chat_id: 10, customer: { id: 1 } },
    });
  });
});
