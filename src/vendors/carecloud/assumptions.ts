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
 * How long one replica has the exclusive right to log in, in milliseconds, if replicas share the login. Whether a login
 * ends earlier tokens is undocumented; if it does, replicas that log in separately end each other's. If wrong (a login
 * takes longer): another replica logs in, too.
 */
export const LOGIN_TURN_MS = 5_000;

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
    '`sort_field` accepts any first-level field (`customer_id`, `last_change`, `state`, `doi_email`, `doi_phone`). Rows without a value come first when ascending. `DESC` is the exact reverse of `ASC`.',
  match:
    '`email`, `phone`, `first_name` and `last_name` find at least the accounts with an equal value. Names are sent as given, emails as given and in lower case, each with accents composed and decomposed. Every response is checked again here, ignoring letter case and composition.',
  letterCase: '`email`, `email_list[]`, `first_name` and `last_name` ignore letter case.',
  accents: '`first_name` and `last_name` distinguish letters with accents from letters without.',
  wholeValues: '`first_name` and `last_name` find whole values only, not parts of them.',
  exactMatch:
    '`customer_ids[]` and `customer_source_id` find exactly the accounts with the value. Records do not show the latter, so it cannot be checked here.',
  noMatch:
    'An empty list, or an offset past the end, returns 200 with `customers: []` and `total_items: 0`. With criteria, 204, no body, `null` and 404 mean the same, once the plain list has answered and, for 404, a search for a known customer.',
  unknownId:
    'Unknown ids are omitted from the response. If they return 400 with reason `not_found` instead, look-ups and lists treat it the same, with a few more requests.',
  totals: '`total_items` is the actual number of rows, neither capped nor estimated.',
  sameRows:
    'The whole list, searches and look-ups by email or id show the same accounts, deleted ones included.',
  badRow:
    'A row without a customer_id is skipped and counted. Its position in the list is kept, because offsets would shift otherwise. A repeated id in one response is one row. Ten rows, all without an id, are an invalid response.',
  brackets: 'Array parameters are written `name[]=value` with literal brackets, booleans `true` and `false`.',
  times:
    'All times are in one time zone, CARECLOUD_TIME_ZONE. `0000-00-00` and the like are missing values. A page on which no time can be parsed is an invalid response.',
  customerIds:
    'Lists over all customers (cards, source records, vouchers, purchases) document a single `customer_id`. Whether they accept several as `customer_id[]` is learned in use, from a response whose every row and known fact is checked. Until then each customer takes one request.',
  numbers: 'Texts may be JSON numbers (`phone` in old bodies), and integers may be texts.',
} as const satisfies Record<string, string>;
