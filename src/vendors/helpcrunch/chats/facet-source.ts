import type {
  FacetArguments,
  FacetDeclaration,
  FacetList,
  FacetRows,
  FacetSource,
} from '../../../customers/facets/facet-source.ts';
import {
  chatMoment,
  type HelpCrunchChat,
  type HelpCrunchMessage,
} from '../../../customers/model/help-crunch-chat.ts';
import type { SourceCall } from '../../../customers/source-call.ts';
import { GatewayError } from '../../../errors/gateway-error.ts';
import { titleOf } from '../../../errors/source-title.ts';
import type { RowRange } from '../../../paging/leg.ts';
import type { Clock } from '../../../upstream/clock.ts';
import type { Lifetime } from '../../../upstream/lanes/request-lane.ts';
import type { UpstreamClient } from '../../../upstream/upstream-client.ts';
import { LaneRequests } from '../../shared/lane-requests.ts';
import { Refusals } from '../../shared/refusals.ts';
import { LARGEST_PAGE } from '../assumptions.ts';
import { isForbidden } from '../errors.ts';
import { HELPCRUNCH } from '../record.ts';
import { type ChatRequestsOptions, createChatRequests } from './chat-requests.ts';
import { createInbox } from './inbox.ts';
import { createNewestChats, type NewestChatsOptions } from './newest-chats.ts';
import type { PersonChats } from './peel/read-newest.ts';
import { toPerson } from './person-chats.ts';
import { createTeamRequests, type Team } from './team-requests.ts';

/** A chat with its sort key. */
interface ChatRow {
  readonly chat: HelpCrunchChat;
  readonly sortedAt: number | null;
}

/** The order of a person's chats: by the latest message if all were read, else by creation. */
const BY_MESSAGE = 0;
const BY_CREATION = 1;

/** The most chats of one person that are read whole, for filters checked here or cursors created that way. */
const MOST_WHOLE = 2000;

/** CHAT_TTL_SECONDS, CACHE_STALE_SECONDS and CATALOGUE_TTL_SECONDS in milliseconds. */
export interface ChatLifetimes {
  readonly chats: Lifetime;
  readonly catalogueFreshMs: number;
}

const DEFAULT_LIFETIMES: ChatLifetimes = {
  chats: { freshMs: 10_000, staleMs: 300_000 },
  catalogueFreshMs: 3_600_000,
};

