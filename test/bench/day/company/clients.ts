import type { CareCloudRow } from '../../../../src/sandbox/carecloud/wire.ts';
import { toPlainLetters } from '../../../../src/sandbox/people/names.ts';
import { createRandom, type Random } from '../../../../src/sandbox/random.ts';
import type { ClientName, GraphQLAnswer } from '../contestants/contestant.ts';
import type { Population } from '../vendors/population.ts';
import type { DayTime } from '../virtual-time.ts';
import { CRAWL, LIST, ORDERS, PANEL, SEARCH, SEGMENT } from './operations.ts';

/** What people do with an application. */
export type Kind = 'search' | 'panel' | 'list' | 'segment' | 'orders' | 'crawl';

/** Null if the client closed the connection before the answer came. */
export type Ask = (
  kind: Kind,
  client: ClientName,
  query: string,
  variables: object,
  signal?: AbortSignal,
  session?: string,
) => Promise<GraphQLAnswer | null>;

export interface ClientParts {
  readonly time: DayTime;
  readonly population: Population;
  readonly seed: number;
  readonly ask: Ask;
  /** What the answer to a whole text shows of the person that was meant. */
  readonly saw: (shown: Shown) => void;
  /** Milliseconds since the epoch; nothing new is begun after. */
  readonly until: number;
}

/** How a search shows the person that was meant: not at all, as an account alone, or with a profile. */
export type Shown = 'NOT' | 'WITHOUT_PROFILE' | 'WITH_PROFILE';

const SECOND = 1_000;
/** The search box asks when nothing was typed for so long. */
const DEBOUNCE_MS = 250;
const FEWEST_LETTERS = 3;
/** The latest cases of all agents, of which one is taken up again now and then. */
const MOST_RECENT = 20;
const TAKEN_UP_AGAIN = 0.15;

/**
 * A desk agent: finds who writes by typing a name, an address or a number, opens the panel, looks at it twice again
 * while they talk, and goes back to the list of who was active last. A case takes about four minutes.
 */
export async function deskAgent(given: ClientParts, number: number, recent: CareCloudRow[]): Promise<void> {
  const ask: Ask = (kind, client, query, variables, signal) =>
    given.ask(kind, client, query, variables, signal, `desk ${number}`);
  const parts = { ...given, ask };
  const { time, population, until } = parts;
  const random = createRandom(parts.seed + 1_000 + number);
  const pause = (least: number, most: number) => time.sleep(random.int(least * SECOND, most * SECOND));
  await pause(0, 240);
  while (time.now() < until) {
    const isOld = recent.length > 0 && random.chance(TAKEN_UP_AGAIN);
    const account = random.pick(isOld ? recent : population.members);
    recent.push(account);
    if (recent.length > MOST_RECENT) recent.shift();

    const id = globalId(account);
    parts.saw(shownIn(await typeSearch(parts, random, textFor(random, account)), id));
    await pause(1, 3);
    const panel = () => ask('panel', 'desk', PANEL, { id });
    await panel();
    for (let look = 0; look < 2; look++) {
      await pause(40, 80);
      await panel();
    }
    await pause(5, 20);
    let after: string | null = null;
    for (let page = 0; page < 3; page++) {
      const page: GraphQLAnswer | null = await ask('list', 'desk', LIST, { after });
      after = page?.data?.customers?.pageInfo?.endCursor ?? null;
      if (after === null || !random.chance(0.4)) break;
      await pause(5, 15);
    }
    await pause(20, 60);
  }
}

/**
 * Letter by letter; resolves with the answer to the whole text. A search for what was typed before is aborted when the
 * next one is sent, as GraphQL clients do when a query's variables change.
 */
async function typeSearch(
  { time, ask }: ClientParts,
  random: Random,
  text: string,
): Promise<GraphQLAnswer | null> {
  let typing = new AbortController();
  const search = (typed: string) => {
    typing.abort();
    typing = new AbortController();
    return ask('search', 'desk', SEARCH, { text: typed }, typing.signal);
  };
  for (let length = 1; length < text.length; length++) {
    const pauseMs = random.int(80, 320);
    const typed = text.slice(0, length);
    if (pauseMs >= DEBOUNCE_MS && length >= FEWEST_LETTERS) {
      await time.sleep(DEBOUNCE_MS);
      void search(typed);
      await time.sleep(pauseMs - DEBOUNCE_MS);
    } else {
      await time.sleep(pauseMs);
    }
  }
  await time.sleep(DEBOUNCE_MS);
  return search(text);
}

