/**
 * HelpCrunch's chat as its pages show it, with numeric times (the OLD shape). The server converts it to the NEW shape
 * on request. Customer, agents and department are stored by id and expanded in the response.
 */
export type ChatRow = {
  readonly id: number;
  /** HelpCrunch's customer id. */
  readonly customer: number;
  /** In one of the spellings of the pages, their examples and clients. */
  readonly status: string | number;
  readonly rating: string | null;
  /** UNIX seconds, here and below. */
  readonly createdAt: number;
  readonly lastMessageAt: number | null;
  readonly lastCustomerMessageAt: number | null;
  readonly closedAt: number | null;
  readonly snoozedUntil: number | null;
  readonly closedBy: string | null;
  readonly createdWith: string | null;
  readonly readByAgent: boolean;
  readonly readByCustomer: boolean;
  readonly lastMessageText: string | null;
  readonly lastMessageId: number | null;
  readonly applicationId: number | null;
  readonly lastCommunicatedAgentId: number | null;
  readonly assignee: number | null;
  /** Agents who wrote at least one message. */
  readonly agents: readonly number[];
  readonly department: number | null;
};

/** Times are texts with a fraction in both generations. */
export type MessageRow = {
  readonly id: number;
  /** Null for the customer or the system. */
  readonly agent: number | null;
  readonly type: string;
  readonly text: string | null;
  readonly read: boolean;
  readonly createdAt: string;
  readonly updatedAt: string | null;
  readonly edited: boolean;
  readonly broadcastType: string | null;
  readonly from: string;
};

export type AgentRow = {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly role: string;
};

export type DepartmentRow = {
  readonly id: number;
  readonly name: string;
  readonly agents: readonly number[];
};

export type ApplicationRow = {
  readonly id: number;
  readonly name: string;
  readonly displayName: string;
  readonly type: string;
  readonly active: boolean;
};

const UNKNOWN: Omit<ChatRow, 'id' | 'customer' | 'createdAt'> = {
  status: 'new',
  rating: null,
  lastMessageAt: null,
  lastCustomerMessageAt: null,
  closedAt: null,
  snoozedUntil: null,
  closedBy: null,
  createdWith: null,
  readByAgent: false,
  readByCustomer: false,
  lastMessageText: null,
  lastMessageId: null,
  applicationId: null,
  lastCommunicatedAgentId: null,
  assignee: null,
  agents: [],
  department: null,
};

/** A minimal chat. */
export const chatRow = ({
  id,
  customer,
  createdAt,
  ...known
}: Partial<ChatRow> & Pick<ChatRow, 'id' | 'customer' | 'createdAt'>): ChatRow => ({
  id,
  customer,
  createdAt,
  ...UNKNOWN,
  ...known,
});
