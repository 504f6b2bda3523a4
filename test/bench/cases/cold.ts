import { compare } from '../load/compare.ts';
import { atLeast, comparisonTable, cpuAtMost, shortTail } from '../load/table.ts';
import { OPERATIONS } from '../operations.ts';
import { startApollo, startBare, startGateway, startHive, startYoga } from '../peers/start-peers.ts';
import { startTailcall } from '../peers/start-tailcall.ts';
import { startVendors } from '../vendors.ts';
import type { Case } from './case.ts';

/** Caches and sharing off: every operation costs its own two upstream requests. */
export const cold: Case = async (scale) => {
  const vendors = await startVendors(scale.people);
  const { profileDirectory } = scale;
  const own = { body: () => OPERATIONS.cold, answersAlike: true };
  const passedOn = { body: ({ coldBody }: { coldBody: string }) => coldBody, answersAlike: false };
  try {
    const comparison = await compare(
      vendors,
      [
        { name: 'gateway', ...own, start: (at) => startGateway(at, { isSharing: false, profileDirectory }) },
        { name: 'bare node:http', ...own, start: (at) => startBare(at, 'nothing') },
        { name: 'Yoga alone', ...own, start: startYoga },
        { name: 'Apollo Server', ...own, start: startApollo },
        { name: 'Hive Gateway with Mesh', ...passedOn, start: startHive },
        { name: 'Tailcall', ...passedOn, start: (at) => startTailcall(at, false) },
      ],
      scale,
    );
    return {
      title: '1. Cold: 20 + 20 customers with five fields each, caches and sharing off',
      table: comparisonTable(comparison),
      notes: comparison.absent,
      verdicts: [
        atLeast(comparison, 2.5, 'Apollo Server'),
        atLeast(comparison, 1, 'Tailcall'),
        atLeast(comparison, 0.5, 'bare node:http'),
        cpuAtMost(comparison, 2, 'bare node:http'),
        cpuAtMost(comparison, 0.6, 'Apollo Server'),
        shortTail(comparison),
      ],
    };
  } finally {
    await vendors.stop();
  }
};
