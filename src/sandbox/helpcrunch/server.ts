import type { Answer } from '../fault.ts';
import type { TextMatching } from '../personality/with-habits.ts';
import type { RateWindow } from '../rate-window.ts';
import { createRowJson } from '../row-json.ts';
import type { RowPage, RowReader } from '../row-store.ts';
import type { SandboxRequest } from '../sandbox-request.ts';
import { answerChats } from './chats/answer-chats.ts';
import type { ChatData } from './chats/chat-data.ts';
import {
  type HelpCrunchProblem,
  helpCrunchBadRequest,
  helpCrunchErrorAnswer,
  helpCrunchJson,
} from './errors.ts';
import { helpCrunchField } from './fields.ts';
import { CUSTOMER_ORDERS, readListQuery } from './page.ts';
import { searchHelpCrunch } from './search.ts';
import { parseSearchBody } from './search-body.ts';
import type { HelpCrunchCustomerWire, HelpCrunchShape } from './wire.ts';

export const HELP_CRUNCH_BASE_PATH = '/v1';

export type HelpCrunchParts = {
  readonly store: RowReader<HelpCrunchCustomerWire, number>;
  readonly chats: ChatData;
  readonly apiKey: string;
  readonly shape: HelpCrunchShape;
  /** The total is under `meta` instead of next to the data. */
  readonly metaTotal: boolean;
  /** Whether a 429 has Retry-After; HelpCrunch documents no such header. */
  readonly retryAfter: boolean;
  readonly maxConditions: number;
  readonly rate: RateWindow;
  readonly matching: TextMatching;
};

/** The simulated HelpCrunch's answer to a request. */
export const createHelpCrunchAnswer = (parts: HelpCrunchParts): ((request: SandboxRequest) => Answer) => {
  const toJson = createRowJson((row: HelpCrunchCustomerWire) => toShape(row, parts.shape));
  const error = (status: number): Answer => helpCrunchErrorAnswer(parts.shape, status);
  return (request) => {
    if (request.headers.authorization !== `Bearer ${parts.apiKey}`) return error(401);
    const waitMs = parts.rate.take();
    if (waitMs !== null) {
      const retryAfter = { 'retry-after': String(Math.ceil(waitMs / 1000)) };
      return {
        ...error(429),
        ...(parts.retryAfter && { headers: { ...error(429).headers, ...retryAfter } }),
      };
    }
    const chats = answerChats({ ...parts, data: parts.chats }, request);
    if (chats) return chats;
    const { method, path } = request;
    if (method === 'GET' && path === '/customers') return answerList(parts, request, toJson);
    if (method === 'POST' && path === '/customers/search') return answerSearch(parts, request, toJson);
    const id = /^\/customers\/([^/]+)$/.exec(path)?.[1];
    if (method !== 'GET' || id === undefined) return error(404);
    if (!/^\d{1,15}$/.test(id)) {
      return helpCrunchBadRequest(parts.shape, [
        { name: 'customer', message: 'This value should be of type numeric.' },
      ]);
    }
    const row = parts.store.find(Number(id));
    return row ? helpCrunchJson(200, toJson(row)) : error(404);
  };
};

type ToJson = (row: HelpCrunchCustomerWire) => string;

const answerList = (parts: HelpCrunchParts, { query }: SandboxRequest, toJson: ToJson): Answer => {
  const page = readListQuery(query, CUSTOMER_ORDERS);
  if (!('limit' in page)) return helpCrunchBadRequest(parts.shape, page);
  return answerPage(parts, parts.store.select({ ...page, candidates: null, matches: null }), toJson);
};

const answerSearch = (parts: HelpCrunchParts, request: SandboxRequest, toJson: ToJson): Answer => {
  const problems = checkSearchRequest(request);
  if (problems.length > 0) return helpCrunchBadRequest(parts.shape, problems);
  const search = parseSearchBody(request.body, parts, { fieldOf: helpCrunchField, orders: CUSTOMER_ORDERS });
  if (!('conditions' in search)) return helpCrunchBadRequest(parts.shape, search);
  return answerPage(parts, searchHelpCrunch(parts.store, search, parts.matching), toJson);
};

const checkSearchRequest = ({ headers, query }: SandboxRequest): HelpCrunchProblem[] => [
  ...(headers['content-type']?.startsWith('application/json')
    ? []
    : [{ name: 'Content-Type', message: 'This value should be application/json.' }]),
  ...[...query.keys()].map((name) => ({ name, message: 'This field was not expected.' })),
];

const answerPage = (
  { shape, metaTotal }: HelpCrunchParts,
  { total, rows }: RowPage<HelpCrunchCustomerWire>,
  toJson: ToJson,
): Answer => {
  const data = `[${rows.map(toJson).join(',')}]`;
  if (metaTotal) return helpCrunchJson(200, `{"data":${data},"meta":{"total":${total}}}`);
  return helpCrunchJson(
    200,
    shape === 'OLD' ? `{"total":${total},"data":${data}}` : `{"data":${data},"total":${total}}`,
  );
};

/** A row in the requested generation. Values of unexpected types are passed on unchanged. */
const toShape = (row: HelpCrunchCustomerWire, shape: HelpCrunchShape): object => {
  const { createdFrom = null, integrationId = null, ...old } = row;
  if (shape === 'OLD') return old;
  return {
    ...old,
    firstSeen: toText(row.firstSeen),
    lastSeen: toText(row.lastSeen),
    customData: Array.isArray(row.customData)
      ? Object.fromEntries(row.customData.map(({ property, value }) => [property, value]))
      : row.customData,
    createdFrom,
    integrationId,
  };
};

const toText = (seconds: number | null): unknown => (typeof seconds === 'number' ? String(seconds) : seconds);
