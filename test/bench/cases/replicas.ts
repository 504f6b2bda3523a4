import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../child.ts';
import { whole } from '../load/table.ts';
import type { Case } from './case.ts';
import { capacityTable, runDays, SEED } from './day.ts';

const DEFAULT_AGENTS = 64;
const WITHIN = 0.1;

/**
 * One process and two replicas, each with vendors of its own and the same trace, at the same time on this machine: in real time,
 * because the replicas share HelpCrunch's budget through Redis. Operations go to the replicas in turn, as a load balancer sends
 * them. Needs redis-server.
 */
export const replicas: Case = async ({ day: { minutes, size, agents = DEFAULT_AGENTS }, say }) => {
  const port = await freePort();
  const redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
  });
  try {
    await once(redis.stdout, 'data');
    const options = {
      ...({ contestant: 'gateway', agents, marketing: Math.ceil(agents / 8), hasCrawler: false } as const),
      ...{ minutes, seed: SEED, size, isRealTime: true },
    };
    const env = { REDIS_URL: `redis://127.0.0.1:${port}`, REPLICAS: '2' };
    say(`${agents} agents in real time: ${minutes + 5} minutes`);
    const [[one], [two]] = await Promise.all([
      runDays([options]),
      runDays([{ ...options, replicas: 2, env }]),
    ]);
    if (one === undefined || two === undefined) throw new Error('Expected two reports of the day.');
    const share = (report: typeof one) => report.interactive.withinSecond / report.interactive.operations;
    const mostRequests = Math.max(one.requests.helpCrunch, 1);
    const difference = two.requests.helpCrunch / mostRequests - 1;
    return {
      title: `replicas. ${minutes} minutes in real time, ${whole(agents)} desk agents: one process and two replicas`,
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
  } finally {
    redis.kill('SIGKILL');
  }
};
