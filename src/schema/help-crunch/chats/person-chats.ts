import type { HelpCrunchChat, HelpCrunchChatStatus } from '../../../customers/model/help-crunch-chat.ts';
import { toPageRequest } from '../../../paging/page-request.ts';
import { builder } from '../../builder.ts';
import { forwardList, forwardPage, mapPage } from '../../shared/facets/facet-connection.ts';
import { facetField } from '../../shared/facets/facet-field.ts';
import { customerRef } from '../../shared/type-refs.ts';
import { helpCrunchCustomerRef } from '../ref.ts';
import { chat, chatConnection } from './chat.ts';
import { chatStatus } from './enums.ts';

const CHATS = 5;
/** One search serves many customers. */
const PRICE = { batch: 100, requestsPerCustomer: 1 };

interface ChatsArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly statuses?: readonly HelpCrunchChatStatus[] | null | undefined;
}

function toRequest({ statuses, ...page }: ChatsArguments) {
  return { page: forwardPage(page, CHATS), filter: statuses == null ? {} : { statuses } };
}

const toChat = (row: { readonly chat: HelpCrunchChat }) => row.chat;

const LAST_CHAT =
  'The chat with the latest message. Exact where the customers of one list have up to 400 chats together; beyond that, the latest among the newest chats: an older chat with a more recent message may be missed.';
const ALL_CHATS =
  'Chats, the one with the latest message first. Where the customers of one list have more than 400 chats together, the newest chat first.';

builder.objectFields(helpCrunchCustomerRef, (t) => ({
  lastChat: t.field({
    ...facetField('HELPCRUNCH', 'lastChat', PRICE),
    type: chat,
    description: `${LAST_CHAT} Null without one.`,
    resolve: async (record, _args, { directory }) =>
      (await directory.facets.load(record, 'lastChat')) as HelpCrunchChat | null,
  }),
  chats: t.field({
    ...facetField('HELPCRUNCH', 'chats', PRICE),
    ...forwardList,
    type: chatConnection,
    description: ALL_CHATS,
    args: {
      first: t.arg.int({ defaultValue: CHATS, description: 'How many: 0 to 100.' }),
      after: t.arg.string({ description: 'The `endCursor` of the page before, to read on from.' }),
      statuses: t.arg({
        type: [chatStatus],
        description:
          'Only these statuses; all by default. The gateway checks each chat, and reads all of them for it.',
      }),
    },
    resolve: async (record, args, { directory }) =>
      mapPage(await directory.facets.page(record, 'chats', toRequest(args)), toChat),
  }),
}));

builder.objectFields(customerRef, (t) => ({
  lastChat: t.field({
    ...facetField('HELPCRUNCH', 'lastChat', PRICE),
    type: chat,
    description: `${LAST_CHAT} Over all profiles of the person; null without one.`,
    resolve: async (customer, _args, { directory }) => {
      const key = await directory.personKey(customer, 'HELPCRUNCH', 'lastChat');
      if (key === null) return null;
      return (await directory.facets.loadFor('HELPCRUNCH', key, 'lastChat')) as HelpCrunchChat | null;
    },
  }),
  chats: t.field({
    ...facetField('HELPCRUNCH', 'chats', PRICE),
    ...forwardList,
    type: chatConnection,
    description: `${ALL_CHATS} Over all profiles of the person; empty without one.`,
    args: {
      first: t.arg.int({ defaultValue: CHATS, description: 'How many: 0 to 100.' }),
      after: t.arg.string({ description: 'The `endCursor` of the page before, to read on from.' }),
      statuses: t.arg({
        type: [chatStatus],
        description:
          'Only these statuses; all by default. The gateway checks each chat, and reads all of them for it.',
      }),
    },
    resolve: async (customer, args, { directory }) => {
      const request = toRequest(args);
      toPageRequest(request.page);
      const key = await directory.personKey(customer, 'HELPCRUNCH', 'chats');
      if (key === null) return NO_CHATS;
      const owned = { ...request, owner: customer.key };
      return mapPage(await directory.facets.pageFor('HELPCRUNCH', key, 'chats', owned), toChat);
    },
  }),
}));

const NO_CHATS = {
  edges: [],
  pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  totalCount: 0,
};
