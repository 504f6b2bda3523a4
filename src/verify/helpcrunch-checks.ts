import type { HelpCrunchCustomer } from '../customers/model/help-crunch-customer.ts';
import * as assumptions from '../vendors/helpcrunch/assumptions.ts';
import { toRecord } from '../vendors/helpcrunch/record.ts';
import { decodeCustomerPage } from '../vendors/helpcrunch/wire/decode.ts';
import { type ListOrder, listRequest } from '../vendors/helpcrunch/wire/requests.ts';
import type { HelpCrunchQuery, SearchCondition } from '../vendors/helpcrunch/wire/wire.ts';
import { type Asker, largestTaken } from './asker.ts';
import { judgeFound, judgeOrder, judgePage, judgeTotal } from './judge.ts';
import { type SamplePage, toSample } from './sample.ts';
import { allOf, cannotTell, holds, type Verification, wrong } from './verdict.ts';

type Name =
  | Exclude<keyof typeof assumptions, 'ASSUMED_BEHAVIOUR'>
  | keyof typeof assumptions.ASSUMED_BEHAVIOUR;
type Page = SamplePage<HelpCrunchCustomer> | null;

export interface HelpCrunchContext {
  readonly page: (
    query: HelpCrunchQuery,
    rows: { readonly limit: number; readonly offset?: number },
    order?: ListOrder,
  ) => Promise<Page>;
  /** The first hundred by first visit. Its total is null unless the list ends there. */
  readonly sample: SamplePage<HelpCrunchCustomer>;
  /** What the account says is the total, and how many rows there are beyond it. */
  readonly told: { readonly total: number | null; readonly atLast: number; readonly pastEnd: number };
  readonly searchBatch: number;
}

const OLDEST: ListOrder = { field: 'FIRST_SEEN', direction: 'ASC' };

export async function openHelpCrunch(
  { ask }: Asker,
  settings: { readonly searchBatch: number },
): Promise<HelpCrunchContext> {
  const page: HelpCrunchContext['page'] = (query, { limit, offset = 0 }, order = OLDEST) =>
    ask({
      ...listRequest(query, order, { limit, offset }),
      decode: (body) =>
        toSample(decodeCustomerPage(body, { report() {}, range: { offset, limit }, toRecord })),
    });
  const first = (await page(null, { limit: 100 })) ?? { customers: [], total: null, skipped: 0 };
  const { total } = first;
  // Every check that looks at the end of the list needs to know whether this is where it ends.
  const end = total ? await page(null, { limit: 2, offset: total - 1 }) : null;
  const rows = end?.customers.length ?? 0;
  const told = { total, atLast: Math.min(rows, 1), pastEnd: Math.max(0, rows - 1) };
  const sample = { ...first, total: told.pastEnd > 0 ? null : total };
  return { ...settings, page, sample, told };
}

