import type { HelpCrunchDateTimeFilter, HelpCrunchTagFilter } from './help-crunch-customer.ts';

/**
 * A HelpCrunch chat as the gateway shows it (chat model of the vendor's pages; all generations decode alike). Texts:
 * null if absent or `""`. Instants: milliseconds since the epoch.
 */
export interface HelpCrunchChat {
  /** The vendor's integer id as a string. */
  readonly chatId: string;
  readonly customer: HelpCrunchChatCustomer | null;
  readonly status: HelpCrunchChatStatus | null;
  /** As HelpCrunch writes it. */
  readonly statusText: string | null;
  readonly rating: HelpCrunchChatRating | null;
  readonly ratingText: string | null;
  readonly createdAt: number | null;
  readonly lastMessageAt: number | null;
  readonly lastCustomerMessageAt: number | null;
  readonly closedAt: number | null;
  readonly snoozedUntil: number | null;
  readonly closedBy: string | null;
  readonly createdWith: string | null;
  readonly readByAgent: boolean | null;
  readonly readByCustomer: boolean | null;
  readonly lastMessageText: string | null;
  readonly assignee: HelpCrunchAgent | null;
  /** The agents who wrote at least one message. */
  readonly agents: readonly HelpCrunchAgent[];
  readonly lastAgentId: string | null;
  readonly department: HelpCrunchDepartment | null;
  readonly applicationId: string | null;
  /** Whether the row had no id. It keeps its position in a list, but is not a chat. */
  readonly isUnreadable?: boolean;
}

/** What a chat states about its customer. */
interface HelpCrunchChatCustomer {
  readonly customerId: string;
  readonly email: string | null;
  readonly userId: string | null;
}

export type HelpCrunchChatStatus =
  | 'NEW'
  | 'OPENED'
  | 'PENDING'
  | 'ON_HOLD'
  | 'CLOSED'
  | 'NO_COMMUNICATION'
  | 'EMPTY'
  | 'OTHER';

export type HelpCrunchChatRating = 'GREAT' | 'AVERAGE' | 'POOR' | 'OTHER';

export interface HelpCrunchAgent {
  readonly agentId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly role: string | null;
}

export interface HelpCrunchDepartment {
  readonly departmentId: string;
  readonly name: string | null;
}

/** The site or channel that a chat came through. */
export interface HelpCrunchApplication {
  readonly applicationId: string;
  readonly name: string | null;
  readonly type: string | null;
}

export interface HelpCrunchMessage {
  readonly messageId: string;
  readonly from: string | null;
  readonly type: string | null;
  readonly text: string | null;
  readonly agent: HelpCrunchAgent | null;
  readonly isRead: boolean | null;
  readonly isEdited: boolean | null;
  readonly broadcastType: string | null;
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
  readonly isUnreadable?: boolean;
}

/** The time that chats are sorted by: that of the latest message, else of the creation. */
export function chatMoment({ lastMessageAt, createdAt }: HelpCrunchChat): number | null {
  return lastMessageAt ?? createdAt;
}

/** Whether the customer wrote last, and the chat is not closed. */
export function isWaiting({
  status,
  closedAt,
  lastCustomerMessageAt,
  lastMessageAt,
}: HelpCrunchChat): boolean {
  const isClosed = status === 'CLOSED' || ((status === null || status === 'OTHER') && closedAt !== null);
  if (isClosed || lastCustomerMessageAt === null) return false;
  return lastCustomerMessageAt >= (lastMessageAt ?? lastCustomerMessageAt);
}

/** The input `HelpCrunchChatFilter`, validated. An absent condition restricts nothing. */
export interface HelpCrunchChatFilter {
  readonly match: 'ALL' | 'ANY';
  readonly customerIds?: readonly string[];
  readonly customerEmails?: readonly string[];
  readonly customerUserIds?: readonly string[];
  readonly customerTags?: HelpCrunchTagFilter;
  readonly assigneeIds?: readonly string[];
  readonly agentIds?: readonly string[];
  readonly departmentIds?: readonly string[];
  readonly statuses?: readonly HelpCrunchChatStatus[];
  readonly ratings?: readonly HelpCrunchChatRating[];
  readonly createdAt?: HelpCrunchDateTimeFilter;
  readonly closedAt?: HelpCrunchDateTimeFilter;
}

export interface HelpCrunchChatOrder {
  readonly field: HelpCrunchChatOrderField;
  readonly direction: 'ASC' | 'DESC';
}

export type HelpCrunchChatOrderField =
  | 'CREATED_AT'
  | 'LAST_CUSTOMER_MESSAGE_AT'
  | 'LAST_MESSAGE_AT'
  | 'CLOSED_AT';
