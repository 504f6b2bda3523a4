import type { TraitDefinition } from '../shared/traits/trait-book.ts';

/**
 * Undocumented behaviours of HelpCrunch. Most are learned by the requests after the start (PROBE), the others from
 * ordinary responses; until then the assumption holds.
 */
export const TRAITS = {
  'search.allowed': {
    assumed: 'YES',
    noticed: 'a search is 403, or 404 though it asks for somebody who exists',
    otherwise:
      'filters are not promised (`sources { filters }`), lists by criteria say REJECTED; the whole list and look-ups by id go on',
  },
  'search.complete': {
    assumed: 'YES',
    noticed: 'a profile that a list or its id shows is not found by its email or user id',
    otherwise:
      'it is asked for by its id where it was seen before, and what was seen in one operation counts for all of it; pages that rest on searches say INCOMPLETE_SEARCH, and their counts are never EXACT',
  },
  'search.batch': {
    assumed: 'HELPCRUNCH_SEARCH_BATCH',
    noticed: 'a search is 400, or does not bring the record that is asked for last, and half of it does',
    otherwise:
      'searches carry no more conditions than this, and larger ones are put together here: more requests',
  },
  'page.rows': {
    assumed: '100',
    noticed: 'a page is 400, or too large to be read, and a smaller one is not',
    otherwise: 'pages are asked for in this size: more requests',
  },
  'search.equals.case': {
    assumed: 'INSENSITIVE',
    noticed: 'an email that exists, asked for in other letter case, is not found',
    otherwise: 'people are looked up by an email with `~` (contains) and compared here',
  },
  'search.equals.blanks': {
    assumed: 'IGNORED',
    noticed: 'a profile whose email has blanks around it is not found without them',
    otherwise: 'people are looked up by an email with `~` (contains) and compared here',
  },
  'search.contains.case': {
    assumed: 'INSENSITIVE',
    noticed: 'a name or an email that exists, asked for with `~` in other letter case, is not found',
    otherwise:
      'texts are not promised (`sources { filters }`) and compared here, over the whole list: RESIDUAL in the plan',
  },
  'search.contains.inside': {
    assumed: 'ANYWHERE',
    noticed: 'a part of a name that exists, asked for with `~`, is not found: BEGINNING or WORD',
    otherwise:
      'phones and parts of texts are not promised and compared here, over the whole list: RESIDUAL in the plan; look-ups by phone say INCOMPLETE_SEARCH',
  },
  'search.accents': {
    assumed: 'DISTINCT',
    noticed: 'a name with accents is found without them',
    otherwise: '`!=` and `!~` are compared here, over the whole list',
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
  'times.unit': {
    assumed: 'SECONDS',
    noticed: 'times from 10¹¹ on',
    otherwise: 'they are read as milliseconds; searches by time still say seconds',
  },
  'rows.unreadable': {
    assumed: 'NONE',
    noticed: 'a row without an id, or with one beyond 2⁵³',
    otherwise: 'the row is passed over and counted, its place is kept',
  },
} as const satisfies Record<string, TraitDefinition>;

export type TraitName = keyof typeof TRAITS;
