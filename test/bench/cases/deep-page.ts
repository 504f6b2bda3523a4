import { type Contestant, measureRounds } from '../load/measure-rounds.ts';
import { median } from '../load/statistics.ts';
import { decimal, table, times, whole } from '../load/table.ts';
import { toBody } from '../operations.ts';
import { type Server, startGateway } from '../peers/start-peers.ts';
import { type RunningVendors, startVendors } from '../vendors.ts';
import type { Case, Scale, Verdict } from './case.ts';

/** The default page. */
const PAGE = 20;
/** The largest page size, used to walk there. */
const STRIDE = 100;
const LISTS = {
  'customers, by source': 'customers',
  'customers, newest change first': 'customers(orderBy: { field: UPDATED_AT, direction: DESC })',
  careCloudCustomers: 'careCloudCustomers',
  helpCrunchCustomers: 'helpCrunchCustomers',
} as const;

/** Walks to a far page of each list, then alternates between it and the first page, with nothing cached or shared. */
export const deepPage: Case = async (scale) => {
  const { rows, page } = scale.longList;
  scale.say(`making ${whole(rows)} rows for each vendor`);
  const vendors = await startVendors((rows * 3) / 2);
  try {
    const { profileDirectory } = scale;
    // The simulated vendors sort 750,000 rows on the first use of an order, which can take seconds.
    const env = { OPERATION_DEADLINE_MS: '60000' };
    const gateway = await startGateway(vendors, { isSharing: false, profileDirectory, env });
    try {
      const lines: string[][] = [];
      const verdicts: Verdict[] = [];
      for (const [name, field] of Object.entries(LISTS)) {
        scale.say(`walking to page ${whole(page)} of ${name}`);
        const after = await walk(gateway, field, (page - 1) * PAGE);
        const { line, verdict } = await measureList({ name, field, after, gateway, vendors, scale });
        lines.push(line);
        verdicts.push(verdict);
      }
      return {
        title: `5. Page 1 against page ${whole(page)} (of ${PAGE}; ${whole(vendors.careCloud.rows)} accounts, ${whole(vendors.helpCrunch.rows)} profiles)`,
        table: table(
          [
            'list',
            'page 1: op/s',
            `page ${whole(page)}: op/s`,
            'it runs at',
            'median ms',
            'median ms',
            'upstream',
            'upstream',
          ],
          lines,
        ),
        notes: [],
        verdicts,
      };
    } finally {
      await gateway.stop();
    }
  } finally {
    await vendors.stop();
  }
};

interface List {
  readonly name: string;
  readonly field: string;
  readonly after: string;
  readonly gateway: Server;
  readonly vendors: RunningVendors;
  readonly scale: Scale;
}

async function measureList({ name, field, after, gateway, vendors, scale }: List) {
  const bodies = [bodyFor(field, null), bodyFor(field, after)];
  const contestants: Contestant[] = bodies.map((body, index) => ({
    name: String(index),
    url: gateway.url,
    body: () => body,
    cpuMs: () => gateway.cpuMs(),
  }));
  const measured = await measureRounds(contestants, scale);
  const [first = [], far = []] = [measured.get('0'), measured.get('1')];
  const requests: number[] = [];
  for (const body of bodies) requests.push(await vendors.counted(() => ask(gateway, body)));
  const ratio = median(
    far.map(({ perSecond }, round) => perSecond / (first[round]?.perSecond ?? Number.NaN)),
  );
  const verdict: Verdict = {
    target: `${name}: the far page costs what the first costs`,
    measured: `${times(ratio)} the speed, ${requests.join(' and ')} upstream requests`,
    isMet: ratio >= 0.9 && requests[1] === requests[0],
  };
  const line = [
    name,
    whole(median(first.map(({ perSecond }) => perSecond))),
    whole(median(far.map(({ perSecond }) => perSecond))),
    times(ratio),
    decimal(median(first.map(({ medianMs }) => medianMs))),
    decimal(median(far.map(({ medianMs }) => medianMs))),
    ...requests.map(String),
  ];
  return { line, verdict };
}

/** The cursor after this many rows. */
async function walk(gateway: Server, field: string, rows: number): Promise<string> {
  let after: string | null = null;
  for (let done = 0; done < rows; ) {
    const step = Math.min(STRIDE, rows - done);
    const { list } = (await ask(gateway, bodyFor(field, after, step))) as {
      list: { pageInfo: { endCursor: string | null } };
    };
    after = list.pageInfo.endCursor;
    done += step;
    if (after === null) throw new Error(`Expected ${rows} rows in ${field}, got ${done} at most.`);
  }
  return after ?? '';
}

function bodyFor(field: string, after: string | null, rows = PAGE): string {
  const [name, more = ''] = field.replace(')', '').split('(');
  const page = `first: ${rows}${more && `, ${more}`}`;
  const query = `query Page($after: String) { list: ${name}(${page}, after: $after) { nodes { id } pageInfo { endCursor } } }`;
  return toBody('Page', query, { after });
}

async function ask({ url }: Server, body: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const { data, errors } = (await response.json()) as { data: unknown; errors?: readonly unknown[] };
  if (errors) throw new Error(`Expected no errors, got ${JSON.stringify(errors).slice(0, 500)}`);
  return data;
}
