import type { HelpCrunchMessage } from '../../../customers/model/help-crunch-chat.ts';
import { builder } from '../../builder.ts';
import { facetConnection } from '../../shared/facets/facet-connection.ts';
import { agent } from './team.ts';

const message = builder.objectRef<HelpCrunchMessage>('HelpCrunchMessage').implement({
  description: 'A message in a chat.',
  fields: (t) => ({
    messageId: t.exposeID('messageId', { nullable: false, description: 'HelpCrunch’s id.' }),
    from: t.exposeString('from', {
      nullable: true,
      description: 'As HelpCrunch writes it: `customer` or `agent`; `agent` without an agent is the system.',
    }),
    type: t.exposeString('type', {
      nullable: true,
      description: 'As HelpCrunch writes it, e.g. `message`, `email`, `tech`, `knowledgeBase` or `private`.',
    }),
    text: t.exposeString('text', {
      nullable: true,
      description: 'The text as it was written. For a file it is the file’s address or id.',
    }),
    agent: t.expose('agent', {
      type: agent,
      nullable: true,
      description: 'Who wrote it; null for customers.',
    }),
    isRead: t.exposeBoolean('isRead', { nullable: true, description: 'Whether it was read.' }),
    isEdited: t.exposeBoolean('isEdited', { nullable: true, description: 'Whether it was changed later.' }),
    broadcastType: t.exposeString('broadcastType', {
      nullable: true,
      description: 'As HelpCrunch writes it, e.g. `trigger` or `auto email`; null for what people write.',
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was written.',
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it last changed.',
    }),
  }),
});

export const messageConnection = facetConnection(message, 'messages');
