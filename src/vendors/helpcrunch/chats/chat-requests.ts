import type {
  HelpCrunchChat,
  HelpCrunchChatOrder,
  HelpCrunchChatOrderField,
  HelpCrunchMessage,
} from '../../../customers/model/help-crunch-chat.ts';
import type { SourceCall } from '../../../customers/source-call.ts';
import type { RowRange } from '../../../paging/leg.ts';
import type { Lifetime } from '../../../upstream/lanes/request-lane.ts';
import type { DecodeReport } from '../../shared/json.ts';
import type { LaneOptions, LaneRequests } from '../../shared/lane-requests.ts';
import type { BatchSize } from '../../shared/look-up/batch-size.ts';
import type { TraitBook } from '../../shared/traits/trait-book.ts';
import { LARGEST_PAGE } from '../assumptions.ts';
import { isBadRequest } from '../errors.ts';
import type { TraitName } from '../traits.ts';
import { ChatPages } from './chat-pages.ts';
import type { ChatCondition, ChatQuery } from './chat-query.ts';
import { getRequest, pageQuery } from './get-request.ts';
import { joinChats } from './join-chats.ts';
import { CHATS_LIST, tagsOfChat, tagsOfSearch } from './tags.ts';
import { decodeChats, decodeMessages, decodeOneChat, type RowsPage } from './wire/decode-chat.ts';

export interface ChatRequestsOptions {
  readonly lanes: LaneRequests;
  /** CHAT_TTL_SECONDS and CACHE_STALE_SECONDS in milliseconds. */
  readonly lifetime: Lifetime;
  readonly report: DecodeReport;
  /** How many conditions a search for customers may have, as far as is known. */
  readonly customerBatch: Pick<BatchSize, 'isUnproven' | 'size'>;
  readonly traits: Pick<TraitBook<TraitName>, 'currently' | 'isLearned'>;
}

type Chats = RowsPage<HelpCrunchChat>;
type Messages = RowsPage<HelpCrunchMessage>;

/** HelpCrunch's requests for chats, each kind in its own lane. */
export interface ChatRequests {
  readonly pages: ChatPages;
  /** Fewer rows than wanted if HelpCrunch returns no more at once. */
  list(query: ChatQuery, order: HelpCrunchChatOrder, range: RowRange, call: SourceCall): Promise<Chats>;
  /** Null if no chat has this id. */
  chat(id: string, call: SourceCall): Promise<HelpCrunchChat | null>;
  /** Null if there is no such chat. */
  messages(chatId: string, range: RowRange, call: SourceCall): Promise<Messages | null>;
}

const SORTS: Readonly<Record<HelpCrunchChatOrderField, string>> = {
  CREATED_AT: 'chats.createdAt',
  LAST_CUSTOMER_MESSAGE_AT: 'chats.lastCustomerMessageAt',
  LAST_MESSAGE_AT: 'chats.lastMessageAt',
  CLOSED_AT: 'chats.closedAt',
};

export function createChatRequests(options: ChatRequestsOptions): ChatRequests {
  const { lanes, lifetime, report, customerBatch, traits } = options;
  const pages = new ChatPages(traits);
  const kept = (name: string): LaneOptions => ({ name, ...lifetime });
  const decode = (body: unknown): Chats => (body === null ? NONE : decodeChats(body, report));
  const countRows = ({ rows }: Chats) => rows.length;

  function searchRequest(
    { comparison, conditions }: NonNullable<ChatQuery>,
    { field, direction }: HelpCrunchChatOrder,
    range: RowRange,
  ) {
    return {
      method: 'POST' as const,
      path: '/chats/search',
      route: '/chats/search',
      body: {
        comparison: conditions.length === 1 ? 'AND' : comparison,
        filter: conditions,
        sort: SORTS[field],
        order: direction.toLowerCase(),
        ...range,
      },
      parameters: [...new Set(conditions.map((condition) => condition.field))],
      decode,
      countRows,
      tags: tagsOfSearch(conditions),
    };
  }

  const joining = joinChats({
    batch: customerBatch,
    pages,
    request: (conditions) => ({
      ...searchRequest({ comparison: 'OR', conditions }, NEWEST, ONE_PAGE),
      lane: lanes.lane(kept('chats')),
    }),
  });

  function sendList(
    query: ChatQuery,
    { field, direction }: HelpCrunchChatOrder,
    range: RowRange,
    call: SourceCall,
  ): Promise<Chats> {
    if (query === null) {
      const parameters: readonly (readonly [string, string])[] = [
        ['sort', SORTS[field]],
        ['order', direction.toLowerCase()],
        ...pageQuery(range),
      ];
      return lanes.send(
        { ...getRequest('/chats', parameters), decode, countRows, tags: [CHATS_LIST] },
        kept('chats'),
        call,
      );
    }
    const isJoinable =
      query.comparison === 'OR' &&
      query.conditions.every(isOfPerson) &&
      field === NEWEST.field &&
      direction === NEWEST.direction &&
      range.offset === 0 &&
      range.limit === LARGEST_PAGE;
    const request = searchRequest(query, { field, direction }, range);
    const joins = { kind: joining, part: query.conditions };
    return lanes.send({ ...request, ...(isJoinable && { joins }) }, kept('chats'), call);
  }

  return {
    pages,

    list(query, order, range, call) {
      // A search of several conditions may be refused for their number.
      const mayBeSize = (error: unknown) => isBadRequest(error) && (query?.conditions.length ?? 0) < 2;
      return pages.ask(range.limit, (limit) => sendList(query, order, { ...range, limit }, call), mayBeSize);
    },

    chat(id, call) {
      return lanes.send<HelpCrunchChat | null>(
        {
          ...getRequest(`/chats/${id}`, [], '/chats/{id}'),
          decode: (body) => decodeOneChat(body, report),
          countRows: (found) => (found === null ? 0 : 1),
          ifNotFound: null,
          tags: tagsOfChat(id),
        },
        kept('chat'),
        call,
      );
    },

    messages(chatId, { offset, limit }, call) {
      const ask = (rows: number) =>
        lanes.send<Messages | null>(
          {
            ...getRequest(
              `/chats/${chatId}/messages`,
              pageQuery({ offset, limit: rows }),
              '/chats/{id}/messages',
            ),
            decode: (body) => (body === null ? NO_MESSAGES : decodeMessages(body, report)),
            countRows: (found) => found?.rows.length ?? 0,
            ifNotFound: null,
            tags: tagsOfChat(chatId),
          },
          kept('messages'),
          call,
        );
      return pages.ask(limit, ask, isBadRequest);
    },
  };
}

const NEWEST: HelpCrunchChatOrder = { field: 'CREATED_AT', direction: 'DESC' };
const ONE_PAGE: RowRange = { offset: 0, limit: LARGEST_PAGE };

function isOfPerson({ field }: ChatCondition): boolean {
  return field === 'chats.customer' || field === 'chats.customer.email';
}

const NONE: Chats = { rows: [], total: 0 };
const NO_MESSAGES: Messages = { rows: [], total: 0 };
