import type { CustomerSource } from '../../../src/customers/customer-source.ts';
import type { SourceName } from '../../../src/customers/model/source-record.ts';
import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import { LoyaltyData } from '../../../src/sandbox/carecloud/loyalty/loyalty-data.ts';
import { createCareCloudAnswer } from '../../../src/sandbox/carecloud/server.ts';
import { CareCloudSessions } from '../../../src/sandbox/carecloud/session.ts';
import type { CareCloudRow } from '../../../src/sandbox/carecloud/wire.ts';
import type { Answer } from '../../../src/sandbox/fault.ts';
import { ChatData } from '../../../src/sandbox/helpcrunch/chats/chat-data.ts';
import { createHelpCrunchAnswer } from '../../../src/sandbox/helpcrunch/server.ts';
import type { HelpCrunchCustomerWire } from '../../../src/sandbox/helpcrunch/wire.ts';
import type { Personality } from '../../../src/sandbox/personality/personality.ts';
import { matchingWith, readWith, withHabits } from '../../../src/sandbox/personality/with-habits.ts';
import { createRandom } from '../../../src/sandbox/random.ts';
import { createRateWindow } from '../../../src/sandbox/rate-window.ts';
import { RowStore } from '../../../src/sandbox/row-store.ts';
import type { SandboxRequest } from '../../../src/sandbox/sandbox-request.ts';
import type { UpstreamClient } from '../../../src/upstream/upstream-client.ts';
import { toTimeoutError } from '../../../src/upstream/upstream-errors.ts';
import type { UpstreamClientOptions } from '../../../src/upstream/upstream-options.ts';
import { createCareCloudSource } from '../../../src/vendors/carecloud/source.ts';
import { createHelpCrunchSource } from '../../../src/vendors/helpcrunch/source.ts';

export interface VendorRows {
  readonly careCloud: readonly CareCloudRow[];
  readonly helpCrunch: readonly HelpCrunchCustomerWire[];
}

export interface VendorSettings {
  readonly careCloudBatch?: number;
  readonly helpCrunchBatch?: number;
  /** Simulates a cache, without one: lists are read in blocks. Default true. */
  readonly cachesResponses?: boolean;
  /** Rows per request and per block of both vendors' lists, for small worlds with many seams. */
  readonly pageRows?: number;
  readonly phoneCountry?: string;
  /** Undocumented behaviours of the vendors. */
  readonly personalities?: readonly Personality[];
  /** The most conditions HelpCrunch accepts. */
  readonly maxConditions?: number;
  /** Called with each request and its response. */
  readonly onAnswer?: (answered: Answered) => void;
}

/** A request to a vendor, and the JSON of its response; null without one. */
export interface Answered {
  readonly source: SourceName;
  readonly route: string;
  readonly parameters: readonly string[];
  readonly body: unknown;
  readonly value: unknown;
}

/** Decides whether a request fails, before it is answered. */
export type FaultRule = (source: SourceName, path: string) => boolean;

/** Both vendors in memory: the sandbox's answers behind the real adapters, without sockets. */
export interface MemoryVendors {
  readonly sources: readonly CustomerSource[];
  readonly cachesResponses: boolean;
  readonly careCloud: RowStore<CareCloudRow, string>;
  readonly helpCrunch: RowStore<HelpCrunchCustomerWire, number>;
  /** Which requests fail from now on; null for none. */
  fail(rule: FaultRule | null): void;
}

const TOKEN = 'token';
const API_KEY = 'key';
const FAILURE = 'The source is down.';

