import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BENCH, ROOT } from '../child.ts';
import type { ContestantName, DayOptions, DayReport } from '../day/simulate-day.ts';
import { table, times, whole } from '../load/table.ts';
import type { Case, Scale } from './case.ts';

/** How the day is measured. */
export interface DayScale {
  readonly minutes: number;
  readonly size: DayOptions['size'];
  readonly mostAgents: number;
  /** Without a crawler, beside one, or both. */
  readonly crawlers: readonly boolean[];
  /** Only so many are measured; absent: the most that are served are looked for. */
  readonly agents?: number | undefined;
  /** Where the reports go as JSON; absent: nowhere. */
  readonly jsonFile?: string | undefined;
}

/** How many agents at most, and what the day was like with so many; null where not even one is served. */
interface Capacity {
  readonly name: string;
  readonly hasCrawler: boolean;
  readonly agents: number;
  readonly report: DayReport;
}

export const SEED = 1;
/** The first number that is tried. */
const FIRST_AGENTS = 16;
export const AGENTS_PER_MARKETING_SCREEN = 8;
/** Of the interactive operations, so many within a second, and so many not limited. */
const WITHIN_SECOND = 0.95;
const NOT_LIMITED = 0.995;
/** The largest number is found to this precision. */
const PRECISION = 0.08;
const HEAP = ['--max-old-space-size=6000', '--max-semi-space-size=128'];

const CONTESTANTS: readonly { readonly contestant: ContestantName; readonly name: string }[] = [
  { contestant: 'gateway', name: 'gateway' },
  { contestant: 'apollo', name: 'Apollo Server 5, DataLoader, a limiter that waits' },
  { contestant: 'alone', name: 'gateway, nothing shared or cached' },
];

/**
 * A simulated day at the company: on how many desk agents does HelpCrunch's budget go round, and how long do they wait?
 */
export const day: Case = async (scale) => {
  const capacities: Capacity[] = [];
  for (const hasCrawler of scale.day.crawlers) {
    for (const { contestant, name } of CONTESTANTS) {
      const capacity = await capacityOf(contestant, hasCrawler, scale);
      capacities.push({ name, hasCrawler, ...capacity });
    }
  }
  const { minutes, size, jsonFile } = scale.day;
  if (jsonFile !== undefined) await writeFile(jsonFile, `${JSON.stringify(capacities, null, 2)}\n`);
  const agentsOf = (contestant: ContestantName, hasCrawler: boolean) =>
    capacities.find(
      ({ report: { options } }) => options.contestant === contestant && options.hasCrawler === hasCrawler,
    )?.agents ?? 0;
  const ours = capacities.filter(({ report: { options } }) => options.contestant !== 'apollo');
  const tooMany = ours.reduce((sum, { report }) => sum + report.tooManyRequests, 0);
  const ratio = (hasCrawler: boolean) => agentsOf('gateway', hasCrawler) / agentsOf('apollo', hasCrawler);
  return {
    title: `day. ${minutes} simulated minutes at a company of ${whole(size.accounts)} accounts and ${whole(size.profiles)} profiles`,
    table: capacityTable(capacities),
    notes: [],
    verdicts: [
      ...(scale.day.agents === undefined ? scale.day.crawlers : []).map((hasCrawler) => ({
        target: `10 × the agents of Apollo Server${hasCrawler ? ', beside a crawler' : ''}`,
        measured: times(ratio(hasCrawler)),
        isMet: ratio(hasCrawler) >= 10,
      })),
      { target: 'no 429 of our making', measured: String(tooMany), isMet: tooMany === 0 },
    ],
  };
};

const seconds = (ms: number) => `${Math.round(ms / 1_000)} s`;

