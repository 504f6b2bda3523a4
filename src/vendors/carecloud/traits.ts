import type { TraitDefinition } from '../shared/trait-book.ts';

/**
 * What CareCloud may do that no document of it tells. Each is learned by what comes, most of it by the requests after the
 * start (PROBE); until then what is assumed holds.
 */
export const TRAITS = {
  'criteria.allowed': {
    assumed: 'YES',
    noticed: 'a list with criteria is 403, or 404 though it asks for somebody who exists',
    otherwise:
      'filters are not promised (`sources { filters }`), lists by criteria say REJECTED; the whole list and single ids go on',
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
  'rows.unreadable': {
    assumed: 'NONE',
    noticed: 'a row without a customer_id, or with a number beyond 2⁵³ as one',
    otherwise: 'the row is passed over and counted, its place is kept',
  },
} as const satisfies Record<string, TraitDefinition>;

export type TraitName = keyof typeof TRAITS;