export function createMemoryVendors(rows: VendorRows, settings: VendorSettings = {}): MemoryVendors {
  const careCloud = new RowStore<CareCloudRow, string>(rows.careCloud, (row) => row.customer_id);
  const helpCrunch = new RowStore<HelpCrunchCustomerWire, number>(rows.helpCrunch, (row) => row.id);
  const usualFold = (text: string) => text.toLowerCase();
  const personalities = settings.personalities ?? [];
  const careCloudHabits = personalities.flatMap((each) => each.careCloud ?? []);
  const helpCrunchHabits = personalities.flatMap((each) => each.helpCrunch ?? []);
  const rate = createRateWindow(null, () => 0);
  const login = { login: 'l', password: 'p', applicationId: 'a', token: TOKEN };
  const answerCareCloud = createCareCloudAnswer({
    store: readWith(careCloudHabits, careCloud),
    sessions: new CareCloudSessions(login, createRandom(1), () => 0),
    rate,
    matching: matchingWith(careCloudHabits, usualFold),
    loyalty: { data: new LoyaltyData(1, careCloud), now: () => 0, takesCustomerIdLists: false },
  });
  const answerHelpCrunch = createHelpCrunchAnswer({
    store: readWith(helpCrunchHabits, helpCrunch),
    chats: new ChatData(1, helpCrunch),
    apiKey: API_KEY,
    shape: 'OLD',
    metaTotal: false,
    retryAfter: false,
    maxConditions: settings.maxConditions ?? Number.POSITIVE_INFINITY,
    rate,
    matching: matchingWith(helpCrunchHabits, usualFold),
  });
  let fault: FaultRule | null = null;
  const opener =
    (answer: (request: SandboxRequest) => Answer) =>
    (parts: Pick<UpstreamClientOptions, 'source' | 'authorize' | 'toError'>): UpstreamClient =>
      memoryClient(parts, answer, (path) => fault?.(parts.source, path) ?? false, settings.onAnswer);

  const accounts = createCareCloudSource({
    openClient: opener(withHabits(careCloudHabits, answerCareCloud)),
    credentials: { token: TOKEN },
    timeZone: 'Europe/Prague',
    lookUpBatch: settings.careCloudBatch ?? 100,
  });
  const profiles = createHelpCrunchSource({
    openClient: opener(withHabits(helpCrunchHabits, answerHelpCrunch)),
    apiKey: API_KEY,
    searchBatch: settings.helpCrunchBatch ?? 100,
    ...(settings.phoneCountry !== undefined && { phoneCountry: settings.phoneCountry }),
  });
  const sources: readonly CustomerSource[] = [accounts as CustomerSource, profiles as CustomerSource];
  return {
    sources: sources.map((source) => withPageRows(source, settings)),
    cachesResponses: settings.cachesResponses ?? true,
    careCloud,
    helpCrunch,
    fail: (rule) => {
      fault = rule;
    },
  };
}

/** A source declares what it supports, so a test may declare less. */
function withPageRows(source: CustomerSource, { pageRows }: VendorSettings): CustomerSource {
  if (pageRows === undefined) return source;
  return { ...source, abilities: { ...source.abilities, largestPage: pageRows, blockSize: pageRows } };
}

function memoryClient(
  { source, authorize, toError }: Pick<UpstreamClientOptions, 'source' | 'authorize' | 'toError'>,
  answer: (request: SandboxRequest) => Answer,
  fails: (path: string) => boolean,
  onAnswer: VendorSettings['onAnswer'],
): UpstreamClient {
  return {
    source,
    scarcity: () => 0,
    timeoutError: () => toTimeoutError(source),
    async request(request, call) {
      const { allowance } = call;
      if (allowance?.take(source) === null) throw allowance.toError(source);
      const { method, path, route, parameters, query = [], headers, body } = request;
      call.meter.sent(source, { method, path: route, parameters }, 0);
      // Every response takes time, so that code that does not wait for it fails.
      await Promise.resolve();
      if (fails(route)) throw new UpstreamError('UPSTREAM_UNAVAILABLE', source, FAILURE);
      const { status, body: text } = answer({
        method,
        path,
        query: new URLSearchParams(query.map(([name, value]) => [name, value])),
        headers: { 'content-type': 'application/json', ...headers, ...(await authorize.headers(call)) },
        body,
        status: 0,
        at: 0,
        aborted: false,
        settled: Promise.resolve(),
      });
      const value: unknown = text === undefined || !/^[[{]/.test(text) ? null : JSON.parse(text);
      onAnswer?.({ source, route, parameters, body, value });
      if (status === 404 && 'ifNotFound' in request) return request.ifNotFound as never;
      if (status >= 300) throw toError({ status, body: value });
      return request.decode(value);
    },
    state: async () => ({ status: 'OK', requestsPerMinute: null, requestsRemaining: null, waitMs: 0 }),
    close: async () => {},
  };
}
