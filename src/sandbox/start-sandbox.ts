import { careCloudErrorAnswer } from './carecloud/errors.ts';
import { LoyaltyData } from './carecloud/loyalty/loyalty-data.ts';
import { CARE_CLOUD_BASE_PATH, createCareCloudAnswer } from './carecloud/server.ts';
import { type CareCloudCredentials, CareCloudSessions } from './carecloud/session.ts';
import type { CareCloudRow } from './carecloud/wire.ts';
import { ChatData } from './helpcrunch/chats/chat-data.ts';
import { sendWebhook, type WebhookEvent, type WebhookTarget } from './helpcrunch/chats/webhook-sender.ts';
import type { ChatRow, MessageRow } from './helpcrunch/chats/wire.ts';
import { helpCrunchErrorAnswer } from './helpcrunch/errors.ts';
import { createHelpCrunchAnswer, HELP_CRUNCH_BASE_PATH } from './helpcrunch/server.ts';
import type { HelpCrunchCustomerWire, HelpCrunchShape } from './helpcrunch/wire.ts';
import type { Personality } from './personality/personality.ts';
import { matchingWith, readWith, withHabits } from './personality/with-habits.ts';
import { createRandom } from './random.ts';
import { createRateWindow } from './rate-window.ts';
import { RowStore } from './row-store.ts';
import { createSandboxData, type SandboxData } from './sandbox-data.ts';
import { startVendorServer, type VendorServer } from './vendor-server.ts';

export type SandboxOptions = {
  /** The same seed gives the same people, on every machine. */
  readonly seed?: number;
  /** The number of people; a third is in both vendors, so each vendor lists about two thirds of them. Default 4,500. */
  readonly people?: number;
  /** Custom rows instead of generated ones. */
  readonly data?: SandboxData;
  /** Custom chats instead of generated ones. */
  readonly chats?: readonly ChatRow[];
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0, any free port. */
  readonly careCloudPort?: number;
  readonly helpCrunchPort?: number;
  /** The documented generation of HelpCrunch's API. Default NEW. */
  readonly helpCrunchShape?: HelpCrunchShape;
  /** Whether HelpCrunch lists have the total under `meta`. */
  readonly metaTotal?: boolean;
  /** The most conditions in one HelpCrunch search; more is a 400. Unlimited by default. */
  readonly maxConditions?: number;
  /** In any 60 seconds. Default 120; null: no limit. */
  readonly helpCrunchRequestsPerMinute?: number | null;
  /** Whether HelpCrunch's 429 has Retry-After. Undocumented, so off by default. */
  readonly helpCrunchRetryAfter?: boolean;
  /** In any 60 seconds; null, the default: no limit. */
  readonly careCloudRequestsPerMinute?: number | null;
  /** Milliseconds; Date.now by default. */
  readonly now?: () => number;
  /**
   * Undocumented behaviours from the start; none by default. If two conflict, the later order and the earlier text
   * comparison win.
   */
  readonly personalities?: readonly Personality[];
  /** Whether both vendors distinguish `A` from `a` in text comparisons. Undocumented. Default false. */
  readonly matchCase?: boolean;
};

/** One simulated vendor: its address, its request log, its rows, and `injectFault`. */
type SandboxVendor<Row, Id> = Omit<VendorServer, 'close'> & SandboxRows<Row, Id>;

type SandboxRows<Row, Id> = {
  /** Live, in the order of the data. */
  readonly rows: readonly Row[];
  /** Inserts a row at a position, the end by default. Throws if the id is taken. */
  insert(row: Row, position?: number): void;
  /** False if there is no such row. */
  remove(id: Id): boolean;
  /** Replaces the top-level members in `patch`. False if there is no such row. */
  update(id: Id, patch: Partial<Row>): boolean;
};

export type Sandbox = AsyncDisposable & {
  readonly careCloud: SandboxVendor<CareCloudRow, string> &
    CareCloudCredentials & {
      /** Invalidates every token issued so far, including `token`: only a login helps. */
      expireTokens(): void;
      /** The customers' cards, points, vouchers and so on, generated from the seed; `set` replaces them. */
      readonly loyalty: Pick<LoyaltyData, 'of' | 'all' | 'set'>;
    };
  readonly helpCrunch: SandboxVendor<HelpCrunchCustomerWire, number> & {
    readonly apiKey: string;
    /** Generated from the seed for each profile. */
    readonly chats: SandboxRows<ChatRow, number> & {
      /** Newest first. */
      messages(chatId: number): readonly MessageRow[];
      setMessages(chatId: number, messages: readonly MessageRow[]): void;
    };
    /** Sends an event about a chat, and returns the response status. */
    sendWebhook(event: WebhookEvent, target: WebhookTarget): Promise<number>;
  };
  /** Gives both vendors exactly these behaviours from now on. */
  setPersonalities(personalities: readonly Personality[]): void;
  /** Closes both servers and every connection. */
  close(): Promise<void>;
};

