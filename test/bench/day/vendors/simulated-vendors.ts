import { LoyaltyData } from '../../../../src/sandbox/carecloud/loyalty/loyalty-data.ts';
import { CARE_CLOUD_BASE_PATH, createCareCloudAnswer } from '../../../../src/sandbox/carecloud/server.ts';
import { CareCloudSessions } from '../../../../src/sandbox/carecloud/session.ts';
import { createRandom } from '../../../../src/sandbox/random.ts';
import { createRateWindow } from '../../../../src/sandbox/rate-window.ts';
import type { SandboxRequest } from '../../../../src/sandbox/sandbox-request.ts';
import type { DayTime } from '../virtual-time.ts';
import { Accounts } from './accounts.ts';
import { createHelpCrunch, HELP_CRUNCH_KEY } from './help-crunch.ts';
import type { Population } from './population.ts';
import { purposeOf } from './purpose.ts';

export type VendorName = 'CARECLOUD' | 'HELPCRUNCH';

/** A request as it goes over the wire. */
export interface VendorRequest {
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface VendorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What a vendor got, in the order that it came. */
export interface Received {
  readonly vendor: VendorName;
  readonly at: number;
  readonly status: number;
  readonly path: string;
  readonly purpose: string;
}

export interface SimulatedVendors {
  readonly careCloud: { readonly baseUrl: string; readonly token: string };
  readonly helpCrunch: { readonly baseUrl: string; readonly apiKey: string };
  readonly received: readonly Received[];
  /** Answers after 80 to 300 ms, as a vendor far away does. */
  send(vendor: VendorName, request: VendorRequest): Promise<VendorAnswer>;
}

/** HelpCrunch's documented budget: so many requests in any 60 seconds. CareCloud documents none. */
const HELP_CRUNCH_PER_MINUTE = 120;
const LEAST_MS = 80;
const MOST_MS = 300;
/** Of the time until the answer is there, the part after which the request has arrived. */
const WAY_THERE = 0.4;
const CARE_CLOUD_TOKEN = 'day-carecloud-token';

export function createSimulatedVendors(
  seed: number,
  population: Population,
  time: DayTime,
): SimulatedVendors {
  const accounts = new Accounts(population.accounts);
  const matching = {
    fold: (text: string) => text.toLowerCase(),
    contains: (text: string, wanted: string) => text.includes(wanted),
    findsBeginnings: () => false,
  };
  const credentials = { login: '', password: '', applicationId: '', token: CARE_CLOUD_TOKEN };
  const careCloud = createCareCloudAnswer({
    store: accounts,
    sessions: new CareCloudSessions(credentials, createRandom(seed), time.now),
    rate: createRateWindow(null, time.now),
    matching,
    loyalty: { data: new LoyaltyData(seed, accounts), now: time.now, takesCustomerIdLists: false },
  });
  const helpCrunch = createHelpCrunch(seed, population, createRateWindow(HELP_CRUNCH_PER_MINUTE, time.now));
  const vendors = {
    CARECLOUD: { answer: careCloud, basePath: CARE_CLOUD_BASE_PATH, random: createRandom(seed + 1) },
    HELPCRUNCH: { answer: helpCrunch, basePath: '/v1', random: createRandom(seed + 2) },
  };
  const received: Received[] = [];
  return {
    careCloud: { baseUrl: `http://carecloud.example${CARE_CLOUD_BASE_PATH}`, token: CARE_CLOUD_TOKEN },
    helpCrunch: { baseUrl: 'http://helpcrunch.example/v1', apiKey: HELP_CRUNCH_KEY },
    received,
    async send(vendor, request) {
      const { answer, basePath, random } = vendors[vendor];
      const ms = random.int(LEAST_MS, MOST_MS);
      await time.sleep(ms * WAY_THERE);
      const asked = toAsked(request, basePath, time.now());
      accounts.narrow(asked.query);
      const { status, headers = {}, body = '' } = answer(asked);
      received.push({ vendor, at: time.now(), status, path: asked.path, purpose: purposeOf(asked) });
      await time.sleep(ms * (1 - WAY_THERE));
      return { status, headers: headers as Record<string, string>, text: String(body) };
    },
  };
}

function toAsked(
  { method, path, headers, body }: VendorRequest,
  basePath: string,
  at: number,
): SandboxRequest {
  const [rawPath = '', search = ''] = path.split(/\?(.*)/s);
  return {
    method,
    path: rawPath.startsWith(`${basePath}/`) ? rawPath.slice(basePath.length) : rawPath,
    query: new URLSearchParams(search),
    headers,
    body: body === null || body === '' ? undefined : JSON.parse(body),
    status: 0,
    at,
    aborted: false,
    settled: Promise.resolve(),
  };
}
