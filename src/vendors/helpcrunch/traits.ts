import type { TraitDefinition } from '../shared/trait-book.ts';

/**
 * What HelpCrunch may do that no page of it tells. Each is learned by what comes, most of it by the requests after the
 * start (PROBE); until then what is assumed holds.
 */
export const TRAITS = {
  'search.allowed': {
    assumed: 'YES',
    noticed: 'a search is 403, or 404 though it asks for somebody who exists',
    otherwise:
      'filters are not promised (`sources { filters }`), lists by criteria say REJECTED; the whole list and look-ups by id go on',
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
