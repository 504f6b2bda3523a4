import { describe, expect, it } from 'vitest';
import { isWaiting } from '../../../../src/customers/model/help-crunch-chat.ts';
import {
  decodeChats,
  decodeMessages,
  decodeOneChat,
} from '../../../../src/vendors/helpcrunch/chats/wire/decode-chat.ts';

const ignore = () => {};
const chat = (wire: object) => decodeOneChat({ id: 1, ...wire }, ignore);

describe('a chat of HelpCrunch', () => {
  it.each([
    ['new', 'NEW'],
    ['Opened', 'OPENED'],
    ['pending', 'PENDING'],
    ['onhold', 'ON_HOLD'],
    ['on hold', 'ON_HOLD'],
    ['on-hold', 'ON_HOLD'],
    ['4', 'ON_HOLD'],
    [4, 'ON_HOLD'],
    ['closed', 'CLOSED'],
    ['no communication', 'NO_COMMUNICATION'],
    ['empty', 'EMPTY'],
    ['constructor', 'OTHER'],
    [null, null],
  ])('with the status %j is %s, and shows the original', (status, expected) => {
    expect(chat({ status })).toMatchObject({
      status: expected,
      statusText: status === null ? null : String(status),
    });
  });

  it.each([
    ['great', 'GREAT'],
    ['perfect', 'GREAT'],
    ['average', 'AVERAGE'],
    ['poor', 'POOR'],
    ['meh', 'OTHER'],
    [null, null],
  ])('with the rating %j is %s', (rating, expected) => {
    expect(chat({ rating })).toMatchObject({ rating: expected, ratingText: rating });
  });

  it('may name agents, department and customer by their ids alone', () => {
    const reported: string[] = [];
    const wire = { id: 1, agents: [5, '6'], assignee: '5', department: 3, customer: 9 };
    const agent = { name: null, email: null, role: null };
    expect(decodeOneChat(wire, (field) => reported.push(field))).toMatchObject({
      agents: [
        { agentId: '5', ...agent },
        { agentId: '6', ...agent },
      ],
      assignee: { agentId: '5', ...agent },
      department: { departmentId: '3', name: null },
      customer: { customerId: '9', email: null, userId: null },
    });
    expect(reported).toEqual([]);
  });

  it('reports what it leaves out because no id can be read', () => {
    const reported: string[] = [];
    const wire = {
      id: 1,
      agents: ['Eva', { name: 'Eva' }],
      assignee: {},
      department: 'Sales',
      customer: true,
    };
    expect(decodeOneChat(wire, (field) => reported.push(field))).toMatchObject({
      agents: [],
      assignee: null,
      department: null,
      customer: null,
    });
    expect(reported.toSorted()).toEqual([
      'chat.agents',
      'chat.agents.id',
      'chat.assignee.id',
      'chat.customer',
      'chat.department',
    ]);
  });

  it('has times as numbers, texts and fractions, and one agent instead of a list', () => {
    expect(
      chat({
        createdAt: 1_594_322_706,
        lastMessageAt: '1601477718',
        closedAt: '1607542030.713',
        agents: { id: 5, name: 'Eva' },
      }),
    ).toMatchObject({
      createdAt: 1_594_322_706_000,
      lastMessageAt: 1_601_477_718_000,
      closedAt: 1_607_542_030_713,
      agents: [{ agentId: '5', name: 'Eva', email: null, role: null }],
    });
  });

  it.each<[string, object, boolean]>([
    ['the customer wrote last', { lastMessageAt: 5, lastCustomerMessageAt: 5, status: 'opened' }, true],
    ['an agent wrote last', { lastMessageAt: 6, lastCustomerMessageAt: 5, status: 'opened' }, false],
    ['it is closed', { lastMessageAt: 5, lastCustomerMessageAt: 5, status: '5' }, false],
    [
      'it was closed, in whatever words',
      { lastMessageAt: 5, lastCustomerMessageAt: 5, status: 'done', closedAt: 6 },
      false,
    ],
    ['nobody wrote', { status: 'new' }, false],
  ])('shows whether the customer is waiting: %s', (_, wire, expected) => {
    expect(isWaiting(chat(wire))).toBe(expected);
  });
});

describe('pages of HelpCrunch', () => {
  it.each([
    ['meta.total', { data: [], meta: { total: 3 } }, 3],
    ['total', { total: '3', data: [] }, 3],
    ['none', { data: [] }, null],
  ])('have a total by %s', (_, body, total) => {
    expect(decodeChats(body, ignore).total).toBe(total);
  });

  it('keep the position of a row without an id', () => {
    const { rows } = decodeChats({ data: [{ id: 1 }, { status: 'new' }, null, { id: '3' }] }, ignore);
    expect(rows.map(({ isUnreadable }) => isUnreadable === true)).toEqual([false, true, true, false]);
  });

  it('have messages under either name', () => {
    expect(decodeMessages({ messages: [{ id: 2, text: 'a' }] }, ignore).rows[0]).toMatchObject({
      messageId: '2',
    });
  });

  it.each([null, [], 'x', { data: 'x' }, {}])('are invalid: %j', (body) => {
    expect(() => decodeChats(body, ignore)).toThrow('expected');
  });
});
