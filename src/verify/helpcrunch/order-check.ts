import { sortKey, toRecord } from '../../vendors/helpcrunch/record.ts';
import { judgeOrder, type OrderedRow } from '../judge-order.ts';
import { cannotTell, type Verdict } from '../verdict.ts';
import type { HelpCrunchContext } from './context.ts';

const FEW = 10;

/** Checks both ends of the list by last visit, in both directions: four requests. */
export async function checkOrder({ page, sample, largest }: HelpCrunchContext): Promise<Verdict> {
  const { total } = sample;
  if (total === null) return cannotTell('no total, so the end of the list is unknown');
  const limit = Math.min(FEW, total);
  const read = async (direction: 'ASC' | 'DESC', rows: { limit: number; offset?: number }) => {
    const found = await page(null, rows, { field: 'LAST_SEEN', direction });
    return (found?.customers ?? []).map((customer): OrderedRow => {
      return { id: customer.customerId, key: sortKey(toRecord(customer), 'LAST_SEEN') };
    });
  };
  return judgeOrder({
    field: 'lastSeen',
    ascendingHead: await read('ASC', { limit: largest }),
    ascendingTail: await read('ASC', { limit, offset: total - limit }),
    descendingHead: await read('DESC', { limit }),
    descendingTail: await read('DESC', { limit, offset: total - limit }),
  });
}
