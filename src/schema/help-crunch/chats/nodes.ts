import type { FinderKey } from '../../shared/vendor.ts';
import type { VendorNode } from '../../shared/vendor-node.ts';
import { toHelpCrunchId } from '../to-id.ts';
import { chat } from './chat.ts';

/** HelpCrunch's nodes other than customers. */
export const helpCrunchNodes: readonly VendorNode[] = [
  {
    ref: chat,
    source: 'HELPCRUNCH',
    requests: 1,
    keyField: 'chatId',
    async find(id, { directory }, path) {
      return (await directory.facets.row('HELPCRUNCH', 'chats', toHelpCrunchId(id, path))) as object | null;
    },
  },
];

/** What a side panel inside HelpCrunch knows. */
export const CHAT_ID: FinderKey & { readonly name: string; readonly description: string } = {
  name: 'helpCrunchChatId',
  kind: 'found',
  finder: 'helpCrunchChatId',
  type: 'ID',
  isPersonal: false,
  description:
    'HelpCrunch’s id of one of this person’s chats, e.g. `"1568834"`: what a side panel in HelpCrunch knows.',
  parse: (text, path) => ({ value: toHelpCrunchId(String(text), path) }),
};
