import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';

/** The results of all clients together. */
export interface Experience {
  operations: number;
  /** Responses without errors. */
  good: number;
  /** Errors by code: in `errors`, and as data in `sources`. */
  readonly errorsByCode: Map<string, number>;
  readonly reportsByCode: Map<string, number>;
  /** The message of the last error with this code. */
  readonly exampleByCode: Map<string, string>;
  /** Operations that the client itself abandoned. */
  left: number;
  /** No response at all, although the client waited. */
  unanswered: number;
  readonly latenciesMs: number[];
}

export function noExperience(): Experience {
  return {
    operations: 0,
    good: 0,
    errorsByCode: new Map(),
    reportsByCode: new Map(),
    exampleByCode: new Map(),
    left: 0,
    unanswered: 0,
    latenciesMs: [],
  };
}

/** How a client behaves. */
export interface Client {
  readonly url: string;
  readonly sandbox: Sandbox;
  readonly random: () => number;
  readonly until: number;
  readonly experience: Experience;
}

const CRAWL = `query($after: String) { helpCrunchCustomers(first: 50, after: $after) { nodes { id name } pageInfo { endCursor } } }`;
const LIST = `query($after: String) {
  customers(first: 20, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
    edges { cursor node { id name email helpCrunch { lastSeenAt } careCloud { state } } }
    pageInfo { hasNextPage endCursor }
    sources { source status requests error { code } }
  }
}`;
const ONE = `query($by: CustomerKey!) { customer(by: $by) { id name email sources helpCrunchProfiles { tags { name } } } }`;
const SEARCH = `query($filter: CustomerFilter) {
  customers(first: 10, filter: $filter) { nodes { id name } totalCount { value } sources { source status error { code } } }
}`;
const STATE = '{ sources { source status requestsRemaining } }';
/** Share of operations that a client abandons. */
const IMPATIENT = 0.03;
const ABANDON_AFTER_MS = 150;
const MOST_PAUSE_MS = 1_000;

/** Reads HelpCrunch's whole list, page by page, without pauses. */
export async function crawl(client: Client): Promise<void> {
  let after: string | null = null;
  while (Date.now() < client.until) {
    const data = (await ask(client, CRAWL, { after })) as {
      helpCrunchCustomers?: { pageInfo: { endCursor: string | null } } | null;
    } | null;
    after = data?.helpCrunchCustomers?.pageInfo.endCursor ?? after;
    if (data === null) await pause(client);
  }
}

/** Opens lists and people, with a pause after each. */
export async function click(client: Client): Promise<void> {
  let after: string | null = null;
  while (Date.now() < client.until) {
    const dice = client.random();
    if (dice < 0.45) {
      const data = (await ask(client, LIST, { after })) as {
        customers?: { pageInfo: { endCursor: string | null } } | null;
      } | null;
      after = client.random() < 0.7 ? (data?.customers?.pageInfo.endCursor ?? null) : null;
    } else if (dice < 0.75) await ask(client, ONE, { by: someone(client) });
    else if (dice < 0.95) await ask(client, SEARCH, { filter: someFilter(client) });
    else await ask(client, STATE, {});
    await pause(client);
  }
}

function someone({ sandbox, random }: Client): object {
  const account = pick(sandbox.careCloud.rows, random);
  const profile = pick(sandbox.helpCrunch.rows, random);
  const email = account?.personal_information.email;
  const dice = random();
  if (dice < 0.4) return { careCloudId: account?.customer_id };
  if (dice < 0.7 && typeof email === 'string') return { email };
  return { helpCrunchId: String(profile?.id) };
}

function someFilter({ sandbox, random }: Client): object {
  // Tills store nothing without a name.
  const lastName = pick(sandbox.careCloud.rows, random)?.personal_information.last_name || 'Nováková';
  const dice = random();
  if (dice < 0.4) return { lastName };
  if (dice < 0.7) return { helpCrunch: { tags: { anyOf: ['VIP'] } }, inSources: ['CARECLOUD'] };
  return { careCloud: { lastName } };
}

async function ask(client: Client, query: string, variables: object): Promise<unknown> {
  const { experience, random } = client;
  const isImpatient = random() < IMPATIENT;
  const startedAt = performance.now();
  experience.operations += 1;
  try {
    const response = await fetch(client.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(random() < 0.05 && { 'cache-control': 'no-cache' }),
      },
      body: JSON.stringify({ query, variables }),
      ...(isImpatient && { signal: AbortSignal.timeout(ABANDON_AFTER_MS) }),
    });
    const answer = (await response.json()) as Answer;
    experience.latenciesMs.push(performance.now() - startedAt);
    learn(experience, answer);
    return answer.data ?? null;
  } catch {
    if (isImpatient) experience.left += 1;
    else experience.unanswered += 1;
    return null;
  }
}

interface Answer {
  readonly data?: {
    readonly customers?: {
      readonly sources?: readonly {
        readonly source: string;
        readonly error?: { readonly code: string } | null;
      }[];
    };
  } | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly source?: string };
  }[];
}

function learn(experience: Experience, { data, errors = [] }: Answer): void {
  for (const { message, extensions = {} } of errors) {
    const { code = 'none', source = '' } = extensions;
    count(experience.errorsByCode, `${code} ${source}`.trim());
    experience.exampleByCode.set(code, message);
  }
  for (const { source, error } of data?.customers?.sources ?? []) {
    if (error) count(experience.reportsByCode, `${error.code} ${source}`);
  }
  if (errors.length === 0) experience.good += 1;
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Some people are viewed often, most hardly ever. */
function pick<T>(rows: readonly T[], random: () => number): T | undefined {
  return rows[Math.floor(random() ** 4 * rows.length)];
}

function pause({ random }: Client): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, random() * MOST_PAUSE_MS));
}
