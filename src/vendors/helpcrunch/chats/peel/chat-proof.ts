import { foldEmail } from '../../../../customers/model/email.ts';
import type { HelpCrunchChat } from '../../../../customers/model/help-crunch-chat.ts';
import type { SourceCall } from '../../../../customers/source-call.ts';
import { type BatchProof, createBatchProof, isLikelyCut } from '../../../shared/look-up/batch-proof.ts';
import type { BatchSize } from '../../../shared/look-up/batch-size.ts';
import { Witness } from '../../../shared/traits/witness.ts';
import { LARGEST_PAGE } from '../../assumptions.ts';
import type { EmailSearch } from '../../criteria/search-traits.ts';
import { HELPCRUNCH } from '../../record.ts';
import type { ChatCondition } from '../chat-query.ts';
import type { ChatRequests } from '../chat-requests.ts';
import { mayFindChat } from '../join-chats.ts';
import { emailConditions } from '../person-chats.ts';

/** One chat, and whose it is. */
export type FoundChat = Pick<HelpCrunchChat, 'customer'> & { readonly id: string };

/** Whether searches for the chats of many people were read to their last condition. */
export interface ChatProof extends BatchProof<ChatCondition, FoundChat> {
  /** All chats of a search. */
  saw(chats: readonly FoundChat[]): void;
}

/** Whose chats are known from one search must not be missing from the next one. */
export function createChatProof(options: {
  readonly requests: Pick<ChatRequests, 'list'>;
  readonly size: BatchSize;
  readonly searchEmail: (email: string) => EmailSearch;
}): ChatProof {
  const { requests, size, searchEmail } = options;
  const valuesOf = ({ customer }: FoundChat): readonly ChatCondition[] => [
    ...(customer === null
      ? []
      : [{ field: 'chats.customer', operator: '=' as const, value: Number(customer.customerId) }]),
    ...(customer?.email == null ? [] : emailConditions(searchEmail(foldEmail(customer.email)))),
  ];
  const witness = new Witness<ChatCondition, FoundChat>(mayFindChat, valuesOf);
  const proof = createBatchProof({
    source: HELPCRUNCH,
    size,
    witness,
    // Another person's chats would lengthen the list.
    fits: () => false,
    async few(conditions, call: SourceCall) {
      const query = { comparison: 'OR', conditions } as const;
      const order = { field: 'CREATED_AT', direction: 'DESC' } as const;
      const { rows } = await requests.list(query, order, { offset: 0, limit: LARGEST_PAGE }, call);
      return rows.map(toFound);
    },
  });
  return { ...proof, saw: (chats) => witness.saw(chats, true) };
}

export function toFound({ chatId, customer }: HelpCrunchChat): FoundChat {
  return { id: chatId, customer };
}

/** Whether the people at the end have so few chats, compared with those before, that they may not have been read. */
export function endsEarly(conditions: readonly ChatCondition[], chats: readonly FoundChat[]): boolean {
  const found = conditions.map((condition) => chats.some((chat) => mayFindChat(condition, chat)));
  const atLeast = found.lastIndexOf(true) + 1;
  const finding = found.filter(Boolean).length;
  return isLikelyCut(conditions.length, finding, { atLeast, isSurelyCut: false });
}
