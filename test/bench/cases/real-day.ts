import type { DayOptions, DayReport } from '../day/simulate-day.ts';
import { table, whole } from '../load/table.ts';
import type { Case } from './case.ts';
import { AGENTS_PER_MARKETING_SCREEN, runDays, SEED } from './day.ts';

const DEFAULT_AGENTS = 96;
/** Longer than that, nobody wants to wait for what virtual time says in a minute. */
const MOST_MINUTES = 10;
const WITHIN = 0.05;

/**
 * The day in real time, with `npm start` in a process of its own and sockets in between: whether virtual time tells the
 * truth, and what the process alone holds in memory and takes of the processor. Takes five minutes more than the day.
 */
export const realDay: Case = async ({ day: { minutes, size, agents = DEFAULT_AGENTS, crawlers }, say }) => {
  const marketing = Math.ceil(agents / AGENTS_PER_MARKETING_SCREEN);
  const common = { agents, marketing, hasCrawler: crawlers.at(-1) ?? false, seed: SEED, size };
  const options = { ...common, minutes: Math.min(minutes, MOST_MINUTES) };
  const measure = async (contestant: DayOptions['contestant']) => {
    say(
      `${agents} agents for ${options.minutes} minutes, ${contestant === 'process' ? 'real' : 'virtual'} time`,
    );
    const [report] = await runDays([{ contestant, ...options }]);
    if (report === undefined) throw new Error('Expected a report of the day.');
    return report;
  };
  const virtual = await measure('gateway');
  const real = await measure('process');
  const share = ({ interactive: { withinSecond, operations } }: DayReport) => withinSecond / operations;
  const percent = (part: number) => `${(100 * part).toFixed(1)} %`;
  const row = (name: string, report: DayReport) => {
    const { interactive: all, kinds, requests, busiestMinute, tooManyRequests } = report;
    const operations = all.operations + (kinds.crawl?.operations ?? 0);
    return [
      name,
      whole(operations),
      percent(share(report)),
      (requests.helpCrunch / operations).toFixed(2),
      (requests.careCloud / operations).toFixed(2),
      ...[all.medianMs, all.p95Ms, all.p99Ms].map(whole),
      String(busiestMinute),
      String(tooManyRequests),
      `${report.rssMb}`,
      report.cpuSeconds.toFixed(0),
    ];
  };
  return {
    title: `real-day. ${options.minutes} minutes, ${whole(agents)} desk agents, in virtual and in real time`,
    table: table(
      [
        '',
        'operations',
        'within a second',
        'HelpCrunch requests an operation',
        'CareCloud',
        'median ms',
        'p95 ms',
        'p99 ms',
        'HelpCrunch’s busiest minute',
        '429',
        'MB at the end',
        'CPU s',
      ],
      [row('virtual, vendors and clients included', virtual), row('real, the process alone', real)],
    ),
    notes: [],
    verdicts: [
      {
        target: 'virtual time says what real time does: within a second, within 5 %',
        measured: percent(share(virtual) / share(real) - 1),
        isMet: Math.abs(share(virtual) / share(real) - 1) <= WITHIN,
      },
    ],
  };
};
