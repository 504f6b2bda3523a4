import type { Answer } from '../../../../src/sandbox/fault.ts';
import { chatField } from '../../../../src/sandbox/helpcrunch/chats/chat-fields.ts';
import { SEARCH_ORDERS } from '../../../../src/sandbox/helpcrunch/chats/chat-page.ts';
import { makeChats } from '../../../../src/sandbox/helpcrunch/chats/make-chats.ts';
import type { ChatRow } from '../../../../src/sandbox/helpcrunch/chats/wire.ts';
import { writeChat } from '../../../../src/sandbox/helpcrunch/chats/write-chat.ts';
import {
  helpCrunchBadRequest,
  helpCrunchErrorAnswer,
  helpCrunchJson,
} from '../../../../src/sandbox/helpcrunch/errors.ts';
import { helpCrunchField } from '../../../../src/sandbox/helpcrunch/fields.ts';
import { CUSTOMER_ORDERS, readListQuery } from '../../../../src/sandbox/helpcrunch/page.ts';
import { type HelpCrunchSearch, parseSearchBody } from '../../../../src/sandbox/helpcrunch/search-body.ts';
import type { HelpCrunchCustomerWire } from '../../../../src/sandbox/helpcrunch/wire.ts';
import type { RateWindow } from '../../../../src/sandbox/rate-window.ts';
import type { SandboxRequest } from '../../../../src/sandbox/sandbox-request.ts';
import type { Population } from './population.ts';
import { ProfileColumns } from './profile-columns.ts';

export const HELP_CRUNCH_KEY = 'day-helpcrunch-key';

type Asked = Pick<SandboxRequest, 'method' | 'path' | 'query' | 'headers' | 'body'>;

const SHAPE = { shape: 'NEW', maxConditions: Number.POSITIVE_INFINITY } as const;
const CHAT_NUMBERS = 1_000;
/** What the search of chats asks of people, by what the search of profiles calls it. */
const PROFILE_FIELDS: Readonly<Record<string, string>> = {
  'chats.customer': 'customers.id',
  'chats.customer.email': 'customers.email',
  'chats.customer.userId': 'customers.userId',
};

/** A HelpCrunch with very many profiles: what the gateway, or anybody, asks of customers and of their chats. */
export function createHelpCrunch(seed: number, population: Population, rate: RateWindow) {
  const columns = new ProfileColumns(population);

  function customersPage(
    any: boolean,
    search: Pick<HelpCrunchSearch<HelpCrunchCustomerWire>, 'page' | 'conditions'>,
  ) {
    const { order, ...page } = search.page;
    const sort = order === null ? null : (order.name as 'firstSeen' | 'lastSeen');
    const { numbers, total } = columns.select(any, search.conditions, { ...page, sort });
    const data = numbers.map((number) => toNewShape(population.profile(number)));
    return helpCrunchJson(200, JSON.stringify({ data, total }));
  }

  function searchCustomers(body: unknown): Answer {
    const search = parseSearchBody(body, SHAPE, { fieldOf: helpCrunchField, orders: CUSTOMER_ORDERS });
    if (!('conditions' in search)) return helpCrunchBadRequest('NEW', search);
    return customersPage(search.any, search);
  }

  /** Of people alone: by their profiles' ids and addresses. */
  function searchChats(body: unknown): Answer {
    const search = parseSearchBody(body, SHAPE, { fieldOf: chatField, orders: SEARCH_ORDERS });
    if (!('conditions' in search)) return helpCrunchBadRequest('NEW', search);
    const { conditions, any } = search;
    const people = conditions.flatMap((condition) => {
      const field = PROFILE_FIELDS[condition.field];
      return field === undefined ? [] : [{ ...condition, field }];
    });
    if (people.length < conditions.length) return helpCrunchErrorAnswer('NEW', 400);
    const { numbers } = columns.select(any, people, {
      sort: null,
      descending: false,
      offset: 0,
      limit: 1_000,
    });
    const { order, descending, offset, limit } = search.page;
    const keyOf = (chat: ChatRow) => Number(order?.keyOf(chat) ?? -1);
    const found = numbers.flatMap(chatsOf).sort((one, other) => keyOf(one.chat) - keyOf(other.chat));
    if (descending) found.reverse();
    const page = found.slice(offset, offset + limit);
    const data = page.map(({ chat, profile }) => writeChat(chat, profile, 'NEW'));
    return helpCrunchJson(200, JSON.stringify({ data, meta: { total: found.length } }));
  }

  function chatsOf(number: number) {
    const profile = population.profile(number);
    return makeChats(seed, [profile]).map((chat, index) => ({
      chat: { ...chat, id: number * CHAT_NUMBERS + index + 1 },
      profile,
    }));
  }

  return (request: Asked): Answer => {
    if (request.headers.authorization !== `Bearer ${HELP_CRUNCH_KEY}`)
      return helpCrunchErrorAnswer('NEW', 401);
    if (rate.take() !== null) return helpCrunchErrorAnswer('NEW', 429);
    const { method, path, query, body } = request;
    if (method === 'POST' && path === '/customers/search') return searchCustomers(body);
    if (method === 'POST' && path === '/chats/search') return searchChats(body);
    if (method !== 'GET') return helpCrunchErrorAnswer('NEW', 404);
    if (path === '/customers') {
      const page = readListQuery(query, CUSTOMER_ORDERS);
      if (!('limit' in page)) return helpCrunchBadRequest('NEW', page);
      return customersPage(false, { page, conditions: [] });
    }
    const number = population.numberOf(Number(/^\/customers\/(\d{1,15})$/.exec(path)?.[1] ?? Number.NaN));
    if (number === undefined) return helpCrunchErrorAnswer('NEW', 404);
    return helpCrunchJson(200, JSON.stringify(toNewShape(population.profile(number))));
  };
}

/** As the newer pages show it: times are texts, custom data is a map. */
function toNewShape(row: HelpCrunchCustomerWire): object {
  const { firstSeen, lastSeen, customData } = row;
  return {
    ...row,
    firstSeen: firstSeen === null ? null : String(firstSeen),
    lastSeen: lastSeen === null ? null : String(lastSeen),
    customData: Object.fromEntries(customData.map(({ property, value }) => [property, value])),
  };
}
