import {
  completeListTrait,
  LIST_TRAITS,
  pageRowsTrait,
  unreadableRowsTrait,
} from '../shared/traits/list-traits.ts';
import type { TraitDefinition } from '../shared/traits/trait-book.ts';

/** Whether a list over all customers accepts several of them at once. */
const batchTrait = (rows: string) => ({
  assumed: '1',
  values: 'COUNT' as const,
  noticed: `a request for the ${rows} of several customers (\`customer_id[]\`) returns exactly the rows known from single requests, and no other customer’s`,
  otherwise: 'this many customers share one request; a row of another customer ends that',
});

/**
 * Undocumented behaviours of CareCloud. Most are learned by the requests after the start (PROBE), the others from
 * ordinary responses; until then the assumption holds.
 */
export const TRAITS = {
  'criteria.allowed': {
    assumed: 'YES',
    values: ['YES', 'NO'],
    noticed: 'a list with criteria returns 403, or 404 although a matching customer exists',
    otherwise:
      'filters are not promised (`sources { filters }`); lists by criteria are REJECTED; the whole list and single ids still work',
  },
  'criteria.complete': {
    assumed: 'YES',
    values: ['YES', 'NO'],
    noticed:
      'an account known from a list or by its id is not found by its email, or by other criteria that it satisfies',
    otherwise:
      'it is fetched by its id if it was seen before, and records seen in an operation count for all of it; pages that depend on criteria or look-ups have the warning INCOMPLETE_SEARCH, and their counts are never EXACT',
  },
  'list.complete': completeListTrait('an account'),
  'list.deleted': {
    assumed: 'SHOWN',
    values: ['SHOWN', 'HIDDEN'],
    noticed: 'the list by state shows no deleted account, but a look-up or a search does',
    otherwise:
      'a person with a deleted account, which no list shows, is listed at their profile; the account still determines who they are',
  },
  'email.case': {
    assumed: 'INSENSITIVE',
    values: ['INSENSITIVE', 'SENSITIVE'],
    noticed: 'an existing email in another letter case is not found',
    otherwise:
      'emails are looked up in the usual letter cases, and pages that depend on that have the warning INCOMPLETE_SEARCH',
  },
  'email.blanks': {
    assumed: 'IGNORED',
    values: ['IGNORED', 'SIGNIFICANT'],
    noticed: 'an account whose email has blanks around it is not found without them',
    otherwise: 'emails are looked up with a blank before and after, too',
  },
  'names.case': {
    assumed: 'INSENSITIVE',
    values: ['INSENSITIVE', 'SENSITIVE'],
    noticed: 'an existing name in another letter case is not found, or is: a list by a name shows either',
    otherwise:
      'names are not promised (`sources { filters }`) and are checked here, over the whole list: RESIDUAL in the plan; searchCustomers has the warning INCOMPLETE_SEARCH. So has every result that relies on it while neither was shown',
  },
  ...LIST_TRAITS,
  'array.values': {
    assumed: 'CARECLOUD_LOOKUP_BATCH',
    values: 'COUNT',
    noticed:
      'a list of many values returns 400, 413 or 414, or lacks the account of the last value, but a shorter list works',
    otherwise:
      'array parameters have no more values than this, and longer lists are combined here: more requests',
  },
  'page.rows': pageRowsTrait('1000'),
  'page.count': {
    assumed: 'TAKEN',
    values: ['TAKEN', 'REFUSED'],
    noticed: 'a page returns 400, but without `count` it works',
    otherwise: '`count` is omitted, and the vendor’s default page size applies',
  },
  'cards.batch': batchTrait('cards'),
  'sourceRecords.batch': batchTrait('source records'),
  'vouchers.batch': batchTrait('vouchers'),
  'purchases.batch': batchTrait('purchases'),
  'rows.unreadable': unreadableRowsTrait('a row without a customer_id, or with a number beyond 2⁵³'),
} as const satisfies Record<string, TraitDefinition>;

export type TraitName = keyof typeof TRAITS;
