/**
 * What the gateway assumes about HelpCrunch where its pages are silent or disagree. Each assumption is stated here
 * once, with the consequence if it proves wrong; src/vendors/README.md lists them.
 */

/**
 * The most rows per request: documented for GET /customers, assumed for the search too, whose page states no maximum.
 * If wrong: a 400 for full pages of a search.
 */
export const LARGEST_PAGE = 100;

/**
 * The largest id that is exact as a JSON number (the pages' examples have up to eight digits). If wrong: people with
 * larger ids are not found by id.
 */
export const LARGEST_ID = Number.MAX_SAFE_INTEGER;

/**
 * How the end of a phone number is written: the last four digits together, or separated once by one of these (the last
 * is the blank of web pages, which does not break). If wrong:
 * a person whose phone is written otherwise is not found by phone.
 */
export const PHONE_SEPARATORS = [' ', '-', '.', '/', '\u00a0'] as const;

/**
 * The scripts besides ASCII in whose digits a phone number may be stored, by their zero: full-width, Arabic and
 * Persian. Only searchCustomers asks for them, since more conditions per number would split look-ups. If wrong: a
 * person whose phone is written in other digits is not found by phone.
 */
export const PHONE_ZEROS = ['０', '٠', '۰'] as const;

/**
 * The assumed number of profiles when plans are compared. Its size hardly matters, only that it far exceeds a page:
 * conditions that identify a person then win over conditions that describe many. If wrong: a more expensive plan with
 * the same rows.
 */
export const ASSUMED_PROFILES = 100_000;

/**
 * The most legs that a list of alternatives is split into when there are other conditions. Beyond that, either the
 * alternatives are searched for and the rest is checked here, or the other way round. If wrong: a more expensive plan
 * with the same rows.
 */
export const MAX_SPLIT_LEGS = 10;

/**
 * A search that was refused for its size is combined here from smaller ones. Parts of up to this many rows are read
 * whole, which yields an exact total; of larger parts, only as much as the page needs. If wrong: a missing total, or
 * more requests.
 */
export const WHOLE_PART_ROWS = 500;

/** Assumptions that are not a single constant, by name. */
export const ASSUMED_BEHAVIOUR = {
  shapes:
    'Either generation of the pages may be live: times as numbers or numeric strings, custom data as list or map, `total` or `meta.total`, errors identified by their HTTP status. Lists may be objects with numeric keys, texts of digits may be numbers, times may be in milliseconds (from 10¹¹ on). A page on which no time can be parsed is an invalid response.',
  order:
    'Profiles without a first or last visit come first when ascending. Descending is the exact reverse. `order` is `asc`/`desc` in GET /customers and `ASC`/`DESC` in the search, whose page shows both.',
  emptyFilter: 'An empty search filter is undocumented and never sent: the whole list is GET /customers.',
  match:
    '`=` finds at least the profiles with an equal text, `~` those whose text contains it. Own criteria are sent as given, emails as given and in lower case, each with accents composed and decomposed, words of names as given, in lower case, capitalised and in upper case. Every response is checked again here, ignoring letter case and composition.',
  letterCase: '`=` and `~` ignore letter case.',
  accents: '`=` and `~` distinguish letters with accents from letters without.',
  insideWords: '`~` finds a text anywhere in the value, including inside a word.',
  missingValues: 'A profile without a value satisfies `!=` and `!~`, but no other condition.',
  exactMatch:
    '`=`, `!=` and comparisons of `customers.id` and `customers.lastSeen` find exactly the profiles that satisfy them, so they are not checked again. `lastSeen` is in whole seconds.',
  tags: 'One `customers.tagsData` condition with several names finds profiles that have all of them (documented).',
  batch:
    'The maximum of conditions per search is undocumented: HELPCRUNCH_SEARCH_BATCH. A search that returns 400, or lacks the record of its last condition, which no other condition could find, is repeated with fewer conditions, down to one, and with fewer rows if it was refused. The accepted size is remembered.',
  totals: '`total` (or `meta.total`) is the actual number of rows, neither capped nor estimated.',
  noMatch:
    'A search without matches, or an offset past the end, returns 200 without rows. For searches, 204, no body, `null` and 404 mean the same, once the plain list has answered and, for 404, a search for a known customer.',
  sameRows: 'The whole list and searches show the same profiles.',
  badRow:
    'A row without an exact integer id (up to 2⁵³) is skipped and counted. Its position in the list is kept. A repeated id in one response is one row. Ten rows, all without an id, are an invalid response.',
} as const satisfies Record<string, string>;
