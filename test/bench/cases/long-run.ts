import { setTimeout } from 'node:timers/promises';
import { IMPORT_COLLECTING } from '../child.ts';
import { type ProcessMetrics, readMetrics } from '../load/read-metrics.ts';
import { runLoad } from '../load/run-load.ts';
import { quantile } from '../load/statistics.ts';
import { decimal, table, times, whole } from '../load/table.ts';
import { OPERATIONS, toBody } from '../operations.ts';
import { startGateway } from '../peers/start-peers.ts';
import { type RunningVendors, startVendors } from '../vendors.ts';
import type { Case } from './case.ts';

const SAMPLES = 40;
const MOST_MS = 1_800_000;
/** The tolerance for what the caches happen to contain. */
const TOLERANCE = 1.1;
/** The time for a signal to arrive, and for all garbage to be collected. */
const COLLECTING_MS = 500;

/** As shipped except for the budget, with many different operations over a long time: does anything grow? */
export const longRun: Case = async (scale) => {
  const vendors = await startVendors(scale.people);
  try {
    const { profileDirectory } = scale;
    const env = { HELPCRUNCH_REQUESTS_PER_MINUTE: '1000000', NODE_OPTIONS: IMPORT_COLLECTING };
    const gateway = await startGateway(vendors, { env, profileDirectory });
    try {
      const bodies = await mixedBodies(vendors);
      const samples: Sample[] = [];
      const chunk = Math.ceil(scale.longRunOperations / SAMPLES);
      const metricsUrl = new URL('/metrics', gateway.url);
      for (let done = 0; done < SAMPLES; done++) {
        const load = await runLoad({
          url: gateway.url,
          body: (n) => bodies[(done * chunk + n) % bodies.length] ?? '',
          connections: scale.connections,
          durationMs: MOST_MS / SAMPLES,
          operations: chunk,
        });
        if (load.failures > 0) throw new Error(`${load.failures} answers failed: ${load.firstFailure}`);
        const running = await readMetrics(metricsUrl);
        gateway.collect();
        await setTimeout(COLLECTING_MS);
        const { heapMb } = await readMetrics(metricsUrl);
        samples.push({
          ...running,
          heapMb,
          operations: load.operations,
          perSecond: load.operations / load.seconds,
          p99Ms: quantile(load.latenciesMs, 0.99),
        });
        if (done % 10 === 9) scale.say(`${whole((done + 1) * chunk)} operations`);
      }
      return report(samples);
    } finally {
      await gateway.stop();
    }
  } finally {
    await vendors.stop();
  }
};

interface Sample extends ProcessMetrics {
  readonly operations: number;
  readonly perSecond: number;
  readonly p99Ms: number;
}

function report(samples: readonly Sample[]) {
  const quarter = samples.length / 4;
  const quarters = [0, 1, 2, 3].map((index) => samples.slice(index * quarter, (index + 1) * quarter));
  const mean = (part: readonly Sample[], pick: (sample: Sample) => number) =>
    part.reduce((sum, sample) => sum + pick(sample), 0) / part.length;
  const [, second = [], , last = []] = quarters;
  const heap = mean(last, ({ heapMb }) => heapMb) / mean(second, ({ heapMb }) => heapMb);
  const resident = mean(last, ({ residentMb }) => residentMb) / mean(second, ({ residentMb }) => residentMb);
  const total = samples.reduce((sum, { operations }) => sum + operations, 0);
  return {
    title: `6. Memory and event-loop delay over ${whole(total)} operations`,
    table: table(
      [
        'quarter',
        'operations/s',
        'p99 ms',
        'heap kept MB',
        'resident MB',
        'loop delay p50 ms',
        'loop delay p99 ms',
      ],
      quarters.map((part, index) => [
        String(index + 1),
        whole(mean(part, ({ perSecond }) => perSecond)),
        decimal(mean(part, ({ p99Ms }) => p99Ms)),
        whole(mean(part, ({ heapMb }) => heapMb)),
        whole(mean(part, ({ residentMb }) => residentMb)),
        decimal(mean(part, ({ delayP50Ms }) => delayP50Ms)),
        decimal(mean(part, ({ delayP99Ms }) => delayP99Ms)),
      ]),
    ),
    notes: ['Node measures the event-loop delay in steps of 10 ms: an idle loop shows 10.'],
    verdicts: [
      {
        target: 'memory flat: heap kept, last quarter to second',
        measured: times(heap),
        isMet: heap <= TOLERANCE,
      },
      {
        target: 'memory flat: resident, last quarter to second',
        measured: times(resident),
        isMet: resident <= TOLERANCE,
      },
    ],
  };
}

/** Many look-ups of different people between the two lists: more responses than the cache holds. */
async function mixedBodies({ careCloud }: RunningVendors): Promise<readonly string[]> {
  const response = await fetch(`${careCloud.baseUrl}/customers?count=1000`, {
    headers: { authorization: `Bearer ${careCloud.token}` },
  });
  const { data } = (await response.json()) as {
    data: { customers: { customer_id: string; personal_information: { email?: string } }[] };
  };
  const one =
    'query One($by: CustomerKey!) { customer(by: $by) { id name email sources helpCrunch { lastSeenAt } } }';
  return data.customers.flatMap(({ customer_id, personal_information: { email } }, index) => [
    toBody('One', one, { by: { careCloudId: customer_id } }),
    ...(email ? [toBody('One', one, { by: { email } })] : []),
    ...(index % 2 === 0 ? [OPERATIONS.cold] : []),
    ...(index % 10 === 0 ? [OPERATIONS.unified] : []),
  ]);
}
