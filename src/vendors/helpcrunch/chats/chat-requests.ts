import type {
  HelpCrunchChat,
  HelpCrunchChatOrder,
  HelpCrunchChatOrderField,
  HelpCrunchMessage,
} from '../../../customers/model/help-crunch-chat.ts';
import type { SourceCall } from '../../../customers/source-call.ts';
import type { UpstreamError } from '../../../errors/gateway-error.ts';
import type { RowRange } from '../../../paging/leg.ts';
import type { Lifetime, RequestLane } from '../../../upstream/lanes/request-lane.ts';
import type { UpstreamClient } from '../../../upstream/upstream-client.ts';
import type { UpstreamRequest } from '../../../upstream/upstream-request.ts';
import { type DecodeReport, toBoolean } from '../../shared/json.ts';
import type { BatchSize } from '../../shared/look-up/batch-size.ts';
import type { Refusals } from '../../shared/refusals.ts';
import type { TraitBook } from '../../shared/traits/trait-book.ts';
import { LARGEST_PAGE } from '../assumptions.ts';
import { isBadRequest, isForbidden } from '../errors.ts';
import type { TraitName } from '../traits.ts';
import { ChatPages } from './chat-pages.ts';
import type { ChatCondition, ChatQuery } from './chat-query.ts';
import { joinChats } from './join-chats.ts';
import { CHATS_LIST, tagsOfChat, tagsOfSearch } from './tags.ts';
import {
  decodeAgent,
  decodeApplication,
  decodeChats,
  decodeDepartment,
  decodeMessages,
  decodeOneChat,
  decodeTeam,
  type RowsPage,
} from './wire/decode-chat.ts';

/** A catalogue that is fresh for an hour may be a day old if HelpCrunch fails. */
const CATALOGUE_STALE_MS = 86_400_000;

/** CHAT_TTL_SECONDS, CACHE_STALE_SECONDS and CATALOGUE_TTL_SECONDS in milliseconds. */
export interface ChatLifetimes {
  readonly chats: Lifetime;
  readonly catalogueFreshMs: number;
}

export interface ChatRequestsOptions {
  readonly client: UpstreamClient;
  readonly lifetimes: ChatLifetimes;
  readonly refusals: Refusals;
  readonly report: DecodeReport;
  /** How many conditions a search for customers may have, as far as is known. */
  readonly customerBatch: Pick<BatchSize, 'isUnproven' | 'size'>;
  readonly traits: Pick<TraitBook<TraitName>, 'currently' | 'isLearned'>;
}

export type Team = 'agents' | 'departments' | 'applications';
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
  team(name: Team, call: SourceCall): Promise<ReadonlyMap<string, unknown>>;
  isTeamOnline(call: SourceCall): Promise<boolean | null>;
}

const SORTS: Readonly<Record<HelpCrunchChatOrderField, string>> = {
  CREATED_AT: 'chats.createdAt',
  LAST_CUSTOMER_MESSAGE_AT: 'chats.lastCustomerMessageAt',
  LAST_MESSAGE_AT: 'chats.lastMessageAt',
  CLOSED_AT: 'chats.closedAt',
};

/** The team's online state changes every minute. */
const ORGANIZATION_FRESH_MS = 60_000;

export function createChatRequests({
  client,
  lifetimes,
  refusals,
  report,
  customerBatch,
  traits,
}: ChatRequestsOptions): ChatRequests {
  const pages = new ChatPages(traits);
  const lanes = new Map<string, RequestLane>();
  function laneOf(name: string, lifetime: Lifetime, ignoresNoCache: boolean): RequestLane {
    const lane = lanes.get(name) ?? { name, ...lifetime, ignoresNoCache, refusal: () => refusals.of(name) };
    lanes.set(name, lane);
    return lane;
  }

  async function send<T>(request: Omit<UpstreamRequest<T>, 'lane'>, lane: RequestLane, call: SourceCall) {
    const refusal = refusals.of(lane.name);
    if (refusal !== null) throw refusal;
    try {
      return await client.request<T>({ ...request, lane }, call);
    } catch (error) {
      if (isForbidden(error)) refusals.remember(lane.name, error as UpstreamError);
      throw error;
    }
  }

  const kept = (name: string) => laneOf(name, lifetimes.chats, false);
  const { catalogueFreshMs: freshMs } = lifetimes;
  const catalogues = { freshMs, staleMs: freshMs === 0 ? 0 : CATALOGUE_STALE_MS };
  const catalogue = (name: string) => laneOf(`catalogue.${name}`, catalogues, true);
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
      lane: kept('chats'),
    }),
  });

  async function teamPage(name: Team, offset: number, call: SourceCall) {
    const decodeEntry = {
      agents: decodeAgent,
      departments: decodeDepartment,
      applications: decodeApplication,
    }[name];
    // Paging is documented only for agents, so the first page of any list is requested without it.
    const query = offset === 0 ? [] : [...pageQuery({ offset, limit: LARGEST_PAGE })];
    return send(
      {
        ...get(`/${name}`, query),
        decode: (body) => decodeTeam<unknown>(body, decodeEntry, report),
        countRows: ({ rows }) => rows.length,
      },
      catalogue(name),
      call,
    );
  }

  function sendList(
    query: ChatQuery,
    { field, direction }: HelpCrunchChatOrder,
    range: RowRange,
    call: SourceCall,
  ): Promise<Chats> {
    if (query === null) {
      const parameters: [string, string][] = [
        ['sort', SORTS[field]],
        ['order', direction.toLowerCase()],
        ...pageQuery(range),
      ];
      return send(
        { ...get('/chats', parameters), decode, countRows, tags: [CHATS_LIST] },
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
    return send({ ...request, ...(isJoinable && { joins }) }, kept('chats'), call);
  }

  return {
    pages,

    list(query, order, range, call) {
      // A search of several conditions may be refused for their number.
      const mayBeSize = (error: unknown) => isBadRequest(error) && (query?.conditions.length ?? 0) < 2;
      return pages.ask(range.limit, (limit) => sendList(query, order, { ...range, limit }, call), mayBeSize);
    },

    chat(id, call) {
      return send<HelpCrunchChat | null>(
        {
          ...get(`/chats/${id}`, [], '/chats/{id}'),
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
        send<Messages | null>(
          {
            ...get(`/chats/${chatId}/messages`, pageQuery({ offset, limit: rows }), '/chats/{id}/messages'),
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

    async team(name, call) {
      const entries: (readonly [string, unknown])[] = [];
      for (let came = 0; ; ) {
        const page = await teamPage(name, came, call);
        entries.push(...page.rows);
        came += page.came;
        const isLast =
          page.total === null ? name !== 'agents' || page.came < LARGEST_PAGE : came >= page.total;
        if (page.came === 0 || isLast) return new Map(entries);
      }
    },

    isTeamOnline(call) {
      const lane = laneOf('organization', { freshMs: ORGANIZATION_FRESH_MS, staleMs: 0 }, true);
      const decodeOnline = (body: unknown) => {
        const { teamOnline } = (typeof body === 'object' && body !== null ? body : {}) as {
          teamOnline?: unknown;
        };
        return toBoolean(teamOnline);
      };
      return send<boolean | null>({ ...get('/organization'), decode: decodeOnline }, lane, call);
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

function get(path: string, query: readonly (readonly [string, string])[] = [], route = path) {
  return { method: 'GET' as const, path, route, query, parameters: query.map(([name]) => name) };
}

function pageQuery({ limit, offset }: RowRange): [string, string][] {
  return [
    ['limit', String(limit)],
    ['offset', String(offset)],
  ];
}
