import type { SchemaVendor } from '../shared/vendor.ts';
import { CHAT_ID, helpCrunchNodes } from './chats/nodes.ts';
import { helpCrunchCustomerFilter, toHelpCrunchFilter } from './customer-filter.ts';
import { helpCrunchCustomerRef } from './ref.ts';
import { toHelpCrunchId } from './to-id.ts';

// Its type and its own list register themselves with the builder.
import './customers.ts';
import './customer.ts';
import './chats/person-chats.ts';
import './chats/inbox.ts';
import './chats/catalogue.ts';

export const helpCrunch: SchemaVendor = {
  source: 'HELPCRUNCH',
  description:
    'HelpCrunch, the support chat: when people were last seen, on what device, with which tags and custom data. Its records are called profiles here.',
  role: 'PROFILES',
  ref: helpCrunchCustomerRef,
  toId: toHelpCrunchId,
  idField: {
    name: 'helpCrunchId',
    description:
      'HelpCrunch’s id of the most recently seen profile, e.g. `"265555"`; null without a profile.',
  },
  recordField: {
    name: 'helpCrunch',
    description: 'The most recently seen HelpCrunch profile, with tags and custom data; null without one.',
  },
  profilesField: {
    name: 'helpCrunchProfiles',
    description:
      'All HelpCrunch profiles, last seen first: HelpCrunch may have several with one email address. Empty without one.',
  },
  keys: [
    {
      name: 'helpCrunchId',
      kind: 'id',
      description: 'HelpCrunch’s customer id, a whole number, e.g. `"265555"`.',
    },
    {
      name: 'helpCrunchUserId',
      kind: 'userId',
      description:
        'The user id that your own product gave HelpCrunch for this person, e.g. `"transylmania_6996"`. Needs the scope `customers:pii`.',
    },
    CHAT_ID,
  ],
  nodes: helpCrunchNodes,
  filter: {
    name: 'helpCrunch',
    description: 'The person has a HelpCrunch profile that matches this.',
    type: helpCrunchCustomerFilter,
    parse: (input, _settings, path) => toHelpCrunchFilter(input, path),
  },
};
