import type { DayOptions, DayReport } from '../day/simulate-day.ts';
import { whole } from '../load/table.ts';
import type { Case } from './case.ts';
import { AGENTS_PER_MARKETING_SCREEN, capacityTable, runDays, SEED } from './day.ts';

const DEFAULT_AGENTS = 96;
const WITHIN = 0.1;
const PER_MINUTE = 120;

type Contestant = Pick<DayOptions, 'replicas' | 'isRouted' | 'isSticky'> & { readonly name: string };

const CONTESTANTS: readonly Contestant[] = [
  { name: 'one process' },
  { name: 'one process behind a router', isRouted: true },
  { name: 'two replicas behind a router, in turn', replicas: 2, isRouted: true },
  {
    name: 'two replicas behind a router, a person’s requests at one',
    replicas: 2,
    isRouted: true,
    isSticky: true,
  },
];

/**
 * The day with one process, with a router in front of it, and with two replicas behind the router, which share
 * HelpCrunch's budget through Redis: its requests go to them in turn, or a person's all to one. Each has vendors of its
 * own and the same trace. Needs redis-server.
 */
export const replicas: Case = async ({ day: { minutes, size, agents = DEFAULT_AGENTS, crawlers }, say }) => {
  const hasCrawler = crawlers.at(-1) ?? false;
  const days: { readonly name: string; readonly report: DayReport }[] = [];
  for (const { name, ...contestant } of CONTESTANTS) {
    say(`${agents} agents, ${name}`);
    const marketing = Math.ceil(agents / AGENTS_PER_MARKETING_SCREEN);
    const options = { ...({ contestant: 'gateway', agents, marketing, hasCrawler } as const), ...contestant };
    const [report] = await runDays([{ ...options, minutes, seed: SEED, size }]);
    if (report === undefined) throw new Error('Expected a report of the day.');
    days.push({ name, report });
  }
  const [one, ...others] = days as [(typeof days)[number], ...typeof days];
  const share = ({ interactive: { withinSecond, operations } }: DayReport) => withinSecond / operations;
  const percent = (part: number) => `${(100 * part).toFixed(1)} %`;
  const busiest = Math.max(...days.map(({ report }) => report.busiestMinute));
  const tooMany = days.reduce((sum, { report }) => sum + report.tooManyRequests, 0);
  const comparedWithOne = ({ name, report }: (typeof days)[number]) => {
    const quick = share(report) / share(one.report) - 1;
    const requests = report.requests.helpCrunch / Math.max(one.report.requests.helpCrunch, 1) - 1;
    return [
      {
        target: `${name}: answered within a second, within 10 %`,
        measured: percent(quick),
        isMet: quick >= -WITHIN,
      },
      {
        target: `${name}: HelpCrunch requests, within 10 %`,
        measured: percent(requests),
        isMet: requests <= WITHIN,
      },
    ];
  };
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
      ...others.flatMap(comparedWithOne),
    ],
  };
};
