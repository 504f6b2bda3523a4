import { createHash } from 'node:crypto';
import type {
  HelpCrunchAgent,
  HelpCrunchApplication,
  HelpCrunchChat,
  HelpCrunchChatRating,
  HelpCrunchChatStatus,
  HelpCrunchDepartment,
  HelpCrunchMessage,
} from '../../../../customers/model/help-crunch-chat.ts';
import { DecodeError } from '../../../../upstream/decode-error.ts';
import { type DecodeReport, isNothing, isObject, kindOf, toCount, toList } from '../../../shared/json.ts';
import { decodeTotal } from '../../wire/decode.ts';
import { FieldReader } from '../../wire/field-reader.ts';

type Wire = Readonly<Record<string, unknown>>;

/** A page of rows, each at its position, and the total; null if HelpCrunch did not state it. */
export interface RowsPage<Row> {
  readonly rows: readonly Row[];
  readonly total: number | null;
}

/** GET /chats and POST /chats/search: `data`, and `meta.total` or `total`. */
export function decodeChats(body: unknown, report: DecodeReport): RowsPage<HelpCrunchChat> {
  return decodePage(body, report, (row) => decodeChat(row, new FieldReader(report)) ?? unreadableChat(row));
}

/** GET /chats/{id}: the bare chat. */
export function decodeOneChat(body: unknown, report: DecodeReport): HelpCrunchChat {
  const chat = isObject(body) ? decodeChat(body, new FieldReader(report)) : null;
  if (chat === null) throw new DecodeError(`expected a chat with an integer id, got ${kindOf(body)}`);
  return chat;
}

/** GET /chats/{id}/messages: `data` and `total`; `messages` in an older copy. */
export function decodeMessages(body: unknown, report: DecodeReport): RowsPage<HelpCrunchMessage> {
  return decodePage(body, report, (row) => decodeMessage(row, new FieldReader(report)));
}

/** GET /agents, /departments and /applications: rows with an id; others are left out. */
export function decodeTeam<Entry>(
  body: unknown,
  decode: (row: Wire, id: string, read: FieldReader) => Entry,
  report: DecodeReport,
): RowsPage<readonly [string, Entry]> & { readonly came: number } {
  const { rows, total } = decodePage(body, report, (row) => row);
  const entries = rows.flatMap((row) => {
    const id = isObject(row) ? idOf(row.id) : null;
    if (id === null) report('id');
    return id === null || !isObject(row) ? [] : [[id, decode(row, id, new FieldReader(report))] as const];
  });
  return { rows: entries, total, came: rows.length };
}

export function decodeAgent(row: Wire, agentId: string, read: FieldReader): HelpCrunchAgent {
  return {
    agentId,
    name: read.text(row.name, 'agents.name'),
    email: read.text(row.email, 'agents.email'),
    role: read.text(row.role, 'agents.role'),
  };
}

export function decodeDepartment(row: Wire, departmentId: string, read: FieldReader): HelpCrunchDepartment {
  return { departmentId, name: read.text(row.name, 'department.name') };
}

export function decodeApplication(
  row: Wire,
  applicationId: string,
  read: FieldReader,
): HelpCrunchApplication {
  return {
    applicationId,
    name: read.text(row.displayName, 'applications.displayName') ?? read.text(row.name, 'applications.name'),
    type: read.text(row.type, 'applications.type'),
  };
}

function decodePage<Row>(body: unknown, report: DecodeReport, decode: (row: unknown) => Row): RowsPage<Row> {
  if (!isObject(body)) throw new DecodeError(`expected an object, got ${kindOf(body)}`);
  const list = body.data ?? body.messages;
  const rows = toList(list);
  if (rows === null) throw new DecodeError(`expected an array at data, got ${kindOf(list)}`);
  return { rows: rows.map(decode), total: decodeTotal(body, new FieldReader(report)) };
}

function decodeChat(row: unknown, read: FieldReader): HelpCrunchChat | null {
  const chatId = isObject(row) ? idOf(row.id) : null;
  if (chatId === null || !isObject(row)) return null;
  const statusText = read.text(row.status, 'chat.status');
  const ratingText = read.text(row.rating, 'chat.rating');
  const customer = objectIn(row.customer, 'chat.customer', read);
  const customerId = customer && read.id(customer.id, 'chat.customer.id');
  return {
    chatId,
    customer:
      customer === null || customerId === null
        ? null
        : {
            customerId,
            email: read.text(customer.email, 'chat.customer.email'),
            userId: read.text(customer.userId, 'chat.customer.userId'),
          },
    status: toStatus(statusText),
    statusText,
    rating: toRating(ratingText),
    ratingText,
    createdAt: read.time(row.createdAt, 'chat.createdAt'),
    lastMessageAt: read.time(row.lastMessageAt, 'chat.lastMessageAt'),
    lastCustomerMessageAt: read.time(row.lastCustomerMessageAt, 'chat.lastCustomerMessageAt'),
    closedAt: read.time(row.closedAt, 'chat.closedAt'),
    snoozedUntil: read.time(row.snoozedUntil, 'chat.snoozedUntil'),
    closedBy: read.text(row.closedBy, 'chat.closedBy'),
    createdWith: read.text(row.createdWith, 'chat.createdWith'),
    readByAgent: read.boolean(row.readByAgent, 'chat.readByAgent'),
    readByCustomer: read.boolean(row.readByCustomer, 'chat.readByCustomer'),
    lastMessageText: read.text(row.lastMessageText, 'chat.lastMessageText'),
    assignee: agentIn(row.assignee, 'chat.assignee', read),
    agents: agentsIn(row.agents, read),
    lastAgentId: idOf(row.lastCommunicatedAgentId),
    department: departmentIn(row.department, read),
    applicationId: idOf(row.applicationId),
  };
}