export interface ChatFacetsOptions
  extends Omit<NewestChatsOptions, 'requests' | 'customerBatch'>,
    Pick<ChatRequestsOptions, 'report' | 'customerBatch' | 'traits'> {
  readonly client: UpstreamClient;
  /** Absent: the settings' defaults. */
  readonly lifetimes?: ChatLifetimes | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

/** HelpCrunch's data about its customers apart from the profiles: chats, messages, the team. */
export function createHelpCrunchFacets(options: ChatFacetsOptions): FacetSource {
  const { client, searchBatch, customerBatch, report, lifetimes = DEFAULT_LIFETIMES } = options;
  const refusals = new Refusals(options.clock.now);
  const lanes = new LaneRequests({ client, refusals, isForbidden });
  const requests = createChatRequests({ ...options, lanes, lifetime: lifetimes.chats });
  const team = createTeamRequests({ ...lifetimes, lanes, report });
  const newest = createNewestChats({ ...options, requests });

  async function newestOf(key: string, call: SourceCall): Promise<HelpCrunchChat | null> {
    const { chats } = await newest.load(key, 1, call);
    return byMoment(chats)[0] ?? null;
  }

  async function chatsPage(
    key: string,
    args: FacetArguments,
    range: RowRange,
    call: SourceCall,
  ): Promise<FacetRows> {
    const statuses = args.statuses as readonly unknown[] | undefined;
    if (statuses === undefined && args.variant === BY_CREATION) return createdPage(key, range, call);
    const mustBeWhole = statuses !== undefined || args.variant === BY_MESSAGE;
    // A range has its neighbours already: the row before the page, and one to know whether there is a next page.
    const wanted = mustBeWhole ? MOST_WHOLE + 1 : range.offset + range.limit;
    const found = await newest.load(key, wanted, call);
    if (found.isComplete) {
      const kept = found.chats.filter(({ status }) => statuses === undefined || statuses.includes(status));
      const rows = byMoment(kept).map((chat) => ({ chat, sortedAt: chatMoment(chat) }));
      return { rows: slice(rows, range), total: rows.length, variant: BY_MESSAGE };
    }
    if (mustBeWhole) {
      throw new GatewayError(
        'OPERATION_TOO_COMPLEX',
        `A customer has more than ${MOST_WHOLE} chats: ask for them without \`statuses\` and from the start.`,
      );
    }
    if (found.chats.length < range.offset + range.limit) return createdPage(key, range, call);
    return { rows: slice(inOrderOfCreation(found), range), total: null, variant: BY_CREATION };
  }

  /** A late page of a person with very many chats. */
  async function createdPage(key: string, range: RowRange, call: SourceCall): Promise<FacetRows> {
    const { conditions, owns, isSure } = toPerson(key, options.searchEmail);
    if (!isSure) call.meter.warned?.(HELPCRUNCH, 'INCOMPLETE_SEARCH');
    const order = { field: 'CREATED_AT', direction: 'DESC' } as const;
    const query = { comparison: 'OR', conditions } as const;
    const { rows, total } = await requests.list(query, order, atMost(range), call);
    // A chat of another person keeps its position, so that offsets remain valid.
    const placed = rows.map((chat) => (owns(chat) ? chat : { ...chat, isUnreadable: true }));
    return { rows: placed.map((chat) => ({ chat, sortedAt: chat.createdAt })), total, variant: BY_CREATION };
  }

  const inbox = createInbox({ requests, searchBatch, customerBatch, searchEmail: options.searchEmail });

  return {
    title: titleOf('HELPCRUNCH'),
    facets: declarations(searchBatch),
    catalogues: ['agents', 'departments', 'applications', 'organization'],
    finders: [{ name: 'helpCrunchChatId', batch: 1 }],
    lists: { chats: inbox as FacetList },

    load(facet, keys, _args, call) {
      if (facet !== 'lastChat') throw new RangeError(`HelpCrunch has no facet ${facet} that is one thing.`);
      return settled(keys.map((key) => newestOf(key, call)));
    },

    async page(facet, key, args, range, call) {
      if (facet === 'chats') return chatsPage(key, args, range, call);
      if (facet !== 'messages') throw new RangeError(`HelpCrunch has no facet ${facet} in pages.`);
      return requests.messages(key, atMost(range), call);
    },

    row: (_facet, id, call) => requests.chat(id, call),

    async catalogue(name, _language, call) {
      if (name !== 'organization') return team.entries(name as Team, call);
      return new Map([['teamOnline', await team.isOnline(call)]]);
    },

    async find(_finder, values, call) {
      const chats = await Promise.all(values.map(({ value }) => requests.chat(value, call)));
      return chats.map((chat) => {
        const customer = chat?.customer ?? null;
        if (customer === null) return [];
        const { customerId: id, email, userId } = customer;
        return [{ id, person: { email, userId } }];
      });
    },

    status: (name) => (refusals.of(LANES[name] ?? name) === null ? 'OK' : 'REJECTED'),
  };
}

/** The lane whose failure affects each facet. */
const LANES: Readonly<Record<string, string>> = { lastChat: 'chats', chats: 'chats', messages: 'messages' };

function declarations(searchBatch: number): readonly FacetDeclaration[] {
  const ofPeople = {
    keyedBy: 'PROFILE',
    batch: searchBatch,
    requestsPerCustomer: 1,
    identityKeys: ['email'],
  } as const;
  return [
    { name: 'lastChat', ...ofPeople },
    {
      name: 'chats',
      ...ofPeople,
      pages: {
        direction: 'DESC',
        largestRead: LARGEST_PAGE,
        keyOf: ({ sortedAt }: ChatRow) => sortedAt,
        identityOf: ({ chat }: ChatRow) => chat.chatId,
        isGap: ({ chat }: ChatRow) => chat.isUnreadable === true,
      },
    },
    {
      name: 'messages',
      keyedBy: 'ROW',
      batch: 1,
      requestsPerCustomer: 1,
      pages: {
        direction: 'DESC',
        largestRead: LARGEST_PAGE,
        blockSize: LARGEST_PAGE,
        keyOf: ({ createdAt }: HelpCrunchMessage) => createdAt,
        identityOf: ({ messageId }: HelpCrunchMessage) => messageId,
        isGap: ({ isUnreadable }: HelpCrunchMessage) => isUnreadable === true,
        check: ({ includePrivate }) =>
          includePrivate === true ? null : ({ type }: HelpCrunchMessage) => type !== 'private',
      },
    },
  ];
}

/** By latest message, newest first; ties by highest id. */
function byMoment(chats: readonly HelpCrunchChat[]): readonly HelpCrunchChat[] {
  return [...chats].sort(
    (a, b) =>
      (chatMoment(b) ?? -Infinity) - (chatMoment(a) ?? -Infinity) || Number(b.chatId) - Number(a.chatId) || 0,
  );
}

function inOrderOfCreation({ chats }: PersonChats): readonly ChatRow[] {
  return chats.map((chat) => ({ chat, sortedAt: chat.createdAt }));
}

function slice<Row>(rows: readonly Row[], { offset, limit }: RowRange): readonly Row[] {
  return rows.slice(offset, offset + limit);
}

function atMost({ offset, limit }: RowRange): RowRange {
  return { offset, limit: Math.min(limit, LARGEST_PAGE) };
}

/** Settles each item on its own: a value, or its error. */
function settled(work: readonly Promise<unknown>[]): Promise<readonly unknown[]> {
  return Promise.all(work.map((each) => each.catch((error: unknown) => error)));
}
