import { whole } from '../load/table.ts';
import type { Case } from './case.ts';
import { capacityTable, runDays, SEED } from './day.ts';

const DEFAULT_AGENTS = 64;
const WITHIN = 0.1;

/**
 * One process and two replicas that share HelpCrunch's budget through Redis, each with vendors of its own and the same trace.
 * Operations go to the replicas in turn, as a load balancer sends them. Needs redis-server.
 */
export const replicas: Case = async ({ day: { minutes, size, agents = DEFAULT_AGENTS }, say }) => {
  const options = {
    ...({ contestant: 'gateway', agents, marketing: Math.ceil(agents / 8), hasCrawler: false } as const),
    ...{ minutes, seed: SEED, size },
  };
  say(`${agents} agents, one process`);
  const [one] = await runDays([options]);
  say(`${agents} agents, two replicas`);
  const [two] = await runDays([{ ...options, replicas: 2 }]);
  if (one === undefined || two === undefined) throw new Error('Expected two reports of the day.');
  const share = (report: typeof one) => report.interactive.withinSecond / report.interactive.operations;
  const mostRequests = Math.max(one.requests.helpCrunch, 1);
  const difference = two.requests.helpCrunch / mostRequests - 1;
  return {
    title: `replicas. ${minutes} simulated minutes, ${whole(agents)} desk agents: one process and two replicas`,
    table: capacityTable([
      { name: 'one process', hasCrawler: false, agents, report: one },
      { name: 'two replicas, Redis', hasCrawler: false, agents, report: two },
    ]),
    notes: [],
    verdicts: [
      {
        target: 'no 429 of our making',
        measured: String(two.tooManyRequests),
        isMet: two.tooManyRequests === 0,
      },
      {
        target: 'answered within a second: within 10 % of one process',
        measured: `${(100 * (share(two) / share(one) - 1)).toFixed(1)} %`,
        isMet: share(two) >= (1 - WITHIN) * share(one),
      },
      {
        target: 'HelpCrunch requests: within 10 % of one process',
        measured: `${(100 * difference).toFixed(1)} %`,
        isMet: difference <= WITHIN,
      },
    ],
  };
};
