import {
  type HelpCrunchAgent,
  type HelpCrunchApplication,
  type HelpCrunchChat,
  type HelpCrunchMessage,
  isWaiting,
} from '../../../customers/model/help-crunch-chat.ts';
import type { HelpCrunchCustomer } from '../../../customers/model/help-crunch-customer.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';
import { builder } from '../../builder.ts';
import { facetConnection, forwardList, forwardPage, mapPage } from '../../shared/facets/facet-connection.ts';
import { facetField } from '../../shared/facets/facet-field.ts';
import { encodeGlobalId } from '../../shared/global-id.ts';
import { nodeInterface } from '../../shared/node-interface.ts';
import { conversations } from '../../shared/scopes.ts';
import type { NodeValue } from '../../shared/vendor-node.ts';
import { helpCrunchCustomerRef } from '../ref.ts';
import { chatRating, chatStatus } from './enums.ts';
import { messageConnection } from './messages.ts';
import { agent, application, department, teamEntry } from './team.ts';

const MESSAGES = 20;

export const chat = builder.objectRef<HelpCrunchChat & NodeValue>('HelpCrunchChat').implement({
  description: 'A conversation of a customer with the support team.',
  interfaces: [nodeInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Global id of this chat. Good as a cache key.',
      resolve: ({ chatId }) => encodeGlobalId('HelpCrunchChat', chatId),
    }),
    chatId: t.exposeID('chatId', { nullable: false, description: 'HelpCrunch’s id, e.g. `"1568834"`.' }),
    customer: t.field({
      type: helpCrunchCustomerRef,
      description: 'The customer’s profile. One request serves all chats of a list.',
      resolve: async ({ customer }, _args, { directory }) =>
        customer === null
          ? null
          : ((await directory.record(
              'HELPCRUNCH',
              customer.customerId,
            )) as SourceRecord<HelpCrunchCustomer> | null),
    }),
    status: t.expose('status', { type: chatStatus, nullable: true, description: 'Its status.' }),
    statusText: t.exposeString('statusText', {
      nullable: true,
      description: 'The status as HelpCrunch writes it, e.g. `onhold`, `on hold` or `4`.',
    }),
    rating: t.expose('rating', {
      type: chatRating,
      nullable: true,
      description: 'What the customer thought of it; null when they did not say.',
    }),
    ratingText: t.exposeString('ratingText', {
      nullable: true,
      description: 'The rating as HelpCrunch writes it.',
    }),
    isWaiting: t.boolean({
      nullable: true,
      description: 'Whether the customer wrote last and the chat is not closed. Computed by the gateway.',
      resolve: isWaiting,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', nullable: true, description: 'When it began.' }),
    lastMessageAt: t.expose('lastMessageAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When anybody last wrote.',
    }),
    lastCustomerMessageAt: t.expose('lastCustomerMessageAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the customer last wrote.',
    }),
    closedAt: t.expose('closedAt', { type: 'DateTime', nullable: true, description: 'When it was closed.' }),
    closedBy: t.exposeString('closedBy', {
      nullable: true,
      description: 'As HelpCrunch writes it: `customer` or `agent`.',
    }),
    snoozedUntil: t.expose('snoozedUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when it is snoozed.',
    }),
    createdWith: t.exposeString('createdWith', {
      nullable: true,
      description: 'As HelpCrunch writes it, e.g. `customer_message` or `public_api`.',
    }),
    readByAgent: t.exposeBoolean('readByAgent', {
      nullable: true,
      description: 'Whether an agent read all of it; null where HelpCrunch does not say.',
    }),
    readByCustomer: t.exposeBoolean('readByCustomer', {
      nullable: true,
      description: 'Whether the customer read all of it; null where HelpCrunch does not say.',
    }),
    lastMessageText: t.exposeString('lastMessageText', {
      ...conversations,
      nullable: true,
      description: 'The text of the last message. For a file it is the file’s address or id.',
    }),
    assignee: t.expose('assignee', {
      type: agent,
      nullable: true,
      description: 'The agent it is assigned to.',
    }),
    agents: t.expose('agents', {
      type: [agent],
      nullable: false,
      listSize: { assumedSize: 3 },
      description: 'The agents who wrote in it.',
    }),
    lastAgent: t.field({
      type: agent,
      cost: 1,
      description: 'The agent who last wrote to the customer; null for an agent who no longer exists.',
      resolve: ({ lastAgentId }, _args, context) =>
        teamEntry<HelpCrunchAgent>('agents', lastAgentId, context),
    }),
    department: t.expose('department', {
      type: department,
      nullable: true,
      description: 'The department it is assigned to.',
    }),
    application: t.field({
      type: application,
      cost: 1,
      description: 'The site or channel it came through.',
      resolve: ({ applicationId }, _args, context) =>
        teamEntry<HelpCrunchApplication>('applications', applicationId, context),
    }),
    messages: t.field({
      ...facetField('HELPCRUNCH', 'messages'),
      ...forwardList,
      ...conversations,
      cost: 20,
      type: messageConnection,
      description: 'The messages, newest first. Costs one request for each chat.',
      args: {
        first: t.arg.int({ defaultValue: MESSAGES, description: 'How many: 0 to 100.' }),
        after: t.arg.string({ description: 'The `endCursor` of the page before, to read on from.' }),
        includePrivate: t.arg.boolean({
          defaultValue: false,
          description: 'Include the notes that agents write to each other.',
        }),
      },
      resolve: async ({ chatId }, { includePrivate, ...page }, { directory }) =>
        mapPage(
          await directory.facets.pageFor('HELPCRUNCH', chatId, 'messages', {
            page: forwardPage(page, MESSAGES),
            filter: { includePrivate: includePrivate ?? false },
          }),
          (message: HelpCrunchMessage) => message,
        ),
    }),
  }),
});

export const chatConnection = facetConnection(chat, 'chats');
