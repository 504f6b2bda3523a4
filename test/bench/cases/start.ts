import { table } from '../load/table.ts';
import { OPERATIONS } from '../operations.ts';
import { type Server, startApollo, startGateway } from '../peers/start-peers.ts';
import { startVendors, type Vendors } from '../vendors.ts';
import type { Case } from './case.ts';

/** Started so often; the middle one counts. */
const STARTS = 5;
/** The process is at rest after so many answers. */
const ANSWERS = 200;

const CONTESTANTS: readonly {
  readonly name: string;
  readonly start: (at: Vendors) => Promise<Server>;
}[] = [
  { name: 'gateway', start: (at) => startGateway(at) },
  { name: 'Apollo Server', start: startApollo },
];

/** What a start costs: CPU time until the first answer, and what the process holds then and 200 answers later. */
export const start: Case = async ({ people }) => {
  const vendors = await startVendors(people);
  try {
    const rows: string[][] = [];
    for (const contestant of CONTESTANTS) {
      const starts: (readonly [number, number, number])[] = [];
      for (let number = 0; number < STARTS; number++) {
        const server = await contestant.start(vendors);
        await ask(server.url);
        const [cpuMs, rssMb] = [server.cpuMs() ?? Number.NaN, server.rssMb() ?? Number.NaN];
        for (let answers = 1; answers < ANSWERS; answers++) await ask(server.url);
        starts.push([cpuMs / 1_000, rssMb, server.rssMb() ?? Number.NaN]);
        await server.stop();
      }
      const middle = (column: 0 | 1 | 2) =>
        starts.map((each) => each[column]).toSorted((one, other) => one - other)[STARTS >> 1] ?? Number.NaN;
      rows.push([contestant.name, middle(0).toFixed(2), String(middle(1)), String(middle(2))]);
    }
    return {
      title: `start. CPU time until the first answer, and memory, the middle one of ${STARTS} starts`,
      table: table(['', 'CPU s', 'MB then', `MB after ${ANSWERS} answers`], rows),
      notes: [],
      verdicts: [],
    };
  } finally {
    await vendors.stop();
  }
};

async function ask(url: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: OPERATIONS.unified,
  });
  const text = await response.text();
  if (!response.ok || text.includes('"errors"'))
    throw new Error(`Expected an answer, got ${text.slice(0, 300)}`);
}
