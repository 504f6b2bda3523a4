import { compare } from '../load/compare.ts';
import { atLeast, comparisonTable, shortTail } from '../load/table.ts';
import { OPERATIONS } from '../operations.ts';
import { startApollo, startBare, startGateway } from '../peers/start-peers.ts';
import { startTailcall } from '../peers/start-tailcall.ts';
import { startVendors } from '../vendors.ts';
import type { Case } from './case.ts';

/** The same query with everything on, at the vendors' real budget. */
export const asShipped: Case = async (scale) => {
  const vendors = await startVendors(scale.people);
  const { profileDirectory } = scale;
  const own = { body: () => OPERATIONS.cold, answersAlike: true };
  try {
    const comparison = await compare(
      vendors,
      [
        { name: 'gateway', ...own, start: (at) => startGateway(at, { profileDirectory }) },
        { name: 'bare node:http, upstream answers kept', ...own, start: (at) => startBare(at, 'values') },
        { name: 'bare node:http, whole answers kept', ...own, start: (at) => startBare(at, 'bytes') },
        { name: 'Apollo Server', ...own, start: startApollo },
        {
          name: 'Tailcall with its dedupe',
          body: ({ coldBody }) => coldBody,
          answersAlike: false,
          start: (at) => startTailcall(at, true),
        },
      ],
      scale,
    );
    return {
      title: '2. The same as shipped',
      table: comparisonTable(comparison),
      notes: comparison.absent,
      verdicts: [
        atLeast(comparison, 10, 'Apollo Server'),
        atLeast(comparison, 0.5, 'bare node:http, upstream answers kept'),
        shortTail(comparison),
      ],
    };
  } finally {
    await vendors.stop();
  }
};
