import type { CareCloudCustomer } from '../customers/model/care-cloud-customer.ts';
import * as assumptions from '../vendors/carecloud/assumptions.ts';
import { toRecord } from '../vendors/carecloud/record.ts';
import { decodeCustomers } from '../vendors/carecloud/wire/decode.ts';
import { customersRequest, type ListOrder } from '../vendors/carecloud/wire/requests.ts';
import type { CustomersFilter } from '../vendors/carecloud/wire/wire.ts';
import { createZoneTimeReader } from '../vendors/carecloud/wire/zone-time.ts';
import { type Asker, largestTaken } from './asker.ts';
import { judgeFound, judgeOrder, judgePage, judgeTotal, judgeZone } from './judge.ts';
import { type SamplePage, toSample } from './sample.ts';
import { allOf, cannotTell, holds, type Verification, wrong } from './verdict.ts';

type Name =
  | Exclude<keyof typeof assumptions, 'ASSUMED_BEHAVIOUR'>
  | keyof typeof assumptions.ASSUMED_BEHAVIOUR;
type Page = SamplePage<CareCloudCustomer> | null;

export interface CareCloudContext {
  readonly page: (
    filter: CustomersFilter | null,
    rows: { readonly limit: number; readonly offset?: number },
    order?: ListOrder,
  ) => Promise<Page>;
  /** The first hundred by id. Its total is null unless the list ends there. */
  readonly sample: SamplePage<CareCloudCustomer>;
  /** What the account says is the total, and how many rows there are beyond it. */
  readonly told: { readonly total: number | null; readonly atLast: number; readonly pastEnd: number };
  readonly timeZone: string;
  readonly lookUpBatch: number;
  readonly now: number;
}

const BY_ID: ListOrder = { field: 'CUSTOMER_ID', direction: 'ASC' };
const NOBODY = 'gateway-verify@nobody.invalid';

export async function openCareCloud(
  { ask }: Asker,
  settings: { readonly timeZone: string; readonly lookUpBatch: number },
): Promise<CareCloudContext> {
  const time = createZoneTimeReader(settings.timeZone);
  const page: CareCloudContext['page'] = (filter, { limit, offset = 0 }, order = BY_ID) =>
    ask({
      ...customersRequest(filter, order, { limit, offset }),
      decode: (body) =>
        toSample(decodeCustomers(body, { time, report() {}, range: { offset, limit }, toRecord })),
    });
  const first = (await page(null, { limit: 100 })) ?? { customers: [], total: null, skipped: 0 };
  const { total } = first;
  // Every check that looks at the end of the list needs to know whether this is where it ends.
  const end = total ? await page(null, { limit: 2, offset: total - 1 }) : null;
  const rows = end?.customers.length ?? 0;
  const told = { total, atLast: Math.min(rows, 1), pastEnd: Math.max(0, rows - 1) };
  const sample = { ...first, total: told.pastEnd > 0 ? null : total };
  return { ...settings, page, sample, told, now: Date.now() };
}

