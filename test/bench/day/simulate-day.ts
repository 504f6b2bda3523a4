import type { CareCloudRow } from '../../../src/sandbox/carecloud/wire.ts';
import {
  type Ask,
  crawler,
  deskAgent,
  type Kind,
  marketingScreen,
  ordersSubgraph,
  type Shown,
} from './company/clients.ts';
import type { Contestant, ContestantParts, GraphQLAnswer } from './contestants/contestant.ts';
import { startReplicas } from './contestants/gateway.ts';
import { type CompanySize, createPopulation } from './vendors/population.ts';
import { createSimulatedVendors, type Received } from './vendors/simulated-vendors.ts';
import type { DayTime } from './virtual-time.ts';

/**
 * Who answers: the gateway as it ships, the gateway with everything shared or cached switched off, or Apollo Server; or
 * the gateway in a process of its own, in real time.
 */
export type ContestantName = 'gateway' | 'alone' | 'apollo' | 'process';

export interface DayOptions {
  readonly contestant: ContestantName;
  readonly agents: number;
  readonly marketing: number;
  readonly hasCrawler: boolean;
  readonly minutes: number;
  readonly seed: number;
  readonly size: CompanySize;
  /** Of the gateway, which get the operations in turn; absent: one process. */
  readonly replicas?: number;
  /** Whether a person's requests all go to one of the replicas; absent: all go to each in turn. */
  readonly isSticky?: boolean;
  /** Whether clients ask a router in front of the gateway; absent: the gateway itself. */
  readonly isRouted?: boolean;
  /** Settings of the gateway besides. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What came of the operations of one kind. */
export interface KindReport {
  readonly operations: number;
  /** Answered with UPSTREAM_RATE_LIMITED. */
  readonly limited: number;
  /** Given up by the client after more than a second; those given up sooner are not counted as operations. */
  readonly left: number;
  /** Answered with any other error. */
  readonly failed: number;
  readonly withinSecond: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

export interface DayReport {
  readonly options: DayOptions;
  readonly kinds: Readonly<Partial<Record<Kind, KindReport>>>;
  /** All but the crawler's. */
  readonly interactive: KindReport;
  readonly requests: { readonly careCloud: number; readonly helpCrunch: number };
  /** Of the searches for a whole text: whether they show the person that was meant. One profile in ten has no email, and
   * is nobody's. */
  readonly shown: Readonly<Record<string, number>>;
  /** What HelpCrunch's requests were for. */
  readonly purposes: Readonly<Record<string, number>>;
  /** The most that HelpCrunch got in any 60 seconds. */
  readonly busiestMinute: number;
  readonly tooManyRequests: number;
  readonly firstFailure: string | null;
  /** What the contestant's process holds at the end; unless it has one of its own, vendors and all. */
  readonly rssMb: number;
  /** User and system time of the contestant's process; unless it has one of its own, vendors and all. */
  readonly cpuSeconds: number;
}

interface Done {
  readonly kind: Kind;
  readonly ms: number;
  readonly outcome: 'OK' | 'LIMITED' | 'FAILED' | 'LEFT';
}

/** A client that gives up after this has waited for too long. */
const SOON_MS = 1_000;
const MINUTE_MS = 60_000;
/** A contestant has started by then. */
const START_MS = 9 * MINUTE_MS;
/** What it asks by itself at the start is then out of the budget's window. */
const SETTLED_MS = 90_000;
/** Until here the caches fill; what is asked in it is not counted. */
const WARM_UP_MS = 2 * MINUTE_MS;
/** Longer nobody waits for an answer. */
const LONGEST_MS = 60_000;

export async function simulateDay(options: DayOptions, time: DayTime): Promise<DayReport> {
  const {
    seed,
    agents,
    marketing,
    hasCrawler,
    minutes,
    replicas = 1,
    isRouted = false,
    isSticky = false,
    env = {},
  } = options;
  const population = createPopulation(seed, options.size);
  const vendors = createSimulatedVendors(seed, population, time);
  const start = time.now();
  const cpuBefore = process.cpuUsage();
  let contestant: Contestant | null = null;
  startContestant(options.contestant, { vendors, time, seed, replicas, isRouted, isSticky, env }).then(
    (started) => {
      contestant = started;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      process.exit(1);
    },
  );
  await time.runUntilTrue(() => contestant !== null, start + START_MS);
  await time.runUntil(time.now() + SETTLED_MS);
  const running = contestant as Contestant | null;
  if (running === null) throw new Error('The contestant did not start.');

  const opensAt = time.now();
  const countsFrom = opensAt + WARM_UP_MS;
  const until = countsFrom + minutes * MINUTE_MS;
  const done: Done[] = [];
  let firstFailure: string | null = null;
  let isOver = false;
  const ask: Ask = async (kind, client, query, variables, signal, session) => {
    const askedAt = time.now();
    const answer = await unlessAborted(running.ask({ client, query, variables, signal, session }), signal);
    if (answer === null && time.now() - askedAt <= SOON_MS) return null;
    const outcome = answer === null ? 'LEFT' : outcomeOf(answer);
    if (outcome === 'FAILED') firstFailure ??= `${kind}: ${JSON.stringify(answer?.errors).slice(0, 500)}`;
    if (askedAt >= countsFrom && askedAt < until) done.push({ kind, ms: time.now() - askedAt, outcome });
    return answer;
  };
  const shown: Shown[] = [];
  const saw = (one: Shown) => {
    if (time.now() >= countsFrom && time.now() < until) shown.push(one);
  };
  const parts = { time, population, seed, ask, saw, until };
  const recent: CareCloudRow[] = [];
  const fail = (error: unknown) => {
    // In real time, people go on with what they were at while the contestant stops.
    if (isOver) return;
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  };
  for (let number = 0; number < agents; number++) deskAgent(parts, number, recent).catch(fail);
  for (let number = 0; number < marketing; number++) marketingScreen(parts, number).catch(fail);
  ordersSubgraph(parts).catch(fail);
  if (hasCrawler) crawler(parts).catch(fail);
  await time.runUntil(until + LONGEST_MS);
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpuMs = running.cpuMs?.() ?? (user + system) / 1_000;
  const rssMb = running.rssMb?.() ?? Math.round(process.memoryUsage.rss() / 2 ** 20);
  isOver = true;
  await running.stop();

  const counted = vendors.received.filter(({ at }) => at >= countsFrom && at < until);
  const isOf = (vendor: Received['vendor']) => (received: Received) => received.vendor === vendor;
  const kinds = [...new Set(done.map(({ kind }) => kind))].sort();
  return {
    options,
    kinds: Object.fromEntries(kinds.map((kind) => [kind, reportOf(done.filter((one) => one.kind === kind))])),
    interactive: reportOf(done.filter(({ kind }) => kind !== 'crawl')),
    requests: {
      careCloud: counted.filter(isOf('CARECLOUD')).length,
      helpCrunch: counted.filter(isOf('HELPCRUNCH')).length,
    },
    shown: countBy(shown),
    purposes: countBy(counted.filter(isOf('HELPCRUNCH')).map(({ purpose }) => purpose)),
    busiestMinute: busiest(vendors.received.filter(isOf('HELPCRUNCH')).map(({ at }) => at)),
    tooManyRequests: vendors.received.filter(({ status }) => status === 429).length,
    firstFailure,
    rssMb,
    cpuSeconds: cpuMs / 1_000,
  };
}

/** Null once the client has closed the connection; what comes afterwards, nobody hears. */
function unlessAborted(
  answering: Promise<GraphQLAnswer>,
  signal: AbortSignal | undefined,
): Promise<GraphQLAnswer | null> {
  if (signal === undefined) return answering;
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
    answering.then(resolve, (error) => (signal.aborted ? undefined : reject(error)));
  });
}

