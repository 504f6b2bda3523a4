import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import { toRecord } from '../../vendors/helpcrunch/record.ts';
import { decodeCustomerPage } from '../../vendors/helpcrunch/wire/decode.ts';
import { type ListOrder, listRequest } from '../../vendors/helpcrunch/wire/requests.ts';
import type { HelpCrunchQuery, SearchCondition } from '../../vendors/helpcrunch/wire/wire.ts';
import { type Asker, askedOnce, firstPage } from '../asker.ts';
import { rowsOf, type SamplePage, toSample } from '../sample.ts';
import { readToldTotal, type ToldTotal, trueTotal } from '../told-total.ts';

/** Null if the account refused the request itself. */
export type ProfilesPage = SamplePage<HelpCrunchCustomer> | null;

export interface HelpCrunchContext {
  /** Equal requests are sent once. */
  readonly page: (
    query: HelpCrunchQuery,
    rows: { readonly limit: number; readonly offset?: number },
    order?: ListOrder,
  ) => Promise<ProfilesPage>;
  /** The first hundred rows by first visit. Its total is null unless the list ends there. */
  readonly sample: SamplePage<HelpCrunchCustomer>;
  readonly told: ToldTotal;
  /** The page size of the sample: a hundred, unless that is refused. */
  readonly largest: number;
  readonly searchBatch: number;
}

const OLDEST: ListOrder = { field: 'FIRST_SEEN', direction: 'ASC' };

export async function openHelpCrunch(
  { ask }: Asker,
  settings: { readonly searchBatch: number },
): Promise<HelpCrunchContext> {
  const once = askedOnce<ProfilesPage>();
  const page: HelpCrunchContext['page'] = (query, { limit, offset = 0 }, order = OLDEST) =>
    once([query, limit, offset, order], () =>
      ask({
        ...listRequest(query, order, { limit, offset }),
        decode: (body) =>
          toSample(decodeCustomerPage(body, { report() {}, range: { offset, limit }, toRecord })),
      }),
    );
  const { page: first, limit: largest } = await firstPage((limit) => page(null, { limit }));
  const told = await readToldTotal(first.total, async (rows) => rowsOf(await page(null, rows)));
  return { ...settings, page, told, largest, sample: { ...first, total: trueTotal(told) } };
}

export function profileIdsOf(page: ProfilesPage): readonly string[] | null {
  return page?.customers.map(({ customerId }) => customerId) ?? null;
}

/** A search with all of the conditions. */
export function all(...conditions: readonly SearchCondition[]): HelpCrunchQuery {
  return { comparison: 'AND', conditions };
}
