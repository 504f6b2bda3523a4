import type { HelpCrunchCustomerOrderField } from '../../../customers/model/help-crunch-customer.ts';
import type { RowRange } from '../../../paging/leg.ts';
import type { HelpCrunchQuery, HelpCrunchSearch, SearchBody, SortOption } from './wire.ts';

/** A request to HelpCrunch, without the handling of its response. */
export interface RequestParts {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly route: string;
  readonly query?: readonly (readonly [string, string])[];
  readonly body?: SearchBody;
  readonly parameters: readonly string[];
}

export interface ListOrder {
  readonly field: HelpCrunchCustomerOrderField;
  readonly direction: 'ASC' | 'DESC';
}

const SORT_OPTIONS: Readonly<Record<HelpCrunchCustomerOrderField, SortOption>> = {
  FIRST_SEEN: 'customers.firstSeen',
  LAST_SEEN: 'customers.lastSeen',
};

/** The public order fields, in the order of the page. */
export const ORDERS = Object.keys(SORT_OPTIONS) as readonly HelpCrunchCustomerOrderField[];

/** Whether HelpCrunch has this order. */
export function isOrderField(field: string): field is HelpCrunchCustomerOrderField {
  return Object.hasOwn(SORT_OPTIONS, field);
}

/** The whole list (GET /customers, which has no filters), or a search. */
export function listRequest(query: HelpCrunchQuery, order: ListOrder, range: RowRange): RequestParts {
  return query === null ? customersRequest(order, range) : searchRequest(query, order, range);
}

/** GET /customers/{id} (page "Get a single customer"). */
export function customerRequest(id: number): RequestParts {
  return { method: 'GET', path: `/customers/${id}`, route: '/customers/{id}', parameters: [] };
}

/** GET /customers (page "Get all customers"), whose `order` is in lower case. */
function customersRequest(order: ListOrder, range: RowRange): RequestParts {
  return {
    method: 'GET',
    path: '/customers',
    route: '/customers',
    query: [
      ['sort', SORT_OPTIONS[order.field]],
      ['order', order.direction.toLowerCase()],
      ['limit', String(range.limit)],
      ['offset', String(range.offset)],
    ],
    parameters: ['sort', 'order', 'limit', 'offset'],
  };
}

/**
 * POST /customers/search (page "Search for customers"): a POST that reads. `comparison` has no documented default. A
 * single condition is always written the same way, so that a list and a look-up with the same condition share a
 * response.
 */
function searchRequest(search: HelpCrunchSearch, order: ListOrder, range: RowRange): RequestParts {
  return {
    method: 'POST',
    path: '/customers/search',
    route: '/customers/search',
    body: {
      comparison: search.conditions.length === 1 ? 'AND' : search.comparison,
      filter: search.conditions,
      sort: SORT_OPTIONS[order.field],
      order: order.direction,
      limit: range.limit,
      offset: range.offset,
    },
    parameters: [...new Set(search.conditions.map((condition) => condition.field))],
  };
}