async function startContestant(name: ContestantName, parts: ContestantParts): Promise<Contestant> {
  if (name === 'process') {
    const { startProcess } = await import('./contestants/process.ts');
    return startProcess(parts);
  }
  if (name !== 'apollo') return startReplicas(parts, name === 'gateway');
  const { startApollo } = await import('./contestants/apollo.mjs' as string);
  return startApollo(parts);
}

function outcomeOf({ errors = [] }: GraphQLAnswer): Done['outcome'] {
  if (errors.length === 0) return 'OK';
  return errors.some(({ extensions }) => extensions?.code === 'UPSTREAM_RATE_LIMITED') ? 'LIMITED' : 'FAILED';
}

function reportOf(done: readonly Done[]): KindReport {
  const times = done.map(({ ms }) => ms).sort((one, other) => one - other);
  const at = (share: number) => Math.round(times[Math.max(0, Math.ceil(share * times.length) - 1)] ?? 0);
  const count = (holds: (one: Done) => boolean) => done.filter(holds).length;
  return {
    operations: done.length,
    limited: count(({ outcome }) => outcome === 'LIMITED'),
    left: count(({ outcome }) => outcome === 'LEFT'),
    failed: count(({ outcome }) => outcome === 'FAILED'),
    withinSecond: count(({ outcome, ms }) => outcome === 'OK' && ms <= SOON_MS),
    medianMs: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
  };
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** The most moments in any minute; ascending. */
function busiest(moments: readonly number[]): number {
  let first = 0;
  let most = 0;
  for (const [index, at] of moments.entries()) {
    while ((moments[first] ?? at) <= at - MINUTE_MS) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
