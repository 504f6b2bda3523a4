import { parseArgs } from 'node:util';
import { asShipped } from './cases/as-shipped.ts';
import type { Case, Report, Scale } from './cases/case.ts';
import { cold } from './cases/cold.ts';
import { day } from './cases/day.ts';
import { deepPage } from './cases/deep-page.ts';
import { longRun } from './cases/long-run.ts';
import { realDay } from './cases/real-day.ts';
import { replicas } from './cases/replicas.ts';
import { start } from './cases/start.ts';
import { entities, unifiedPage } from './cases/wide-answers.ts';
import { table } from './load/table.ts';

/**
 * `npm run bench`: the gateway as shipped against the sandbox, compared with its peers. Run `npm ci --prefix
 * test/bench` once first. Compare ratios within one run, not figures of different runs. Prints Markdown; progress goes
 * to stderr. `npm run bench` gives this process, which generates the load, one thread for garbage collection: more
 * would take cores from the measured server, and the pauses would appear as the server's latency.
 */
const HELP = `Usage: npm run bench -- [options]
  --case N        only this case (1 to 6, day, start; replicas and real-day only if they are named); may be given more than once
  --quick         shorter rounds, a shorter list, fewer operations: to see that it works
  --minutes N     how long the simulated day is; default 60
  --agents N      measure the simulated day with so many desk agents, instead of looking for the most
  --json FILE     write the simulated day's reports there
  --profile DIR   write CPU profiles of the gateway there
`;

const CASES: Readonly<Record<string, Case>> = {
  1: cold,
  2: asShipped,
  3: unifiedPage,
  4: entities,
  5: deepPage,
  6: longRun,
  day,
  start,
  replicas,
  'real-day': realDay,
};
/** They take long, and need more than the others. */
const ONLY_IF_NAMED = ['replicas', 'real-day'];

const FULL: Omit<Scale, 'say'> = {
  rounds: 7,
  roundMs: 5_000,
  warmUpMs: 10_000,
  connections: 32,
  people: 4_500,
  longList: { rows: 750_000, page: 5_000 },
  longRunOperations: 200_000,
  day: {
    minutes: 60,
    size: { accounts: 50_000, profiles: 750_000 },
    mostAgents: 512,
    crawlers: [false, true],
  },
};

const QUICK: Omit<Scale, 'say'> = {
  ...FULL,
  rounds: 3,
  roundMs: 1_500,
  warmUpMs: 4_000,
  longList: { rows: 20_000, page: 500 },
  longRunOperations: 20_000,
  day: { minutes: 5, size: { accounts: 5_000, profiles: 50_000 }, mostAgents: 512, crawlers: [false] },
};

const { values } = parseArgs({
  options: {
    case: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    agents: { type: 'string' },
    json: { type: 'string' },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else process.exitCode = await run();

async function run(): Promise<number> {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  const usual = values.quick ? QUICK : FULL;
  const minutes = values.minutes === undefined ? usual.day.minutes : Number(values.minutes);
  if (!(minutes >= 1)) {
    say(`--minutes: expected a number, 1 or more, got ${values.minutes}`);
    return 2;
  }
  const agents = values.agents === undefined ? undefined : Number(values.agents);
  if (agents !== undefined && !(agents >= 1)) {
    say(`--agents: expected a number, 1 or more, got ${values.agents}`);
    return 2;
  }
  const scale: Scale = {
    ...usual,
    day: { ...usual.day, minutes, agents, jsonFile: values.json },
    profileDirectory: values.profile,
    say,
  };
  const chosen = values.case ?? Object.keys(CASES).filter((name) => !ONLY_IF_NAMED.includes(name));
  const reports: Report[] = [];
  for (const name of chosen) {
    const measure = CASES[name];
    if (measure === undefined) {
      say(`--case: expected one of ${Object.keys(CASES).join(', ')}, got ${name}`);
      return 2;
    }
    say(`case ${name}`);
    const report = await measure(scale);
    reports.push(report);
    process.stdout.write(`\n### ${report.title}\n\n${report.table}\n`);
    for (const note of report.notes) process.stdout.write(`\n${note.replace(/\s+/g, ' ')}\n`);
  }
  const verdicts = reports.flatMap((report) =>
    report.verdicts.map(({ target, measured, isMet }) => [
      report.title.split('.')[0] ?? '',
      target,
      measured,
      isMet === null ? '–' : isMet ? 'met' : '**missed**',
    ]),
  );
  process.stdout.write(`\n### Targets\n\n${table(['case', 'target', 'measured', ''], verdicts)}\n`);
  return 0;
}