function decodeMessage(row: unknown, read: FieldReader): HelpCrunchMessage {
  const wire = isObject(row) ? row : {};
  const messageId = idOf(wire.id);
  return {
    messageId: messageId ?? placeOf(row),
    from: read.text(wire.from, 'message.from'),
    type: read.text(wire.type, 'message.type'),
    text: read.text(wire.text, 'message.text'),
    agent: agentIn(wire.agent, 'message.agent', read),
    isRead: read.boolean(wire.read, 'message.read'),
    isEdited: read.boolean(wire.edited, 'message.edited'),
    broadcastType: read.text(wire.broadcastType, 'message.broadcastType'),
    createdAt: read.time(wire.createdAt, 'message.createdAt'),
    updatedAt: read.time(wire.updatedAt, 'message.updatedAt'),
    ...(messageId === null && { isUnreadable: true }),
  };
}

/** Every spelling in the pages, their examples and clients: `onhold`, `on hold`, `on-hold`, `4`. */
const STATUSES: Readonly<Record<string, HelpCrunchChatStatus>> = {
  new: 'NEW',
  opened: 'OPENED',
  pending: 'PENDING',
  onhold: 'ON_HOLD',
  closed: 'CLOSED',
  nocommunication: 'NO_COMMUNICATION',
  empty: 'EMPTY',
  '1': 'NEW',
  '2': 'OPENED',
  '3': 'PENDING',
  '4': 'ON_HOLD',
  '5': 'CLOSED',
  '6': 'NO_COMMUNICATION',
  '7': 'EMPTY',
};

/** Newer examples call the best rating `perfect`. */
const RATINGS: Readonly<Record<string, HelpCrunchChatRating>> = {
  great: 'GREAT',
  perfect: 'GREAT',
  average: 'AVERAGE',
  poor: 'POOR',
};

/** Ignores blanks, dashes and letter case. */
function toStatus(text: string | null): HelpCrunchChatStatus | null {
  return text === null ? null : (ownOf(STATUSES, text.toLowerCase().replace(/[\s_-]/g, '')) ?? 'OTHER');
}

function toRating(text: string | null): HelpCrunchChatRating | null {
  return text === null ? null : (ownOf(RATINGS, text.toLowerCase().trim()) ?? 'OTHER');
}

function ownOf<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** A list; one example has a single agent instead. */
function agentsIn(value: unknown, read: FieldReader): readonly HelpCrunchAgent[] {
  const list = isNothing(value) ? [] : (toList(value) ?? [value]);
  return list.flatMap((agent) => agentIn(agent, 'chat.agents', read) ?? []);
}

function agentIn(value: unknown, field: string, read: FieldReader): HelpCrunchAgent | null {
  const agent = objectIn(value, field, read);
  const id = agent && read.id(agent.id, `${field}.id`);
  return agent === null || id === null ? null : decodeAgent(agent, id, read);
}

function departmentIn(value: unknown, read: FieldReader): HelpCrunchDepartment | null {
  const department = objectIn(value, 'chat.department', read);
  const id = department && read.id(department.id, 'chat.department.id');
  return department === null || id === null ? null : decodeDepartment(department, id, read);
}

/** An id alone stands for an object of which nothing else is known. */
function objectIn(value: unknown, field: string, read: FieldReader): Wire | null {
  return read.object<Wire>(toCount(value) === null ? value : { id: value }, field) as Wire | null;
}

/** A whole number, or one written as text; returned as text. */
function idOf(value: unknown): string | null {
  const id = toCount(value);
  return id === null ? null : String(id);
}

/** Keeps the position of a row without an id; omitting it would shift the offsets of all later rows. */
function unreadableChat(row: unknown): HelpCrunchChat {
  return { ...NO_CHAT, chatId: placeOf(row) };
}

function placeOf(row: unknown): string {
  return `unreadable:${createHash('sha256')
    .update(JSON.stringify(row) ?? '')
    .digest('base64url')
    .slice(0, 16)}`;
}

const NO_CHAT: HelpCrunchChat = {
  chatId: '',
  customer: null,
  status: null,
  statusText: null,
  rating: null,
  ratingText: null,
  createdAt: null,
  lastMessageAt: null,
  lastCustomerMessageAt: null,
  closedAt: null,
  snoozedUntil: null,
  closedBy: null,
  createdWith: null,
  readByAgent: null,
  readByCustomer: null,
  lastMessageText: null,
  assignee: null,
  agents: [],
  lastAgentId: null,
  department: null,
  applicationId: null,
  isUnreadable: true,
};
