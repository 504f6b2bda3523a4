import type { CareCloudCustomer } from '../../customers/model/care-cloud-customer.ts';
import { toRecord } from '../../vendors/carecloud/record.ts';
import { decodeCustomers } from '../../vendors/carecloud/wire/decode.ts';
import { customersRequest, type ListOrder } from '../../vendors/carecloud/wire/requests.ts';
import type { CustomersFilter } from '../../vendors/carecloud/wire/wire.ts';
import { createZoneTimeReader } from '../../vendors/carecloud/wire/zone-time.ts';
import { type Asker, askedOnce, firstPage } from '../asker.ts';
import { rowsOf, type SamplePage, toSample } from '../sample.ts';
import { readToldTotal, type ToldTotal, trueTotal } from '../told-total.ts';

/** Null if the account refused the request itself. */
export type AccountsPage = SamplePage<CareCloudCustomer> | null;

export interface CareCloudContext {
  /** The members that no other check uses. */
  readonly asker: Pick<Asker, 'ask'>;
  /** Equal requests are sent once. */
  readonly page: (
    filter: CustomersFilter | null,
    rows: { readonly limit: number; readonly offset?: number },
    order?: ListOrder,
  ) => Promise<AccountsPage>;
  /** The first hundred rows by id. Its total is null unless the list ends there. */
  readonly sample: SamplePage<CareCloudCustomer>;
  readonly told: ToldTotal;
  /** The page size of the sample: a hundred, unless that is refused. */
  readonly largest: number;
  readonly timeZone: string;
  readonly lookUpBatch: number;
  readonly now: number;
}

const BY_ID: ListOrder = { field: 'CUSTOMER_ID', direction: 'ASC' };

export async function openCareCloud(
  { ask }: Asker,
  settings: { readonly timeZone: string; readonly lookUpBatch: number },
): Promise<CareCloudContext> {
  const time = createZoneTimeReader(settings.timeZone);
  const once = askedOnce<AccountsPage>();
  const page: CareCloudContext['page'] = (filter, { limit, offset = 0 }, order = BY_ID) =>
    once([filter, limit, offset, order], () =>
      ask({
        ...customersRequest(filter, order, { limit, offset }),
        decode: (body) =>
          toSample(decodeCustomers(body, { time, report() {}, range: { offset, limit }, toRecord })),
      }),
    );
  const { page: first, limit: largest } = await firstPage((limit) => page(null, { limit }));
  const told = await readToldTotal(first.total, async (rows) => rowsOf(await page(null, rows)));
  return {
    ...settings,
    asker: { ask },
    page,
    told,
    largest,
    sample: { ...first, total: trueTotal(told) },
    now: Date.now(),
  };
}

export function accountIdsOf(page: AccountsPage): readonly string[] | null {
  return page?.customers.map(({ customerId }) => customerId) ?? null;
}