/** How each assumption about CareCloud is verified. One without an entry does not compile. */
export const CARECLOUD_CHECKS: Readonly<Record<Name, Verification<CareCloudContext>>> = {
  LARGEST_PAGE: {
    how: 'asks for a page of 1000',
    async check({ page, sample }) {
      const found = await page(null, { limit: assumptions.LARGEST_PAGE });
      return judgePage(assumptions.LARGEST_PAGE, found?.customers.length ?? null, sample.total, 100);
    },
  },
  DEFAULT_COUNT: {
    how: 'asks for a page of 100',
    check: ({ sample }) => judgePage(assumptions.DEFAULT_COUNT, sample.customers.length, sample.total, 0),
  },
  TOKEN_MAX_AGE_MS: { unverifiable: 'it would take hours; wrong, it costs one more login' },
  LOGIN_PAUSE_MS: { unverifiable: 'it would take refused logins, which may lock the account' },
  LOGIN_DEADLINE_MS: { unverifiable: 'it is the gateway’s own limit' },
  LOOK_UP_ROWS: { unverifiable: 'it is a size of the gateway’s own; wrong, a look-up reads a second page' },
  PATH_SAFE_ID: {
    how: 'looks at the ids of the first hundred accounts',
    check({ sample }) {
      const odd = sample.customers.filter(({ customerId }) => !assumptions.PATH_SAFE_ID.test(customerId));
      if (sample.customers.length === 0) return cannotTell('no account');
      return odd.length === 0
        ? holds(`${sample.customers.length} ids`)
        : wrong(`${odd.length} ids with other characters`, 'nothing: they are asked for by customer_ids[]');
    },
  },
  order: {
    how: 'compares both ends of the list by customer_id and by last_change in both directions',
    async check({ page, sample }) {
      const verdicts = [];
      for (const field of ['CUSTOMER_ID', 'LAST_CHANGE'] as const) {
        if (sample.total === null) return cannotTell('no total, so the end of the list is not known');
        const limit = Math.min(10, sample.total);
        const order = (direction: 'ASC' | 'DESC') => ({ field, direction });
        const head = await page(null, { limit: 100 }, order('ASC'));
        const tail = await page(null, { limit, offset: sample.total - limit }, order('ASC'));
        const descending = await page(null, { limit }, order('DESC'));
        const key = ({ customerId, lastChangeAt }: CareCloudCustomer) =>
          field === 'CUSTOMER_ID' ? customerId : lastChangeAt;
        verdicts.push(
          judgeOrder({
            field: field.toLowerCase(),
            head: (head?.customers ?? []).map(key),
            tail: (tail?.customers ?? []).map(key),
            tailIds: idsOf(tail) ?? [],
            descending: (descending?.customers ?? []).map(key),
            descendingIds: idsOf(descending) ?? [],
          }),
        );
      }
      return allOf(verdicts);
    },
  },
  match: {
    how: 'asks for one account by its email, phone, first and last name',
    async check({ page, sample }) {
      const verdicts = [];
      for (const [name, read] of MATCHED) {
        const row = sample.customers.find((each) => read(each));
        const value = row && read(row);
        const found = value ? idsOf(await page({ [name]: value }, { limit: 1000 })) : [];
        verdicts.push(
          judgeFound(name, row ? [row.customerId] : [], found, 'no setting: people are not found by it'),
        );
      }
      return allOf(verdicts);
    },
  },
  exactMatch: {
    how: 'asks for three accounts by customer_ids[]',
    async check({ page, sample }) {
      const ids = sample.customers.slice(0, 3).map(({ customerId }) => customerId);
      const found = ids.length > 0 ? idsOf(await page({ customer_ids: ids }, { limit: 100 })) : [];
      return judgeFound(
        'customer_ids[]',
        ids,
        found,
        'no setting: look-ups by id are wrong; report it',
        true,
      );
    },
  },
  noMatch: {
    how: 'asks for an email nobody has, and for an offset past the end',
    async check({ page, sample }) {
      const none = await page({ email: NOBODY }, { limit: 10 });
      const past = await page(null, { limit: 10, offset: (sample.total ?? 1_000_000) + 1000 });
      if (none === null || past === null) {
        const what = none === null ? 'a list nobody is on' : 'an offset past the end';
        return wrong(`${what} is refused`, 'no setting: an error comes where nobody should');
      }
      const rows = none.customers.length + past.customers.length;
      return rows === 0 ? holds('no rows, no error') : wrong(`${rows} rows where none belong`, 'report it');
    },
  },
  unknownId: {
    how: 'asks for a known and an unknown id together',
    async check({ page, sample }) {
      const [known] = sample.customers;
      if (known === undefined) return cannotTell('no account');
      const found = idsOf(await page({ customer_ids: [known.customerId, 'f'.repeat(26)] }, { limit: 10 }));
      const todo = 'nothing: the gateway asks again for those that exist, at a few requests more';
      return judgeFound('a known id beside an unknown one', [known.customerId], found, todo);
    },
  },
  badRow: {
    how: 'reads every row asked for',
    check: ({ sample: { customers, skipped } }) =>
      skipped === 0
        ? holds(`${customers.length} rows have an id`)
        : wrong(
            `${skipped} of ${customers.length + skipped} rows have none`,
            'no setting: these rows are passed over',
          ),
  },
  brackets: {
    how: 'asks for as many emails as CARECLOUD_LOOKUP_BATCH says in email_list[], known ones last',
    async check({ page, sample, lookUpBatch }) {
      const known = sample.customers.filter(({ email }) => email !== null).slice(0, 2);
      if (known.length === 0) return cannotTell('no account with an email');
      const emails = known.flatMap(({ email }) => email ?? []);
      const ask = async (size: number) => {
        const others = Array.from({ length: Math.max(0, size - emails.length) }, (_, i) => `${i}-${NOBODY}`);
        const found = idsOf(await page({ email_list: [...others, ...emails] }, { limit: 1000 }));
        return known.every(({ customerId }) => found?.includes(customerId));
      };
      const taken = await largestTaken(lookUpBatch, ask);
      if (taken === lookUpBatch) return holds(`${lookUpBatch} emails in one request`);
      if (taken <= emails.length)
        return wrong('emails in email_list[] are not found', 'no setting; report it');
      return wrong(
        `${lookUpBatch} emails are too many, ${taken} are not`,
        `set CARECLOUD_LOOKUP_BATCH=${taken}`,
      );
    },
  },
  times: {
    how: 'compares the newest last_change with the clock',
    async check({ page, timeZone, now }) {
      const newest = await page(null, { limit: 1 }, { field: 'LAST_CHANGE', direction: 'DESC' });
      return judgeZone(newest?.customers[0]?.lastChangeAt ?? null, now, timeZone);
    },
  },
  totals: {
    how: 'reads the last row by its total, and the one after it',
    check: ({ told }) =>
      told.total === 0 ? cannotTell('no account') : judgeTotal(told.total, told.atLast, told.pastEnd),
  },
  numbers: { unverifiable: 'every text and number is read either way' },
};

const MATCHED = [
  ['email', ({ email }) => email],
  ['phone', ({ phone }) => phone?.replace(/\D/g, '') ?? null],
  ['first_name', ({ firstName }) => firstName],
  ['last_name', ({ lastName }) => lastName],
] as const satisfies readonly (readonly [string, (row: CareCloudCustomer) => string | null])[];

function idsOf(page: Page): readonly string[] | null {
  return page?.customers.map(({ customerId }) => customerId) ?? null;
}