/** How each assumption about HelpCrunch is verified. One without an entry does not compile. */
export const HELPCRUNCH_CHECKS: Readonly<Record<Name, Verification<HelpCrunchContext>>> = {
  LARGEST_PAGE: {
    how: 'asks a search for a page of 100',
    async check({ page, sample }) {
      const found = await page(all({ field: 'customers.id', operator: '>', value: 0 }), { limit: 100 });
      return judgePage(assumptions.LARGEST_PAGE, found?.customers.length ?? null, sample.total, 0);
    },
  },
  LARGEST_ID: {
    how: 'looks at the ids of the first hundred profiles',
    check: ({ sample }) => holds(`${sample.customers.length} ids, all exact`),
  },
  PHONE_SEPARATORS: {
    unverifiable: 'how people write phones is no behaviour of the API; wrong, one is not found',
  },
  ASSUMED_PROFILES: {
    unverifiable: 'it only compares plans; wrong, a more expensive plan with the same rows',
  },
  MAX_SPLIT_LEGS: { unverifiable: 'it is the gateway’s own limit' },
  WHOLE_PART_ROWS: { unverifiable: 'it is the gateway’s own limit' },
  shapes: {
    how: 'reads every row asked for',
    check: ({ sample }) => holds(`${sample.customers.length} rows read`),
  },
  order: {
    how: 'compares both ends of the list by last visit in both directions',
    async check({ page, sample }) {
      if (sample.total === null) return cannotTell('no total, so the end of the list is not known');
      const limit = Math.min(10, sample.total);
      const order = (direction: 'ASC' | 'DESC') => ({ field: 'LAST_SEEN', direction }) as const;
      const head = await page(null, { limit: 100 }, order('ASC'));
      const tail = await page(null, { limit, offset: sample.total - limit }, order('ASC'));
      const descending = await page(null, { limit }, order('DESC'));
      const keys = (rows: Page) => (rows?.customers ?? []).map(({ lastSeenAt }) => lastSeenAt);
      return judgeOrder({
        field: 'lastSeen',
        head: keys(head),
        tail: keys(tail),
        tailIds: idsOf(tail) ?? [],
        descending: keys(descending),
        descendingIds: idsOf(descending) ?? [],
      });
    },
  },
  emptyFilter: { unverifiable: 'it is never sent' },
  letterCase: {
    how: 'searches one profile by its email and by a word of its name, as they are written',
    async check({ page, sample }) {
      const byEmail = sample.customers.find(({ email }) => email !== null);
      const byName = sample.customers.find(({ name }) => name !== null);
      const word = byName?.name?.split(/\s+/)[0] ?? '';
      const todo = 'no setting: people are not found by it';
      const email = byEmail?.email
        ? await page(all({ field: 'customers.email', operator: '=', value: byEmail.email }), { limit: 100 })
        : null;
      const name = byName
        ? await page(
            all(
              { field: 'customers.name', operator: '~', value: word },
              { field: 'customers.id', operator: '=', value: Number(byName.customerId) },
            ),
            { limit: 100 },
          )
        : null;
      return allOf([
        judgeFound('email =', idOf(byEmail), idsOf(email), todo),
        judgeFound('name ~', idOf(byName), idsOf(name), todo),
      ]);
    },
  },
  missingValues: {
    how: 'searches a profile without email by its id and email != something',
    async check({ page, sample }) {
      const row = sample.customers.find(({ email }) => email === null);
      if (row === undefined) return cannotTell('every profile of the first hundred has an email');
      const found = await page(
        all(
          { field: 'customers.id', operator: '=', value: Number(row.customerId) },
          { field: 'customers.email', operator: '!=', value: 'gateway-verify@nobody.invalid' },
        ),
        { limit: 10 },
      );
      const todo = 'no setting: filters with notEquals leave out people without a value';
      return judgeFound('!= on a missing value', [row.customerId], idsOf(found), todo);
    },
  },
  exactMatch: {
    how: 'searches one profile by id',
    async check({ page, sample }) {
      const [row] = sample.customers;
      if (row === undefined) return cannotTell('no profile');
      const found = await page(all({ field: 'customers.id', operator: '=', value: Number(row.customerId) }), {
        limit: 10,
      });
      return judgeFound('id =', [row.customerId], idsOf(found), 'no setting: look-ups by id are wrong', true);
    },
  },
  tags: {
    how: 'searches by two tags that one profile has',
    async check({ page, sample }) {
      const row = sample.customers.find(({ tags }) => tags.length > 1);
      if (row === undefined) return cannotTell('no profile of the first hundred has two tags');
      const two = row.tags.slice(0, 2).map(({ name }) => ({ name }));
      const found = await page(all({ field: 'customers.tagsData', operator: '=', value: two }), {
        limit: 100,
      });
      const has = (each: HelpCrunchCustomer) =>
        two.every(({ name }) => each.tags.some((tag) => tag.name === name));
      const more = found?.customers.filter((each) => !has(each)).length ?? 0;
      if (found === null) return wrong('a search by two tags is refused', 'no setting: allOf of tags fails');
      return more > 0
        ? wrong(`${more} rows have not both tags`, 'nothing: rows are checked again; it costs requests')
        : holds(`${found.customers.length} rows, all with both tags`);
    },
  },
  batch: {
    how: 'searches with as many conditions as HELPCRUNCH_SEARCH_BATCH says, the known one last',
    async check({ page, sample, searchBatch }) {
      const [row] = sample.customers;
      if (row === undefined) return cannotTell('no profile');
      const ask = async (size: number) => {
        const conditions = Array.from(
          { length: size },
          (_, index): SearchCondition => ({
            field: 'customers.id',
            operator: '=',
            value: index === size - 1 ? Number(row.customerId) : NO_ID - index,
          }),
        );
        const found = idsOf(await page({ comparison: 'OR', conditions }, { limit: 10 }));
        return found?.includes(row.customerId) ?? false;
      };
      const taken = await largestTaken(searchBatch, ask);
      if (taken === searchBatch) return holds(`${searchBatch} conditions in one search`);
      return wrong(
        `${searchBatch} conditions are too many, ${taken} are not`,
        `set HELPCRUNCH_SEARCH_BATCH=${taken}`,
      );
    },
  },
  totals: {
    how: 'reads the last row by its total, and the one after it',
    check: ({ told }) =>
      told.total === 0 ? cannotTell('no profile') : judgeTotal(told.total, told.atLast, told.pastEnd),
  },
  noMatch: {
    how: 'searches an id nobody has, and asks for an offset past the end',
    async check({ page, sample }) {
      const none = await page(all({ field: 'customers.id', operator: '=', value: NO_ID }), { limit: 10 });
      const past = await page(null, { limit: 10, offset: (sample.total ?? 1_000_000) + 1000 });
      if (none === null || past === null) {
        const what = none === null ? 'a search nobody satisfies' : 'an offset past the end';
        return wrong(`${what} is refused`, 'no setting: an error comes where nobody should');
      }
      const rows = none.customers.length + past.customers.length;
      return rows === 0 ? holds('no rows, no error') : wrong(`${rows} rows where none belong`, 'report it');
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
};

/** Larger than any id in use. */
const NO_ID = 2_000_000_000;

function all(...conditions: readonly SearchCondition[]): HelpCrunchQuery {
  return { comparison: 'AND', conditions };
}

function idsOf(page: Page): readonly string[] | null {
  return page?.customers.map(({ customerId }) => customerId) ?? null;
}

function idOf(row: HelpCrunchCustomer | undefined): readonly string[] {
  return row === undefined ? [] : [row.customerId];
}
