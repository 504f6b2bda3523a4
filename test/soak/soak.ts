import { parseArgs } from 'node:util';
import { createRandom } from '../../src/sandbox/random.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { freePort, node, startChild } from '../bench/child.ts';
import { readMetrics } from '../bench/load/read-metrics.ts';
import { quantile } from '../bench/load/statistics.ts';
import { table, whole } from '../bench/load/table.ts';
import { click, crawl, type Experience, noExperience } from './clients.ts';
import { playFaults } from './fault-script.ts';
import { count, flood, type Hostility } from './hostile.ts';
import { VendorWatch } from './vendor-watch.ts';

/**
 * `npm run soak`: many clients on the gateway as shipped, two of them hostile, while the vendors fail according to a
 * script. Prints Markdown; exits with 1 if the budget was exceeded, the gateway caused a 429, or a response was an
 * internal error.
 */
const HELP = `Usage: npm run soak -- [options]
  --seconds N   how long (default 300)
  --clients N   how many (default 50); one in ten reads whole lists without a pause
  --seed N      which people and which chances
`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    clients: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

/** The vendor's limit, and also the gateway's setting. */
const HELP_CRUNCH_PER_MINUTE = 120;
const CARE_CLOUD_PER_MINUTE = 6_000;

if (values.help) process.stdout.write(HELP);
else
  process.exitCode = await soak(Number(values.seconds) * 1000, Number(values.clients), Number(values.seed));

async function soak(durationMs: number, clients: number, seed: number): Promise<number> {
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  const sandbox = await startSandbox({
    seed,
    helpCrunchRequestsPerMinute: HELP_CRUNCH_PER_MINUTE,
    careCloudRequestsPerMinute: CARE_CLOUD_PER_MINUTE,
  });
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const gateway = await startChild({
    ...node('src/main.ts'),
    env: { ...settingsOf(sandbox), PORT: String(port) },
    readyUrl: `${origin}/health`,
  });
  try {
    const watches = [new VendorWatch(sandbox.careCloud), new VendorWatch(sandbox.helpCrunch)] as const;
    const experience = noExperience();
    const before = await readMetrics(new URL('/metrics', origin));
    const faults = playFaults(sandbox, durationMs, say);
    const until = Date.now() + durationMs;
    const random = createRandom(seed).next;
    const all = { url: `${origin}/graphql`, sandbox, random, until, experience };
    const did: Hostility = { documents: 0, unread: 0, cutOff: 0, expensive: 0, refused: 0 };
    const hostile = { url: all.url, until, did };
    await Promise.all([
      flood(hostile),
      count(hostile),
      ...Array.from({ length: clients }, (_, index) => (index % 10 === 0 ? crawl : click)(all)),
    ]);
    faults.stop();
    for (const watch of watches) watch.stop();
    const after = await readMetrics(new URL('/metrics', origin));
    process.stdout.write(
      `\n### Soak: ${clients} clients for ${durationMs / 1000} seconds\n\n${vendorTable(watches, faults.scripted429s)}\n\n${clientTable(experience)}\n\n` +
        `${hostileTable(did)}\n\n` +
        `Memory at start and end: ${whole(before.residentMb)} and ${whole(after.residentMb)} MB resident, ` +
        `${whole(before.heapMb)} and ${whole(after.heapMb)} MB of heap.\n`,
    );
    return judge(watches, faults.scripted429s, experience, say);
  } finally {
    await gateway.stop();
    await sandbox.close();
  }
}

type Watches = readonly [careCloud: VendorWatch, helpCrunch: VendorWatch];

function settingsOf({ careCloud, helpCrunch }: Sandbox): Readonly<Record<string, string>> {
  return {
    CARECLOUD_BASE_URL: careCloud.baseUrl,
    CARECLOUD_LOGIN: careCloud.login,
    CARECLOUD_PASSWORD: careCloud.password,
    CARECLOUD_APPLICATION_ID: careCloud.applicationId,
    CARECLOUD_REQUESTS_PER_MINUTE: String(CARE_CLOUD_PER_MINUTE),
    HELPCRUNCH_BASE_URL: helpCrunch.baseUrl,
    HELPCRUNCH_API_KEY: helpCrunch.apiKey,
    HELPCRUNCH_REQUESTS_PER_MINUTE: String(HELP_CRUNCH_PER_MINUTE),
  };
}

function vendorTable([careCloud, helpCrunch]: Watches, scripted429s: number): string {
  const line = (name: string, watch: VendorWatch, budget: number, scripted: number) => [
    name,
    whole(watch.total),
    `${whole(watch.mostInAMinute())} of ${whole(budget)}`,
    whole(watch.count(429)),
    whole(watch.count(429) - scripted),
  ];
  return table(
    ['', 'requests', 'most in any 60 s', '429s', 'of our making'],
    [
      line('CareCloud', careCloud, CARE_CLOUD_PER_MINUTE, 0),
      line('HelpCrunch', helpCrunch, HELP_CRUNCH_PER_MINUTE, scripted429s),
    ],
  );
}

function clientTable(experience: Experience): string {
  const latencies = Float64Array.from(experience.latenciesMs).sort();
  const errors = [...experience.errorsByCode].map(([code, count]) => [`errors: ${code}`, whole(count)]);
  const reports = [...experience.reportsByCode].map(([code, count]) => [
    `reported in sources: ${code}`,
    whole(count),
  ]);
  return table(
    ['clients', ''],
    [
      ['operations', whole(experience.operations)],
      ['answered without errors', whole(experience.good)],
      ['given up by the client', whole(experience.left)],
      ['not answered', whole(experience.unanswered)],
      ['median ms', whole(quantile(latencies, 0.5))],
      ['p99 ms', whole(quantile(latencies, 0.99))],
      ...errors.sort(),
      ...reports.sort(),
    ],
  );
}

function hostileTable(did: Hostility): string {
  return table(
    ['two hostile clients', ''],
    [
      ['documents, each another', whole(did.documents)],
      ['large answers left unread', whole(did.unread)],
      ['sockets cut off for it', whole(did.cutOff)],
      ['operations of 25 or 470 counts', whole(did.expensive)],
      ['refused before the first request', whole(did.refused)],
    ],
  );
}

function judge(
  watches: Watches,
  scripted429s: number,
  experience: Experience,
  say: (text: string) => void,
): number {
  const [careCloud, helpCrunch] = watches;
  const broken = [
    careCloud.mostInAMinute() > CARE_CLOUD_PER_MINUTE && 'CareCloud’s budget was exceeded.',
    helpCrunch.mostInAMinute() > HELP_CRUNCH_PER_MINUTE && 'HelpCrunch’s budget was exceeded.',
    careCloud.count(429) > 0 && 'CareCloud refused requests: too many.',
    helpCrunch.count(429) > scripted429s && 'HelpCrunch refused requests: too many.',
    experience.exampleByCode.has('INTERNAL_SERVER_ERROR') && 'Some answers were our fault.',
    experience.exampleByCode.has('none') && 'Some errors had no code.',
    experience.unanswered > 0 && 'Some operations were not answered.',
  ].filter((problem) => problem !== false);
  for (const [code, message] of experience.exampleByCode) say(`${code}: ${message}`);
  for (const problem of broken) say(problem);
  return broken.length === 0 ? 0 : 1;
}
