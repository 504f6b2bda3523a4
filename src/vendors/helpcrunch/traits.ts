import {
  completeListTrait,
  LIST_TRAITS,
  pageRowsTrait,
  unreadableRowsTrait,
} from '../shared/traits/list-traits.ts';
import type { TraitDefinition } from '../shared/traits/trait-book.ts';

/**
 * Undocumented behaviours of HelpCrunch. Most are learned by the requests after the start (PROBE), the others from
 * ordinary responses; until then the assumption holds.
 */
export const TRAITS = {
  'search.allowed': {
    assumed: 'YES',
    values: ['YES', 'NO'],
    noticed: 'a search returns 403, or 404 although a matching customer exists',
    otherwise:
      'filters are not promised (`sources { filters }`); lists by criteria are REJECTED; the whole list and look-ups by id still work',
  },
  'search.complete': {
    assumed: 'YES',
    values: ['YES', 'NO'],
    noticed:
      'a profile known from a list or by its id is not found by its email or user id, or by other criteria that it satisfies',
    otherwise:
      'it is fetched by its id if it was seen before, and records seen in an operation count for all of it; pages that depend on searches have the warning INCOMPLETE_SEARCH, and their counts are never EXACT',
  },
  'list.complete': completeListTrait('a profile'),
  'search.batch': {
    assumed: 'HELPCRUNCH_SEARCH_BATCH',
    values: 'COUNT',
    noticed: 'a search returns 400, or lacks the record of the last condition, but a smaller one works',
    otherwise:
      'searches, also of chats, have no more conditions than this, and larger ones are combined here: more requests',
  },
  'page.rows': pageRowsTrait('100'),
  'search.equals.case': {
    assumed: 'INSENSITIVE',
    values: ['INSENSITIVE', 'SENSITIVE'],
    noticed: 'an existing email in another letter case is not found',
    otherwise: 'emails are looked up with `~` (contains), and the results checked here',
  },
  'search.equals.blanks': {
    assumed: 'IGNORED',
    values: ['IGNORED', 'SIGNIFICANT'],
    noticed: 'a profile whose email has blanks around it is not found without them',
    otherwise: 'emails are looked up with `~` (contains), and the results checked here',
  },
  'search.contains.case': {
    assumed: 'INSENSITIVE',
    values: ['INSENSITIVE', 'SENSITIVE'],
    noticed:
      'an existing name or email is not found by `~` in another letter case, or is: a search by `~` shows either',
    otherwise:
      'texts are not promised (`sources { filters }`) and are checked here, over the whole list: RESIDUAL in the plan; searchCustomers has the warning INCOMPLETE_SEARCH. So has every result that relies on it while neither was shown',
  },
  'search.contains.inside': {
    assumed: 'ANYWHERE',
    values: ['ANYWHERE', 'BEGINNING', 'WORD'],
    noticed:
      'the inside of an existing email is not found by `~`: WORD if the second word of a name is, else BEGINNING; a row that only the inside of a word can have found shows ANYWHERE',
    otherwise:
      'phones and parts of texts are not promised and are checked here, over the whole list: RESIDUAL in the plan; look-ups by phone search for its usual notations and have the warning INCOMPLETE_SEARCH, searchCustomers has coverage WHOLE_WORDS, and with BEGINNING the warning, too. So has every result that relies on it while nothing was shown',
  },
  'search.accents': {
    assumed: 'DISTINCT',
    values: ['DISTINCT', 'IGNORED'],
    noticed: 'a name with accents is found without them',
    otherwise: '`!=` and `!~` are checked here, over the whole list',
  },
  ...LIST_TRAITS,
  'times.unit': {
    assumed: 'SECONDS',
    values: ['SECONDS', 'MILLISECONDS'],
    noticed: 'times from 10¹¹ on',
    otherwise: 'they are read as milliseconds; searches by time still use seconds',
  },
  'rows.unreadable': unreadableRowsTrait('a row without an id, or with one beyond 2⁵³'),
} as const satisfies Record<string, TraitDefinition>;

export type TraitName = keyof typeof TRAITS;
