/**
 * What the gateway assumes about CareCloud where its documents are silent. Each assumption is stated here once, with
 * the consequence if it proves wrong; src/vendors/README.md lists them.
 */

/**
 * The most rows requested from one GET /customers. The page documents a minimum (1) and a default (100), but no
 * maximum; 1000 is the size at which the vendor asks to split batch writes. If wrong: a 400 that names `count`, and
 * from then on no more than the default is requested.
 */
export const LARGEST_PAGE = 1000;

/** The rows that GET /customers returns without `count`, and so certainly with it. */
export const DEFAULT_COUNT = 100;

/**
 * How long a token from POST /users/actions/login is used before the next login, in milliseconds. The page says
 * "default 7 hours, configurable". `valid_to` has no time zone and is not used. If wrong: one 401, one more login.
 */
export const TOKEN_MAX_AGE_MS = 60 * 60_000;

/**
 * How long a refused login (400, 403 …) is not retried, in milliseconds. No limit on logins is documented, but
 * lock-outs are common. If wrong: new credentials are noticed that much later.
 */
export const LOGIN_PAUSE_MS = 5_000;

/** The maximum duration of a login, in milliseconds. It serves all waiting requests, so no single deadline ends it. */
export const LOGIN_DEADLINE_MS = 10_000;

/**
 * Rows per look-up request: at least this many, and two per value, since emails are not unique. If wrong (more accounts
 * share emails): the look-up reads a second page.
 */
export const LOOK_UP_ROWS = { atLeast: 100, perValue: 2 } as const;

/**
 * Vendor ids that may be written into the path of GET /customers/{customer_id}: only those made of these characters
 * ("hex-like opaque string"). Others are sent in `customer_ids[]`, where no character has a special meaning.
 */
export const PATH_SAFE_ID = /^[A-Za-z0-9_-]+$/;

/** Assumptions that are not a single constant, by name. */
export const ASSUMED_BEHAVIOUR = {
  order:
    '`sort_field` takes any first-level field (`customer_id`, `last_change`, `state`, `doi_email`, `doi_phone`); rows without a value come first ascending; `DESC` is the exact reverse of `ASC`.',
  match:
    '`email`, `phone`, `first_name` and `last_name` find at least the accounts whose value equals the one asked for. Names are asked for as given, emails as given and in lower case, each with its accents composed and decomposed; every response is compared again here, letter case and composition ignored.',
  letterCase: '`email`, `email_list[]`, `first_name` and `last_name` ignore letter case.',
  accents: '`first_name` and `last_name` tell letters with accents from letters without.',
  wholeValues: '`first_name` and `last_name` find whole values, and no parts of them.',
  exactMatch:
    '`customer_ids[]` and `customer_source_id` find exactly the accounts that have the value; the latter shows in no record and cannot be checked here.',
  noMatch:
    'A list nobody is on is 200 with `customers: []` and `total_items: 0`; so is an offset past the end. With criteria, 204, no body, `null` and 404 say the same, once the plain list has answered and, for 404, a search for somebody known.',
  unknownId:
    'Ids nobody has are left out of the answer. Should they be a 400 with reason `not_found` instead, look-ups and lists take it for the same, at a few requests more.',
  totals: '`total_items` is the number of rows there are, neither capped nor guessed.',
  badRow:
    'A row without a customer_id is passed over and counted; its place in the list is kept, or offsets would shift. An id that comes twice in one answer is one row. Ten rows, all without an id, are no valid answer.',
  brackets: 'Array parameters are written `name[]=value`, brackets literal, booleans `true` and `false`.',
  times:
    'All times are local to one zone, CARECLOUD_TIME_ZONE. `0000-00-00` and the like are no time. A page on which no time can be read is no valid answer.',
  customerIds:
    'Lists over all customers (cards, source records, vouchers, purchases) document one `customer_id`. Whether they take several, `customer_id[]`, is found out in use, by a response of which every row and every known fact is checked; until then each customer is a request.',
  numbers:
    'Texts that come as JSON numbers (old bodies of `phone`) and integers that come as texts are meant as such.',
} as const satisfies Record<string, string>;
