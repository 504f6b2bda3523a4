import { compare } from '../load/compare.ts';
import { comparisonTable, shortTail } from '../load/table.ts';
import { OPERATIONS } from '../operations.ts';
import { startApollo, startBare, startGateway } from '../peers/start-peers.ts';
import { type RunningVendors, startVendors } from '../vendors.ts';
import type { Case } from './case.ts';

/** A page of 100 customers, each with account and profile. */
export const unifiedPage: Case = wideCase(
  '3. A unified page of 100 with facets',
  async () => OPERATIONS.unified,
);

/** 100 customers as a federation router requests them. */
export const entities: Case = wideCase('4. `_entities` of 100', async (vendors) =>
  OPERATIONS.entities(await firstIds(vendors, 100)),
);

function wideCase(title: string, makeBody: (vendors: RunningVendors) => Promise<string>): Case {
  return async (scale) => {
    const vendors = await startVendors(scale.people);
    const { profileDirectory } = scale;
    try {
      const body = await makeBody(vendors);
      const own = { body: () => body, answersAlike: true };
      const comparison = await compare(
        vendors,
        [
          {
            name: 'gateway, cold',
            ...own,
            start: (at) => startGateway(at, { isSharing: false, profileDirectory }),
          },
          { name: 'gateway, as shipped', ...own, start: (at) => startGateway(at, { profileDirectory }) },
          { name: 'bare node:http', ...own, start: (at) => startBare(at, 'nothing') },
          { name: 'bare node:http, upstream answers kept', ...own, start: (at) => startBare(at, 'values') },
          { name: 'Apollo Server', ...own, start: startApollo },
        ],
        scale,
      );
      return {
        title,
        table: comparisonTable(comparison),
        notes: ['Hive Gateway with Mesh and Tailcall have no such list to configure.', ...comparison.absent],
        verdicts: [shortTail(comparison)],
      };
    } finally {
      await vendors.stop();
    }
  };
}

async function firstIds({ careCloud }: RunningVendors, count: number): Promise<readonly string[]> {
  const response = await fetch(
    `${careCloud.baseUrl}/customers?count=${count}&sort_field=customer_id&sort_direction=ASC`,
    {
      headers: { authorization: `Bearer ${careCloud.token}` },
    },
  );
  const { data } = (await response.json()) as { data: { customers: { customer_id: string }[] } };
  return data.customers.map(({ customer_id }) => customer_id);
}