const DEFAULT_SEED = 20_240_614;
const DEFAULT_PEOPLE = 4500;
const API_KEY = 'sandbox-helpcrunch-key';
const CREDENTIALS: CareCloudCredentials = {
  login: 'gateway@sandbox.example',
  password: 'sandbox-carecloud-password',
  applicationId: '89d1a6111b3fb6e74665d948',
  token: '5a6d1f0c3b2e4d7890abcdef1234567890fedcba',
};

/** Starts both simulated vendors on loopback. They share a clock and nothing else. */
export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const { seed = DEFAULT_SEED, people = DEFAULT_PEOPLE, host = '127.0.0.1', now = Date.now } = options;
  const data = options.data ?? createSandboxData(seed, people);
  const usualFold = options.matchCase ? (text: string) => text : (text: string) => text.toLowerCase();

  const accounts = new RowStore(data.careCloud, (row: CareCloudRow) => row.customer_id);
  const loyalty = new LoyaltyData(seed, accounts);
  const sessions = new CareCloudSessions(CREDENTIALS, createRandom(seed), now);
  const profiles = new RowStore(data.helpCrunch, (row: HelpCrunchCustomerWire) => row.id);
  const chats = new ChatData(seed, profiles, options.chats);
  const { helpCrunchShape: shape = 'NEW', helpCrunchRequestsPerMinute = 120 } = options;
  const careCloudRate = createRateWindow(options.careCloudRequestsPerMinute ?? null, now);
  const helpCrunchRate = createRateWindow(helpCrunchRequestsPerMinute, now);

  const answersOf = (personalities: readonly Personality[]) => {
    const careCloudHabits = personalities.flatMap((each) => each.careCloud ?? []);
    const helpCrunchHabits = personalities.flatMap((each) => each.helpCrunch ?? []);
    sessions.isExclusive = careCloudHabits.some((each) => each.exclusiveLogins);
    accounts.forgetIndexes();
    profiles.forgetIndexes();
    const careCloud = createCareCloudAnswer({
      store: readWith(careCloudHabits, accounts),
      sessions,
      rate: careCloudRate,
      matching: matchingWith(careCloudHabits, usualFold),
      loyalty: {
        data: loyalty,
        now,
        takesCustomerIdLists: careCloudHabits.some((each) => each.takesCustomerIdLists),
      },
    });
    const helpCrunch = createHelpCrunchAnswer({
      store: readWith(helpCrunchHabits, profiles),
      chats,
      apiKey: API_KEY,
      shape,
      metaTotal: options.metaTotal ?? false,
      retryAfter: options.helpCrunchRetryAfter ?? false,
      maxConditions: options.maxConditions ?? Number.POSITIVE_INFINITY,
      rate: helpCrunchRate,
      matching: matchingWith(helpCrunchHabits, usualFold),
    });
    return {
      careCloud: withHabits(careCloudHabits, careCloud),
      helpCrunch: withHabits(helpCrunchHabits, helpCrunch),
    };
  };
  let answers = answersOf(options.personalities ?? []);

  const careCloud = await startVendorServer({
    host,
    port: options.careCloudPort ?? 0,
    basePath: CARE_CLOUD_BASE_PATH,
    now,
    answer: (request) => answers.careCloud(request),
    errorAnswer: careCloudErrorAnswer,
  });
  const helpCrunch = await startVendorServer({
    host,
    port: options.helpCrunchPort ?? 0,
    basePath: HELP_CRUNCH_BASE_PATH,
    now,
    answer: (request) => answers.helpCrunch(request),
    errorAnswer: (status) => helpCrunchErrorAnswer(shape, status),
  }).catch(async (error: unknown) => {
    await careCloud.close();
    throw error;
  });

  const close = async (): Promise<void> => {
    await Promise.all([careCloud.close(), helpCrunch.close()]);
  };
  return {
    careCloud: {
      ...toVendor(careCloud, accounts),
      ...CREDENTIALS,
      expireTokens: () => sessions.expireTokens(),
      loyalty,
    },
    helpCrunch: {
      ...toVendor(helpCrunch, profiles),
      apiKey: API_KEY,
      chats: toSandboxChats(chats),
      sendWebhook: (event, target) => sendWebhook(chats, event, target, now),
    },
    setPersonalities: (personalities) => {
      answers = answersOf(personalities);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
};

const toVendor = <Row extends object, Id extends string | number>(
  { baseUrl, requests, clearRequests, received, injectFault }: VendorServer,
  store: RowStore<Row, Id>,
): SandboxVendor<Row, Id> => ({
  baseUrl,
  requests,
  clearRequests,
  received,
  injectFault,
  rows: store.rows,
  insert: (row, position) => store.insert(row, position),
  remove: (id) => store.remove(id),
  update: (id, patch) => store.update(id, patch),
});

/** Chats are generated on first access, so that they cost nothing if unused. */
const toSandboxChats = (data: ChatData): Sandbox['helpCrunch']['chats'] => ({
  get rows() {
    return data.store.rows;
  },
  insert: (row, position) => data.store.insert(row, position),
  remove: (id) => data.store.remove(id),
  update: (id, patch) => data.store.update(id, patch),
  messages(chatId) {
    const chat = data.store.find(chatId);
    return chat ? data.messages(chat) : [];
  },
  setMessages: (chatId, messages) => data.setMessages(chatId, messages),
});
