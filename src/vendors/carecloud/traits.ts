import type { TraitDefinition } from '../shared/traits/trait-book.ts';

/** Whether a list over all customers takes several of them at once. */
const batchTrait = (rows: string) => ({
  assumed: '1',
  noticed: `a request for the ${rows} of several customers (\`customer_id[]\`) brings exactly what some of them have, asked for alone, and nobody else’s`,
  otherwise: 'so many customers share one request; a row of somebody not asked for ends that',
});

/**
 * Undocumented behaviours of CareCloud. Most are learned by the requests after the start (PROBE), the others from
 * ordinary responses; until then the assumption holds.
 */
export const TRAITS = {
  'criteria.allowed': {
    assumed: 'YES',
    noticed: 'a list with criteria is 403, or 404 though it asks for somebody who exists',
    otherwise:
      'filters are not promised (`sources { filters }`), lists by criteria say REJECTED; the whole list and single ids go on',
  },
  'criteria.complete': {
    assumed: 'YES',
    noticed: 'an account that a list or its id shows is not found by its email',
    otherwise:
      'it is asked for by its id where it was seen before, and what was seen in one operation counts for all of it; pages that rest on criteria or look-ups say INCOMPLETE_SEARCH, and their counts are never EXACT',
  },
  'list.deleted': {
    assumed: 'SHOWN',
    noticed: 'the list by state shows no deleted account, and a look-up or a search does',
    otherwise:
      'whoever has a deleted account, which no list shows, is listed at their profile; the account is still who they are',
  },
  'email.case': {
    assumed: 'INSENSITIVE',
    noticed: 'an email that exists, asked for in other letter case, is not found',
    otherwise:
      'emails are looked up in the ways they are usually written, and pages that rest on that say INCOMPLETE_SEARCH',
  },
  'email.blanks': {
    assumed: 'IGNORED',
    noticed: 'an account whose email has blanks around it is not found without them',
    otherwise: 'emails are looked up with a blank before and after, too',
  },
  'names.case': {
    assumed: 'INSENSITIVE',
    noticed: 'a name that exists, asked for in other letter case, is not found',
    otherwise:
      'names are not promised (`sources { filters }`) and compared here, over the whole list: RESIDUAL in the plan',
  },
  totals: {
    assumed: 'EXACT',
    noticed: 'rows come beyond the total, or none where it says that the last one is',
    otherwise: 'lists end where rows do, and no count by a total is EXACT',
  },
  'order.ties': {
    assumed: 'STEADY',
    noticed: 'rows of equal keys come in another order, though none came or went',
    otherwise: 'the page says UNSTABLE_ORDER, and its count is AT_MOST',
  },
  'order.declared': {
    assumed: 'KEPT',
    noticed: 'a page is not sorted as asked for, rows without a value first',
    otherwise: 'rows are listed as they come, each once; the page says UNEXPECTED_ORDER',
  },
  'array.values': {
    assumed: 'CARECLOUD_LOOKUP_BATCH',
    noticed:
      'a list of many values is 400, 413 or 414, or does not bring the account that is asked for last, and half of it does',
    otherwise:
      'array parameters carry no more values than this, and longer lists are put together here: more requests',
  },
  'page.rows': {
    assumed: '1000',
    noticed: 'a page is 400, or too large to be read, and a smaller one is not',
    otherwise: 'pages are asked for in this size: more requests',
  },
  'page.count': {
    assumed: 'TAKEN',
    noticed: 'a page is 400, and without `count` it is not',
    otherwise: '`count` is left out, and the vendor decides how long a page is',
  },
  'cards.batch': batchTrait('cards'),
  'sourceRecords.batch': batchTrait('source records'),
  'vouchers.batch': batchTrait('vouchers'),
  'purchases.batch': batchTrait('purchases'),
  'rows.unreadable': {
    assumed: 'NONE',
    noticed: 'a row without a customer_id, or with a number beyond 2⁵³ as one',
    otherwise: 'the row is passed over and counted, its place is kept',
  },
} as const satisfies Record<string, TraitDefinition>;

export type TraitName = keyof typeof TRAITS;
