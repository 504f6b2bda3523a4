import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import * as assumptions from '../../vendors/helpcrunch/assumptions.ts';
import type { SearchCondition } from '../../vendors/helpcrunch/wire/wire.ts';
import { largestTaken } from '../asker.ts';
import { badRow, noMatch } from '../common-checks.ts';
import { judgeFound, judgePage, judgeTotal } from '../judge.ts';
import { cannotTell, holds, type Verification, wrong } from '../verdict.ts';
import { all, type HelpCrunchContext, profileIdsOf } from './context.ts';
import { checkOrder } from './order-check.ts';
import { checkSameRows } from './same-rows-check.ts';
import { TEXT_CHECKS } from './text-checks.ts';

type Name =
  | Exclude<keyof typeof assumptions, 'ASSUMED_BEHAVIOUR'>
  | keyof typeof assumptions.ASSUMED_BEHAVIOUR;

/** How each assumption about HelpCrunch is verified. One without an entry does not compile. */
export const HELPCRUNCH_CHECKS: Readonly<Record<Name, Verification<HelpCrunchContext>>> = {
  ...TEXT_CHECKS,
  LARGEST_PAGE: {
    how: 'requests a search page of 100',
    otherwise: 'full search pages are an error if refused; if cut, they take more requests',
    async check({ page, sample }) {
      const found = await page(all({ field: 'customers.id', operator: '>', value: 0 }), { limit: 100 });
      return judgePage(assumptions.LARGEST_PAGE, found?.customers.length ?? null, sample.total, 0);
    },
  },
  LARGEST_ID: {
    how: 'checks the ids of the first hundred profiles',
    otherwise: 'profiles with larger ids are not found by id',
    check: ({ sample }) => holds(`${sample.customers.length} ids, all exact`),
  },
  PHONE_SEPARATORS: {
    unverifiable: 'how people write phones is not a behaviour of the API',
    otherwise: 'a person whose phone is written otherwise is not found by phone',
  },
  PHONE_ZEROS: {
    unverifiable: 'how people write phones is not a behaviour of the API',
    otherwise: 'a person whose phone is written in other digits is not found by phone',
  },
  ASSUMED_PROFILES: {
    unverifiable: 'it only compares plans',
    otherwise: 'a more expensive plan, with the same rows',
  },
  MAX_SPLIT_LEGS: {
    unverifiable: 'it is the gateway’s own limit',
    otherwise: 'a more expensive plan, with the same rows',
  },
  WHOLE_PART_ROWS: {
    unverifiable: 'it is the gateway’s own limit',
    otherwise: 'a missing total, or more requests',
  },
  shapes: {
    how: 'decodes all rows of the other checks',
    otherwise: 'a value of another form becomes null; a page that is not a list is an error',
    check: ({ sample }) => holds(`${sample.customers.length} rows read`),
  },
  order: {
    how: 'compares both ends of the list by last visit in both directions',
    otherwise:
      'lists sorted by last visit are out of order, or lose their position when rows are added or removed',
    check: checkOrder,
  },
  sameRows: {
    how: 'searches by email for up to 20 profiles of the list (newest, first), and compares its first page with that of a search for all ids',
    otherwise:
      'people are found where they were seen before; pages that rest on searches say INCOMPLETE_SEARCH, those that rest on the whole list INCOMPLETE_LIST, and their counts are never EXACT',
    check: checkSameRows,
  },
  emptyFilter: { unverifiable: 'it is never sent', otherwise: 'nothing' },
  exactMatch: {
    how: 'searches for one profile by id',
    otherwise: 'people are not found by id, or wrong people are; report it to the vendor',
    async check({ page, sample }) {
      const [row] = sample.customers;
      if (row === undefined) return cannotTell('no profile');
      const found = await page(all({ field: 'customers.id', operator: '=', value: Number(row.customerId) }), {
        limit: 10,
      });
      return judgeFound('id =', [row.customerId], profileIdsOf(found), true);
    },
  },
  tags: {
    how: 'searches by two tags that one profile has',
    otherwise:
      'no customer is shown wrongly, because rows are checked again; requests are spent on rows that are dropped',
    async check({ page, sample, largest }) {
      const row = sample.customers.find(({ tags }) => tags.length > 1);
      if (row === undefined) return cannotTell('no profile of the first hundred has two tags');
      const two = row.tags.slice(0, 2).map(({ name }) => ({ name }));
      const found = await page(all({ field: 'customers.tagsData', operator: '=', value: two }), {
        limit: largest,
      });
      const has = (each: HelpCrunchCustomer) =>
        two.every(({ name }) => each.tags.some((tag) => tag.name === name));
      const more = found?.customers.filter((each) => !has(each)).length ?? 0;
      if (found === null)
        return wrong(
          'a search by two tags is refused',
          'no setting: filters with allOf of several tags are an error',
        );
      return more > 0
        ? wrong(`${more} rows lack one of the tags`)
        : holds(`${found.customers.length} rows, all with both tags`);
    },
  },
  totals: {
    how: 'reads the last row by its total, and the one after it',
    otherwise: 'totalCount is wrong or unknown',
    check: ({ told }) =>
      told.total === 0 ? cannotTell('no profile') : judgeTotal(told.total, told.atLast, told.pastEnd),
  },
  noMatch: noMatch({
    wanted: 'an unused id',
    refused: 'a search without matches',
    search: ({ page }) => page(all({ field: 'customers.id', operator: '=', value: NO_ID }), { limit: 10 }),
  }),
  badRow,
  // Last, because it uses all remaining requests.
  batch: {
    otherwise:
      'larger searches are repeated in halves; setting HELPCRUNCH_SEARCH_BATCH to the accepted number saves those requests',
    how: 'searches with as many conditions as HELPCRUNCH_SEARCH_BATCH allows, the known one last',
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
        const found = profileIdsOf(await page({ comparison: 'OR', conditions }, { limit: 10 }));
        return found?.includes(row.customerId) ?? false;
      };
      const taken = await largestTaken(searchBatch, ask);
      if (taken.size === searchBatch) return holds(`${searchBatch} conditions in one search`);
      const fewer = taken.isTried ? `, ${taken.size} are not` : '';
      return wrong(
        `${searchBatch} conditions are too many${fewer}`,
        `set HELPCRUNCH_SEARCH_BATCH=${taken.size}`,
      );
    },
  },
};

/** Larger than any id in use. */
const NO_ID = 2_000_000_000;
