import type { DayOptions, DayReport } from '../day/simulate-day.ts';
import { whole } from '../load/table.ts';
import type { Case } from './case.ts';
import { capacityTable, runDays, SEED } from './day.ts';

const DEFAULT_AGENTS = 96;
const WITHIN = 0.1;
const PER_MINUTE = 120;

const CONTESTANTS: readonly (Pick<DayOptions, 'replicas' | 'isRouted'> & { readonly name: string })[] = [
  { name: 'one process', replicas: 1 },
  { name: 'one process behind a router', replicas: 1, isRouted: true },
  { name: 'two replicas behind a router, Redis', replicas: 2, isRouted: true },
];

/**
 * The day with one process, with a router in front of it, and with two replicas behind the router that get its requests in turn,
 * as from a load balancer, and share HelpCrunch's budget through Redis. Each has vendors of its own and the same trace. Needs
 * redis-server.
 */
export const replicas: Case = async ({ day: { minutes, size, agents = DEFAULT_AGENTS, crawlers }, say }) => {
  const hasCrawler = crawlers.at(-1) ?? false;
  const days: { readonly name: string; readonly report: DayReport }[] = [];
  for (const { name, ...contestant } of CONTESTANTS) {
    say(`${agents} agents, ${name}`);
    const marketing = Math.ceil(agents / 8);
    const options = { ...({ contestant: 'gateway', agents, marketing, hasCrawler } as const), ...contestant };
    const [report] = await runDays([{ ...options, minutes, seed: SEED, size }]);
    if (report === undefined) throw new Error('Expected a report of the day.');
    days.push({ name, report });
  }
  const [one, , two] = days.map(({ report }) => report) as [DayReport, DayReport, DayReport];
  const share = ({ interactive: { withinSecond, operations } }: DayReport) => withinSecond / operations;
  const more = (measure: (report: DayReport) => number) => measure(two) / Math.max(measure(one), 1e-9) - 1;
  const moreRequests = more(({ requests }) => requests.helpCrunch);
  const percent = (part: number) => `${(100 * part).toFixed(1)} %`;
  const busiest = Math.max(...days.map(({ report }) => report.busiestMinute));
  const tooMany = days.reduce((sum, { report }) => sum + report.tooManyRequests, 0);
  return {
    title: `replicas. ${minutes} simulated minutes, ${whole(agents)} desk agents: one process, and two replicas behind a router`,
    table: capacityTable(days.map((each) => ({ ...each, hasCrawler, agents }))),
    notes: [],
    verdicts: [
      {
        target: `at most ${PER_MINUTE} HelpCrunch requests in any minute, no 429`,
        measured: `${busiest}, ${tooMany}`,
        isMet: busiest <= PER_MINUTE && tooMany === 0,
      },
      {
        target: 'answered within a second: within 10 % of one process',
        measured: percent(more(share)),
        isMet: more(share) >= -WITHIN,
      },
      {
        target: 'HelpCrunch requests: within 10 % of one process',
        measured: percent(moreRequests),
        isMet: moreRequests <= WITHIN,
      },
    ],
  };
};
