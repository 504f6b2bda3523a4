/**
 * What the gateway takes for granted about HelpCrunch where its pages are silent or disagree. Each stands here once,
 * with what happens should it prove wrong; src/vendors/README.md lists them.
 */

/**
 * The most rows one request may ask for: documented for GET /customers, taken to hold for the search too, whose page
 * names no maximum. Wrong: a 400 for full pages of a search.
 */
export const LARGEST_PAGE = 100;

/**
 * The largest id that can be asked for exactly as JSON number (the pages' examples have up to eight digits).
 * Wrong: people with larger ids are not found by id.
 */
export const LARGEST_ID = Number.MAX_SAFE_INTEGER;

/**
 * How people write the end of a phone number: the last four digits in one piece, or broken once by one of these.
 * Wrong: a phone written otherwise is not found by phone.
 */
export const PHONE_SEPARATORS = [' ', '-', '.', '/'] as const;

/**
 * The number of profiles assumed when plans are compared. Its size hardly matters; that it is far more than a page
 * does: conditions that name somebody then win over conditions that describe many. Wrong: a more expensive plan, same rows.
 */
export const ASSUMED_PROFILES = 100_000;

/**
 * The most legs a list of alternatives beside other conditions is split into; beyond that the alternatives are asked
 * for alone and the rest is checked here, or the other way round. Wrong: a more expensive plan, same rows.
 */
export const MAX_SPLIT_LEGS = 10;

/**
 * A search that was refused for its size is put together here from smaller ones. Parts of up to so many rows are read
 * whole, which gives a true total; of larger ones as much as the page needs. Wrong: a missing total, or more requests.
 */
export const WHOLE_PART_ROWS = 500;

/** Assumptions that show in no single constant, by name. */
export const ASSUMED_BEHAVIOUR = {
  shapes:
    'Either generation of the pages may be live: times as numbers or numeric strings, custom data as list or map, `total` or `meta.total`, errors told by their HTTP status. Lists may come as objects with numeric keys, texts of digits as numbers, times in milliseconds (from 10¹¹ on). A page on which no time can be read is no valid answer.',
  order:
    'Records without a first or last visit come first ascending; descending is the exact reverse. `order` is `asc`/`desc` in GET /customers and `ASC`/`DESC` in the search, whose page shows both.',
  emptyFilter: 'An empty search filter is not documented and never sent: the whole list is GET /customers.',
  match:
    '`=` finds at least the records whose text equals the one asked for, `~` those whose text contains it. Own criteria are sent as given, emails as given and in lower case, each with its accents composed and decomposed, words of names as given, lower-case, capitalised and upper-case; every response is compared again here, letter case and composition ignored.',
  letterCase: '`=` and `~` ignore letter case.',
  accents: '`=` and `~` tell letters with accents from letters without.',
  insideWords: '`~` finds a text anywhere in the value, also inside a word.',
  missingValues: 'A record without a value satisfies `!=` and `!~`, and no other condition.',
  exactMatch:
    '`=`, `!=` and comparisons of `customers.id` and `customers.lastSeen` find exactly the records that satisfy them; they are not checked again. `lastSeen` is in whole seconds.',
  tags: 'One `customers.tagsData` condition with several names asks for records that have all of them (documented).',
  batch:
    'How many conditions one search may carry is not documented: HELPCRUNCH_SEARCH_BATCH. A search that is refused with 400, or does not bring the record asked for last, is asked for by half, down to one condition; what is taken is remembered.',
  totals: '`total` (or `meta.total`) is the number of rows there are, neither capped nor guessed.',
  noMatch:
    'A search nobody satisfies, and an offset past the end, are 200 with no rows. For searches 204, no body, `null` and 404 say the same, once the plain list has answered and, for 404, a search for somebody known.',
  badRow:
    'A row without an integer id that can be told exactly (up to 2⁵³) is passed over and counted; its place in the list is kept. An id that comes twice in one answer is one row. Ten rows, all without an id, are no valid answer.',
} as const satisfies Record<string, string>;
