import type { RowListRequest } from '../../../customers/facets/list-rows.ts';
import type { HelpCrunchChat } from '../../../customers/model/help-crunch-chat.ts';
import { builder } from '../../builder.ts';
import { asks } from '../../shared/asks.ts';
import { orderDirection } from '../../shared/enums.ts';
import { mapPage } from '../../shared/facets/facet-connection.ts';
import { inReadingOrder, listField, pageArguments } from '../../shared/list-field.ts';
import { wantedFacts } from '../../shared/selection.ts';
import { chatConnection } from './chat.ts';
import { type ChatFilterInput, chatFilter, toChatFilter } from './chat-filter.ts';

const orderField = builder.enumType('HelpCrunchChatOrderField', {
  description: 'What HelpCrunch sorts chats by.',
  values: {
    CREATED_AT: { description: 'By when the chat began.' },
    LAST_CUSTOMER_MESSAGE_AT: { description: 'By when the customer last wrote.' },
    LAST_MESSAGE_AT: { description: 'By when anybody last wrote.' },
    CLOSED_AT: { description: 'By when the chat was closed.' },
  } as const,
});

const order = builder.inputType('HelpCrunchChatOrder', {
  description: 'How to sort chats, e.g. `{ field: LAST_MESSAGE_AT }` for the latest first.',
  fields: (t) => ({
    field: t.field({ type: orderField, required: true, description: 'What to sort by.' }),
    direction: t.field({
      type: orderDirection,
      required: true,
      defaultValue: 'DESC',
      description: 'Which end of the order comes first.',
    }),
  }),
});

type InboxArguments = Parameters<typeof pageArguments>[0] & {
  readonly filter?: ChatFilterInput | null | undefined;
  readonly orderBy?: RowListRequest['order'] | null | undefined;
};

/** The order that both the list and the search support. */
const NEWEST: RowListRequest['order'] = { field: 'CREATED_AT', direction: 'DESC' };

function toRequest(
  { filter, orderBy, ...page }: InboxArguments,
  info: Parameters<typeof wantedFacts>[0],
): RowListRequest {
  return {
    page: pageArguments(page),
    filter: toChatFilter(filter),
    order: orderBy == null ? NEWEST : { field: orderBy.field, direction: orderBy.direction },
    want: wantedFacts(info),
  };
}

builder.queryField('helpCrunchChats', (t) =>
  t.field({
    ...listField,
    type: chatConnection,
    description:
      'HelpCrunch’s own list and search of chats: an inbox, with each chat’s customer and their loyalty. With a filter, the gateway itself sorts by anything but `CREATED_AT`: it then reads all matching chats, at most 2,000.',
    args: {
      ...inReadingOrder(t.arg.connectionArgs()),
      filter: t.arg({ type: chatFilter, description: 'Which chats; all by default.' }),
      orderBy: t.arg({ type: order, description: 'How to sort; newest first by default.' }),
    },
    extensions: asks<InboxArguments>((args, _context, field) => [
      {
        kind: 'REQUESTS',
        source: 'HELPCRUNCH',
        name: `chats ${JSON.stringify(toRequest(args, field))}`,
        count: 1,
      },
    ]),
    resolve: async (_root, args, { directory }, info) =>
      mapPage(await directory.listRows('HELPCRUNCH', 'chats', toRequest(args, info)), asChat),
  }),
);

const asChat = (row: HelpCrunchChat) => row;
