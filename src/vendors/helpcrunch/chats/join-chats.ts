import { foldEmail } from '../../../customers/model/email.ts';
import type { HelpCrunchChat } from '../../../customers/model/help-crunch-chat.ts';
import type { JoinKind, UpstreamRequest } from '../../../upstream/upstream-request.ts';
import type { BatchSize } from '../../shared/look-up/batch-size.ts';
import { LARGEST_PAGE } from '../assumptions.ts';
import { isBadRequest } from '../errors.ts';
import type { ChatPages } from './chat-pages.ts';
import type { ChatCondition } from './chat-query.ts';
import type { RowsPage } from './wire/decode-chat.ts';

type Chats = RowsPage<HelpCrunchChat>;

/** Chats of so many a person are expected; if there are more, each is searched for by themselves. */
const CHATS_OF_A_PERSON = 5;

interface JoinOptions {
  readonly pages: Pick<ChatPages, 'areTotalsWrong'>;
  readonly batch: Pick<BatchSize, 'isUnproven' | 'size'>;
  readonly request: (conditions: readonly ChatCondition[]) => UpstreamRequest<Chats>;
}

/** Searches for the chats of different people in one, whose response tells them apart if it is complete. */
export function joinChats({ batch, pages, request }: JoinOptions): JoinKind<Chats, readonly ChatCondition[]> {
  // Without a total, a combined response never tells whether it is complete.
  let statesTotals = true;
  return {
    fits(parts) {
      const count = unionOf(parts).length;
      const isSmall = count * CHATS_OF_A_PERSON <= LARGEST_PAGE;
      return (
        isSmall && statesTotals && !pages.areTotalsWrong && count <= batch.size && !batch.isUnproven(count)
      );
    },
    request: (parts) => request(unionOf(parts)),
    partOf(all, part) {
      statesTotals &&= all.total !== null;
      return chatsOfPart(all, part);
    },
    mayBeJoining: isBadRequest,
  };
}

/** Of all chats found, those that these conditions may have found; null if not all are there. Pure. */
export function chatsOfPart({ rows, total }: Chats, conditions: readonly ChatCondition[]): Chats | null {
  if (total !== rows.length || total >= LARGEST_PAGE) return null;
  if (rows.some(({ isUnreadable }) => isUnreadable === true)) return null;
  const own = rows.filter((chat) => conditions.some((condition) => mayFindChat(condition, chat)));
  return { rows: own, total: own.length };
}

/** However HelpCrunch compares emails. True if in doubt. */
export function mayFindChat(
  { field, value }: ChatCondition,
  { customer }: Pick<HelpCrunchChat, 'customer'>,
): boolean {
  if (customer === null) return true;
  if (field === 'chats.customer') return customer.customerId === String(value);
  if (field !== 'chats.customer.email' || typeof value !== 'string') return true;
  return customer.email !== null && foldEmail(customer.email).includes(foldEmail(value));
}

function unionOf(parts: readonly (readonly ChatCondition[])[]): readonly ChatCondition[] {
  return [...new Map(parts.flat().map((condition) => [JSON.stringify(condition), condition])).values()];
}