/** Doubles until too many, then halves the gap. */
async function capacityOf(
  contestant: ContestantName,
  hasCrawler: boolean,
  scale: Scale,
): Promise<Pick<Capacity, 'agents' | 'report'>> {
  const { minutes, size, mostAgents, agents: only } = scale.day;
  const measure = async (agents: number) => {
    const startedAt = performance.now();
    const marketing = Math.ceil(agents / AGENTS_PER_MARKETING_SCREEN);
    const options = { contestant, agents, marketing, hasCrawler, minutes, seed: SEED, size };
    const [report] = await runDays([options]);
    if (report === undefined) throw new Error('Expected a report of the day, got none.');
    const { interactive: all } = report;
    const share = (count: number) => `${((100 * count) / all.operations).toFixed(1)} %`;
    scale.say(
      `${contestant}${hasCrawler ? ' beside a crawler' : ''}, ${agents} agents: ${share(all.withinSecond)} within a second, ${share(all.limited)} limited (${seconds(performance.now() - startedAt)})`,
    );
    return report;
  };
  if (only !== undefined) return { agents: only, report: await measure(only) };
  let served = 0;
  let report: DayReport | null = null;
  let firstReport: DayReport | null = null;
  let tooMany: number | null = null;
  for (let agents = FIRST_AGENTS; tooMany === null && agents <= mostAgents; agents *= 2) {
    const next = await measure(agents);
    firstReport ??= next;
    if (isServing(next)) [served, report] = [agents, next];
    else tooMany = agents;
  }
  while (tooMany !== null && tooMany - served > Math.max(1, PRECISION * served)) {
    const agents = Math.round((served + tooMany) / 2);
    const next = await measure(agents);
    if (isServing(next)) [served, report] = [agents, next];
    else tooMany = agents;
  }
  return { agents: served, report: report ?? (firstReport as DayReport) };
}

export function isServing({ interactive: { operations, withinSecond, limited } }: DayReport): boolean {
  return withinSecond >= WITHIN_SECOND * operations && limited <= (1 - NOT_LIMITED) * operations;
}

/**
 * One after the other in a process of their own, whose time is virtual. Rejects with the end of its stderr when it
 * fails.
 */
export function runDays(days: readonly DayOptions[]): Promise<readonly DayReport[]> {
  const loader = ['--import', './src/typescript/register.mjs'];
  const file = join(BENCH, 'day/run-day.ts');
  const child = spawn(process.execPath, [...HEAP, ...loader, file, JSON.stringify(days)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const kept = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    kept.out += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    kept.error = (kept.error + chunk.toString('utf8')).slice(-4_000);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const line = kept.out.trim().split('\n').at(-1) ?? '';
      if (code === 0 && line.startsWith('[')) resolve(JSON.parse(line));
      else reject(new Error(`The simulated day ended with ${code}: ${kept.error.trim()}`));
    });
  });
}

export function capacityTable(capacities: readonly Capacity[]): string {
  const perOperation = (requests: number, operations: number) => (requests / operations).toFixed(2);
  return table(
    [
      '',
      'crawler',
      'desk agents',
      'HelpCrunch requests an operation',
      'CareCloud',
      'within a second',
      'median ms',
      'p95 ms',
      'p99 ms',
      'limited',
      'HelpCrunch’s busiest minute',
      '429',
    ],
    capacities.map(({ name, hasCrawler, agents, report }) => {
      const { interactive: all, kinds, requests, busiestMinute, tooManyRequests } = report;
      const operations = all.operations + (kinds.crawl?.operations ?? 0);
      return [
        name,
        hasCrawler ? 'yes' : 'no',
        agents === 0 ? `none (with ${report.options.agents}:)` : String(agents),
        perOperation(requests.helpCrunch, operations),
        perOperation(requests.careCloud, operations),
        `${((100 * all.withinSecond) / all.operations).toFixed(1)} %`,
        whole(all.medianMs),
        whole(all.p95Ms),
        whole(all.p99Ms),
        `${((100 * all.limited) / all.operations).toFixed(1)} %`,
        String(busiestMinute),
        String(tooManyRequests),
      ];
    }),
  );
}
