import * as assumptions from '../../vendors/carecloud/assumptions.ts';
import { largestTaken } from '../asker.ts';
import { badRow, noMatch } from '../common-checks.ts';
import { judgeFound, judgePage, judgeTotal, judgeZone } from '../judge.ts';
import { cannotTell, holds, type Verification, wrong } from '../verdict.ts';
import { checkBatches } from './batch-check.ts';
import { accountIdsOf, type CareCloudContext } from './context.ts';
import { checkOrder } from './order-check.ts';
import { checkSameRows } from './same-rows-check.ts';
import { TEXT_CHECKS } from './text-checks.ts';

type Name =
  | Exclude<keyof typeof assumptions, 'ASSUMED_BEHAVIOUR'>
  | keyof typeof assumptions.ASSUMED_BEHAVIOUR;

const NOBODY = 'gateway-verify@nobody.invalid';

/** How each assumption about CareCloud is verified. One without an entry does not compile. */
export const CARECLOUD_CHECKS: Readonly<Record<Name, Verification<CareCloudContext>>> = {
  ...TEXT_CHECKS,
  LARGEST_PAGE: {
    how: 'requests a page of 1000',
    otherwise:
      'a refusal that names count costs one request per start, and pages then have 100 rows; a refusal that does not is an error wherever more than 100 rows are needed',
    async check({ page, sample }) {
      const found = await page(null, { limit: assumptions.LARGEST_PAGE });
      return judgePage(assumptions.LARGEST_PAGE, found?.customers.length ?? null, sample.total, 100);
    },
  },
  DEFAULT_COUNT: {
    how: 'requests a page of 100',
    otherwise: 'a list takes more requests',
    check({ sample, largest }) {
      const rows = largest < assumptions.DEFAULT_COUNT ? null : sample.customers.length;
      return judgePage(assumptions.DEFAULT_COUNT, rows, sample.total, 0);
    },
  },
  TOKEN_MAX_AGE_MS: { unverifiable: 'it would take hours', otherwise: 'one more login' },
  LOGIN_PAUSE_MS: {
    unverifiable: 'it would need refused logins, which may lock the account',
    otherwise: 'new credentials are noticed that much later',
  },
  LOGIN_DEADLINE_MS: { unverifiable: 'it is the gateway’s own limit', otherwise: 'a slower login fails' },
  LOGIN_TURN_MS: {
    unverifiable: 'it would take logins, which may end the tokens of a gateway that runs',
    otherwise: 'replicas log in more often: each may end the token of the other once',
  },
  LOOK_UP_ROWS: {
    unverifiable: 'it is the gateway’s own choice',
    otherwise: 'a look-up reads a second page',
  },
  PATH_SAFE_ID: {
    how: 'checks the ids of the first hundred accounts',
    otherwise: 'nothing: other ids are sent in customer_ids[]',
    check({ sample }) {
      const odd = sample.customers.filter(({ customerId }) => !assumptions.PATH_SAFE_ID.test(customerId));
      if (sample.customers.length === 0) return cannotTell('no account');
      return odd.length === 0
        ? holds(`${sample.customers.length} ids`)
        : wrong(`${odd.length} ids with other characters`);
    },
  },
  order: {
    how: 'compares both ends of the list by customer_id, last_change and state in both directions',
    otherwise:
      'lists sorted by that field are out of order, or lose their position when rows are added or removed',
    check: checkOrder,
  },
  sameRows: {
    how: 'looks up by email up to 20 accounts of the list (deleted, last changed, first), and looks in the list for accounts that a search shows',
    otherwise:
      'people are found where they were seen before, or are listed at their profile; pages that rest on searches say INCOMPLETE_SEARCH, those that rest on the whole list INCOMPLETE_LIST, and their counts are never EXACT',
    check: checkSameRows,
  },
  exactMatch: {
    how: 'looks up three accounts by customer_ids[]',
    otherwise: 'people are not found by id, or wrong people are; report it to the vendor',
    async check({ page, sample }) {
      const ids = sample.customers.slice(0, 3).map(({ customerId }) => customerId);
      const found = ids.length > 0 ? accountIdsOf(await page({ customer_ids: ids }, { limit: 10 })) : [];
      return judgeFound('customer_ids[]', ids, found, true);
    },
  },
  noMatch: noMatch({
    wanted: 'an unused email',
    refused: 'an empty list',
    search: ({ page }) => page({ email: NOBODY }, { limit: 10 }),
  }),
  unknownId: {
    how: 'requests a known and an unknown id together',
    otherwise: 'more requests to find the existing ids if the refusal says not_found; otherwise an error',
    async check({ page, sample }) {
      const [known] = sample.customers;
      if (known === undefined) return cannotTell('no account');
      const found = accountIdsOf(
        await page({ customer_ids: [known.customerId, 'f'.repeat(26)] }, { limit: 10 }),
      );
      return judgeFound('a known id together with an unknown one', [known.customerId], found);
    },
  },
  badRow,
  brackets: {
    otherwise: 'people are not found by email; set CARECLOUD_LOOKUP_BATCH to the accepted number',
    how: 'requests as many emails as CARECLOUD_LOOKUP_BATCH allows in email_list[], known ones last',
    async check({ page, sample, largest, lookUpBatch }) {
      const known = sample.customers.filter(({ email }) => email !== null).slice(0, 2);
      if (known.length === 0) return cannotTell('no account with an email');
      const emails = known.flatMap(({ email }) => email ?? []);
      const ask = async (size: number) => {
        const others = Array.from({ length: Math.max(0, size - emails.length) }, (_, i) => `${i}-${NOBODY}`);
        const found = accountIdsOf(await page({ email_list: [...others, ...emails] }, { limit: largest }));
        return known.every(({ customerId }) => found?.includes(customerId));
      };
      const taken = await largestTaken(lookUpBatch, ask);
      if (taken.size === lookUpBatch) return holds(`${lookUpBatch} emails in one request`);
      if (taken.size <= emails.length) {
        return wrong('emails in email_list[] are not found', 'no setting: report it to the vendor');
      }
      const fewer = taken.isTried ? `, ${taken.size} are not` : '';
      return wrong(`${lookUpBatch} emails are too many${fewer}`, `set CARECLOUD_LOOKUP_BATCH=${taken.size}`);
    },
  },
  times: {
    how: 'compares the newest last_change with the clock',
    otherwise: 'times, and the order UPDATED_AT, are hours off; set CARECLOUD_TIME_ZONE',
    async check({ page, sample, timeZone, now }) {
      // The same request as for the order.
      const limit = Math.min(10, sample.total ?? 1);
      const newest = await page(null, { limit }, { field: 'LAST_CHANGE', direction: 'DESC' });
      return judgeZone(newest?.customers[0]?.lastChangeAt ?? null, now, timeZone);
    },
  },
  totals: {
    how: 'reads the last row by its total, and the one after it',
    otherwise: 'totalCount is wrong or unknown',
    check: ({ told }) =>
      told.total === 0 ? cannotTell('no account') : judgeTotal(told.total, told.atLast, told.pastEnd),
  },
  customerIds: {
    how: 'requests the rows of two customers together by `customer_id[]`, both known from the whole list',
    otherwise: 'one request per customer, although several could share one',
    check: ({ asker, timeZone }) => checkBatches(asker, timeZone),
  },
  numbers: {
    unverifiable: 'every text and number is decoded in both forms',
    otherwise: 'a value of another type becomes null',
  },
};
