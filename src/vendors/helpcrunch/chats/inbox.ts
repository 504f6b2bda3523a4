import type { FacetList, FacetRows } from '../../../customers/facets/facet-source.ts';
import type {
  HelpCrunchChat,
  HelpCrunchChatFilter,
  HelpCrunchChatOrder,
} from '../../../customers/model/help-crunch-chat.ts';
import type { HelpCrunchCustomer } from '../../../customers/model/help-crunch-customer.ts';
import type { SourceCall } from '../../../customers/source-call.ts';
import { GatewayError } from '../../../errors/gateway-error.ts';
import { compareKeys } from '../../../paging/compare.ts';
import type { RowRange } from '../../../paging/leg.ts';
import { BatchSize } from '../../shared/look-up/batch-size.ts';
import { LARGEST_PAGE } from '../assumptions.ts';
import type { EmailSearch } from '../criteria/search-traits.ts';
import { isBadRequest } from '../errors.ts';
import { HELPCRUNCH } from '../record.ts';
import type { ChatQuery } from './chat-query.ts';
import type { ChatRequests } from './chat-requests.ts';
import { planInbox } from './inbox-plan.ts';
import { OrderWatch } from './peel/order-watch.ts';

/** The most chats of a search that are read to sort them in another order than HelpCrunch's search offers. */
const MOST_SORTED = 2000;

const KEYS = {
  CREATED_AT: 'createdAt',
  LAST_CUSTOMER_MESSAGE_AT: 'lastCustomerMessageAt',
  LAST_MESSAGE_AT: 'lastMessageAt',
  CLOSED_AT: 'closedAt',
} as const satisfies Record<HelpCrunchChatOrder['field'], keyof HelpCrunchChat>;

/** HelpCrunch's own list and search of chats. */
export function createInbox(options: {
  readonly requests: ChatRequests;
  readonly searchBatch: number;
  /** How many conditions a search for customers may have, as far as is known. */
  readonly customerBatch: Pick<BatchSize, 'size'>;
  readonly searchEmail: (email: string) => EmailSearch;
}): FacetList<HelpCrunchChat> {
  const { requests } = options;
  const batch = new BatchSize(options.searchBatch, {
    mayBeSize: isBadRequest,
    like: options.customerBatch,
    otherCause: () => requests.pages.rows,
  });

  async function readAll(query: ChatQuery, order: HelpCrunchChatOrder, call: SourceCall) {
    const chats: HelpCrunchChat[] = [];
    const watch = new OrderWatch();
    for (;;) {
      const range = { offset: chats.length, limit: LARGEST_PAGE };
      const page = await requests.list(query, order, range, call);
      watch.saw(page, 0);
      if (watch.hasMoved) call.meter.warned?.(HELPCRUNCH, 'UNSTABLE_ORDER');
      chats.push(...page.rows);
      if (requests.pages.left(page, range, 0) === 0) return chats;
      if (Math.max(page.total ?? 0, chats.length) > MOST_SORTED) throw tooMany();
    }
  }

  /** Read whole and sorted here: for another order than the search offers, or for several searches. */
  async function sorted(
    parts: readonly (readonly HelpCrunchChat[])[],
    { field, direction }: HelpCrunchChatOrder,
  ) {
    const sign = direction === 'ASC' ? 1 : -1;
    const chats = new Map(parts.flat().map((chat) => [chat.chatId, chat]));
    return [...chats.values()].sort(
      (a, b) =>
        sign * (compareKeys(a[KEYS[field]], b[KEYS[field]]) || Number(a.chatId) - Number(b.chatId) || 0),
    );
  }

  async function search(
    query: NonNullable<ChatQuery>,
    order: HelpCrunchChatOrder,
    range: RowRange,
    call: SourceCall,
  ): Promise<FacetRows> {
    const byCreation = { ...order, field: 'CREATED_AT' } as const;
    const isTheirs = order.field === 'CREATED_AT';
    if (query.comparison === 'AND') {
      if (isTheirs) return requests.list(query, order, range, call);
      return partOf(await sorted([await readAll(query, byCreation, call)], order), range);
    }
    const { conditions } = query;
    const answers = await batch.ask(conditions, async (piece) => {
      const own = { ...query, conditions: piece };
      return isTheirs && piece.length === conditions.length
        ? { page: await requests.list(own, order, range, call) }
        : { all: await readAll(own, byCreation, call) };
    });
    const [first] = answers;
    if (first?.page !== undefined) return first.page;
    return partOf(
      await sorted(
        answers.flatMap(({ all }) => (all === undefined ? [] : [all])),
        order,
      ),
      range,
    );
  }

  return {
    plan(filter, order) {
      const { query, check, needsProfiles, mayMiss } = planInbox(
        filter as HelpCrunchChatFilter | null,
        options.searchEmail,
      );
      const inOrder = order as HelpCrunchChatOrder;
      return {
        largestRead: LARGEST_PAGE,
        blockSize: LARGEST_PAGE,
        async read(range, call) {
          if (query === 'NOTHING') return { rows: [], total: 0 };
          if (mayMiss === true) call.meter.warned?.(HELPCRUNCH, 'INCOMPLETE_SEARCH');
          return query === null
            ? requests.list(null, inOrder, range, call)
            : search(query, inOrder, range, call);
        },
        keyOf: (chat) => chat[KEYS[inOrder.field]],
        identityOf: ({ chatId }) => chatId,
        isGap: ({ isUnreadable }) => isUnreadable === true,
        check: check && ((chat, profile) => check(chat, (profile?.own ?? null) as HelpCrunchCustomer | null)),
        recordOf: needsProfiles ? ({ customer }) => customer?.customerId ?? null : null,
      };
    },
  };
}

function partOf(chats: readonly HelpCrunchChat[], { offset, limit }: RowRange): FacetRows {
  return { rows: chats.slice(offset, offset + limit), total: chats.length };
}

function tooMany(): GatewayError {
  return new GatewayError(
    'OPERATION_TOO_COMPLEX',
    `More than ${MOST_SORTED} chats would have to be read to sort them: order by CREATED_AT, or filter by less.`,
  );
}
