import type { CareCloudCustomerOrderField } from '../../customers/model/care-cloud-customer.ts';
import { sortKey, toRecord } from '../../vendors/carecloud/record.ts';
import { judgeOrder, type OrderedRow } from '../judge-order.ts';
import { allOf, cannotTell, type Verdict } from '../verdict.ts';
import type { CareCloudContext } from './context.ts';

const FIELDS = ['CUSTOMER_ID', 'LAST_CHANGE', 'STATE'] as const satisfies CareCloudCustomerOrderField[];

const FEW = 10;

/**
 * Checks three orders in both directions: both ends by last change, where few rows have equal values; the end by id,
 * where none have; and the beginning by state, where nearly all have. Sends eight requests, since the sample already
 * has the beginning by id.
 */
export async function checkOrder({ page, sample, largest }: CareCloudContext): Promise<Verdict> {
  const { total } = sample;
  if (total === null) return cannotTell('no total, so the end of the list is unknown');
  const limit = Math.min(FEW, total);
  const verdicts: Verdict[] = [];
  for (const field of FIELDS) {
    const read = async (direction: 'ASC' | 'DESC', rows: { limit: number; offset?: number }) => {
      const found = await page(null, rows, { field, direction });
      return (found?.customers ?? []).map((customer): OrderedRow => {
        return { id: customer.customerId, key: sortKey(toRecord(customer), field) };
      });
    };
    verdicts.push(
      judgeOrder({
        field: field.toLowerCase(),
        ascendingHead: await read('ASC', { limit: largest }),
        ascendingTail: field === 'STATE' ? [] : await read('ASC', { limit, offset: total - limit }),
        descendingHead: field === 'STATE' ? [] : await read('DESC', { limit }),
        descendingTail: field === 'CUSTOMER_ID' ? [] : await read('DESC', { limit, offset: total - limit }),
      }),
    );
  }
  return allOf(verdicts);
}