function shownIn(answer: GraphQLAnswer | null, id: string): Shown {
  const matches: readonly {
    readonly customer: { readonly id: string; readonly sources: readonly string[] };
  }[] = answer?.data?.searchCustomers?.matches ?? [];
  const match = matches.find(({ customer }) => customer.id === id);
  if (match === undefined) return 'NOT';
  return match.customer.sources.includes('HELPCRUNCH') ? 'WITH_PROFILE' : 'WITHOUT_PROFILE';
}

function textFor(random: Random, { personal_information: person }: CareCloudRow): string {
  const draw = random.next();
  const phone = person.phone?.slice(-9);
  if (draw < 0.2 && phone !== undefined) return phone;
  const localPart = person.email?.split('@')[0] ?? '';
  const [first = '', last = ''] = [person.first_name ?? '', person.last_name ?? ''];
  if (draw < 0.5 || first.length < 2 || last.length < 2) return localPart.slice(0, 10);
  return toPlainLetters(`${last} ${first}`);
}

const SURNAMES = ['Novák', 'Svobodová', 'Dvořák', 'Černá', 'Kučera', 'Horváth'];
const TAGS = ['VIP', 'Paid', 'Reklamace'];

/** Someone in marketing: chooses people by what both sources know of them, and reads some pages of a hundred. */
export async function marketingScreen(parts: ClientParts, number: number): Promise<void> {
  const { time, ask, until } = parts;
  const random = createRandom(parts.seed + 2_000 + number);
  await time.sleep(random.int(0, 60 * SECOND));
  while (time.now() < until) {
    const helpCrunch = { tags: { anyOf: [random.pick(TAGS)] } };
    const filter = random.chance(0.5)
      ? { helpCrunch, careCloud: { lastName: random.pick(SURNAMES) } }
      : { helpCrunch, notInSources: ['CARECLOUD'] };
    let after: string | null = null;
    for (let page = random.int(1, 4); page > 0; page--) {
      const screen: GraphQLAnswer | null = await ask('segment', 'marketing', SEGMENT, { filter, after });
      const info = screen?.data?.customers?.pageInfo;
      if (info?.hasNextPage !== true) break;
      after = info.endCursor;
      await time.sleep(random.int(10, 25) * SECOND);
    }
    await time.sleep(random.int(60, 120) * SECOND);
  }
}

/** The orders subgraph behind a router: every page of orders asks who ordered. */
export async function ordersSubgraph(parts: ClientParts): Promise<void> {
  const { time, population, ask, until } = parts;
  const random = createRandom(parts.seed + 3_000);
  while (time.now() < until) {
    await time.sleep(random.int(6, 14) * SECOND);
    // Some order much more often than others.
    const customers = Array.from({ length: random.int(5, 20) }, () => {
      const place = Math.floor(random.next() ** 2 * population.accounts.length);
      return population.accounts[place] as CareCloudRow;
    });
    const representations = customers.map(({ customer_id: careCloudId }) => ({
      __typename: 'Customer',
      careCloudId,
    }));
    void ask('orders', 'orders', ORDERS, { representations });
  }
}

/** Reads everybody, a page of a hundred after the other, as fast as it is let. */
export async function crawler({ time, ask, until }: ClientParts): Promise<void> {
  let after: string | null = null;
  while (time.now() < until) {
    const page: GraphQLAnswer | null = await ask('crawl', 'crawler', CRAWL, { after });
    const info = page?.data?.customers?.pageInfo;
    if (info?.endCursor) after = info.endCursor;
    else if (info?.hasNextPage === false) after = null;
    const limited = page?.errors?.find(({ extensions }) => extensions?.code === 'UPSTREAM_RATE_LIMITED');
    if (limited !== undefined) await time.sleep((limited.extensions?.retryAfterSeconds ?? 1) * SECOND);
    // Never without end at one moment, whatever comes.
    else await time.sleep(1);
  }
}

export function globalId({ customer_id: id }: CareCloudRow): string {
  return Buffer.from(`Customer:CARECLOUD:${id}`).toString('base64');
}
