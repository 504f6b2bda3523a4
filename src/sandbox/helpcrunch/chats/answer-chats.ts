import type { Answer } from '../../fault.ts';
import type { TextMatching } from '../../personality/with-habits.ts';
import type { SandboxRequest } from '../../sandbox-request.ts';
import {
  type HelpCrunchProblem,
  helpCrunchBadRequest,
  helpCrunchErrorAnswer,
  helpCrunchJson,
} from '../errors.ts';
import { readListQuery } from '../page.ts';
import { parseSearchBody } from '../search-body.ts';
import type { HelpCrunchShape } from '../wire.ts';
import type { ChatData } from './chat-data.ts';
import { chatField } from './chat-fields.ts';
import { LIST_ORDERS, SEARCH_ORDERS, UNSORTED } from './chat-page.ts';
import { searchChats } from './chat-search.ts';
import { AGENTS, APPLICATIONS, DEPARTMENTS, ORGANIZATION } from './team.ts';
import type { ChatRow } from './wire.ts';
import { writeChat, writeDepartment, writeMessage } from './write-chat.ts';

export type ChatParts = {
  readonly data: ChatData;
  readonly shape: HelpCrunchShape;
  readonly maxConditions: number;
  readonly matching: TextMatching;
};

/** The answer of an endpoint for chats or the team; null for any other path. */
export const answerChats = (parts: ChatParts, request: SandboxRequest): Answer | null => {
  const { method, path } = request;
  const [, resource = '', id, below, ...rest] = path.split('/');
  if (rest.length > 0) return null;
  if (resource === 'chats') return answerChat(parts, request, id, below);
  if (id !== undefined) return null;
  const answer = TEAM[resource];
  if (answer === undefined) return null;
  return method === 'GET' ? answer(parts, request) : helpCrunchErrorAnswer(parts.shape, 404);
};

const answerChat = (
  parts: ChatParts,
  request: SandboxRequest,
  id: string | undefined,
  below: string | undefined,
): Answer => {
  const { data, shape } = parts;
  if (id === 'search' && request.method === 'POST' && below === undefined)
    return answerSearch(parts, request);
  if (request.method !== 'GET') return notFound(shape);
  if (id === undefined) return answerList(parts, request);
  if (!/^\d{1,15}$/.test(id))
    return bad(parts, [{ name: 'chat', message: 'This value should be of type numeric.' }]);
  const chat = data.store.find(Number(id));
  if (!chat) return chatNotFound(shape);
  if (below === undefined) return helpCrunchJson(200, toJson(parts, chat));
  if (below !== 'messages') return notFound(shape);
  const page = readListQuery(request.query, UNSORTED);
  if (!('limit' in page)) return bad(parts, page);
  const messages = data.messages(chat);
  const rows = messages.slice(page.offset, page.offset + page.limit);
  return helpCrunchJson(
    200,
    JSON.stringify({
      data: rows.map((message) => writeMessage(message, chat, shape)),
      total: messages.length,
    }),
  );
};

const answerList = (parts: ChatParts, { query }: SandboxRequest): Answer => {
  const page = readListQuery(query, LIST_ORDERS);
  if (!('limit' in page)) return bad(parts, page);
  return answerPage(parts, parts.data.store.select({ ...page, candidates: null, matches: null }));
};

const answerSearch = (parts: ChatParts, { headers, query, body }: SandboxRequest): Answer => {
  const problems = [
    ...(headers['content-type']?.startsWith('application/json')
      ? []
      : [{ name: 'Content-Type', message: 'This value should be application/json.' }]),
    ...[...query.keys()].map((name) => ({ name, message: 'This field was not expected.' })),
  ];
  if (problems.length > 0) return bad(parts, problems);
  const search = parseSearchBody(body, parts, { fieldOf: chatField, orders: SEARCH_ORDERS });
  if (!('conditions' in search)) return bad(parts, search);
  return answerPage(parts, searchChats(parts.data, search, parts.matching));
};

const answerPage = (
  parts: ChatParts,
  { rows, total }: { readonly rows: readonly ChatRow[]; readonly total: number },
): Answer => {
  const data = `[${rows.map((chat) => toJson(parts, chat)).join(',')}]`;
  return helpCrunchJson(
    200,
    parts.shape === 'OLD'
      ? `{"total":${total},"data":${data}}`
      : `{"data":${data},"meta":{"total":${total}}}`,
  );
};

const toJson = ({ data, shape }: ChatParts, chat: ChatRow): string =>
  JSON.stringify(writeChat(chat, data.profiles.find(chat.customer), shape));

type TeamAnswer = (parts: ChatParts, request: SandboxRequest) => Answer;

const TEAM: Readonly<Record<string, TeamAnswer>> = {
  agents(parts, { query }) {
    const page = readListQuery(query, UNSORTED);
    if (!('limit' in page)) return bad(parts, page);
    const data = AGENTS.slice(page.offset, page.offset + page.limit);
    const meta = parts.shape === 'OLD' ? {} : { meta: { total: AGENTS.length } };
    return helpCrunchJson(200, JSON.stringify({ data, ...meta }));
  },
  departments: (parts, request) => answerWhole(parts, request, { data: DEPARTMENTS.map(writeDepartment) }),
  applications: (parts, request) => answerWhole(parts, request, { data: APPLICATIONS }),
  organization: (parts, request) => answerWhole(parts, request, ORGANIZATION),
};

/** Lists documented without paging. */
const answerWhole = (parts: ChatParts, { query }: SandboxRequest, body: object): Answer => {
  const strange = [...query.keys()].map((name) => ({ name, message: 'This field was not expected.' }));
  return strange.length > 0 ? bad(parts, strange) : helpCrunchJson(200, JSON.stringify(body));
};

const bad = ({ shape }: ChatParts, problems: readonly HelpCrunchProblem[]): Answer =>
  helpCrunchBadRequest(shape, problems);

const notFound = (shape: HelpCrunchShape): Answer => helpCrunchErrorAnswer(shape, 404);

/** The older pages have a separate code for chats. */
const chatNotFound = (shape: HelpCrunchShape): Answer =>
  shape === 'OLD'
    ? helpCrunchJson(404, JSON.stringify({ errors: [{ code: 'chat_not_found', message: 'Chat not found' }] }))
    : notFound(shape);
