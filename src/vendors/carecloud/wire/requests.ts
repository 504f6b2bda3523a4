import { isAcceptLanguage } from '../../../customers/model/accept-language.ts';
import type {
  CareCloudCustomerOrderField,
  CareCloudListOptions,
} from '../../../customers/model/care-cloud-customer.ts';
import { badUserInput } from '../../../errors/gateway-error.ts';
import type { CustomersFilter, CustomerWire, LoginBodyWire } from './wire.ts';

/** A request to CareCloud, without the handling of its response. */
export interface RequestParts {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly route: string;
  readonly query: readonly (readonly [string, string])[];
  readonly body?: LoginBodyWire;
  readonly headers: Readonly<Record<string, string>>;
  readonly parameters: readonly string[];
}

/** The order of a list: a first-level field of the customer (CareCloud's guide "Sorting and filtering"). */
export interface ListOrder {
  readonly field: CareCloudCustomerOrderField;
  readonly direction: 'ASC' | 'DESC';
}

const SORT_FIELDS: Readonly<Record<CareCloudCustomerOrderField, keyof CustomerWire>> = {
  CUSTOMER_ID: 'customer_id',
  LAST_CHANGE: 'last_change',
  STATE: 'state',
  DOI_EMAIL: 'doi_email',
  DOI_PHONE: 'doi_phone',
};

/** The public order fields, in the order of the documents. */
export const ORDERS = Object.keys(SORT_FIELDS) as readonly CareCloudCustomerOrderField[];

/** Whether CareCloud has this order. */
export function isOrderField(field: string): field is CareCloudCustomerOrderField {
  return Object.hasOwn(SORT_FIELDS, field);
}

const FILTER_PARAMETERS = [
  'email',
  'phone',
  'customer_source_id',
  'first_name',
  'last_name',
  'birthdate',
] as const satisfies readonly (keyof CustomersFilter)[];

/**
 * GET /customers (operation getCustomers) with any of its fourteen inputs, in the page's order. The salutation is short
 * only if requested; without a limit the vendor's default applies; the language is the Accept-Language header, absent =
 * the vendor's default.
 */
export function customersRequest(
  filter: CustomersFilter | null,
  order: ListOrder,
  range: { readonly offset: number; readonly limit: number | null },
  options: CareCloudListOptions = {},
): RequestParts {
  const query: (readonly [string, string])[] = [
    ...(range.limit === null ? [] : [['count', String(range.limit)] as const]),
    ['offset', String(range.offset)],
    ['sort_field', SORT_FIELDS[order.field]],
    ['sort_direction', order.direction],
  ];
  for (const name of FILTER_PARAMETERS) {
    const value = filter?.[name];
    if (value !== undefined) query.push([name, value]);
  }
  for (const name of ['email_list', 'customer_ids'] as const) {
    for (const value of filter?.[name] ?? []) query.push([`${name}[]`, value]);
  }
  query.push(...salutation(options));
  return reading('/customers', '/customers', query, options);
}

/** GET /customers/{customer_id} (operation getCustomer). */
export function customerRequest(customerId: string, options: CareCloudListOptions = {}): RequestParts {
  const path = `/customers/${encodeURIComponent(customerId)}`;
  return reading(path, '/customers/{customer_id}', salutation(options), options);
}

/** POST /users/actions/login (operation postUserLogin), which has no Authorization header. */
export function loginRequest(body: LoginBodyWire): RequestParts {
  const parameters = ['user_external_application_id', 'login', 'password'];
  const path = '/users/actions/login';
  return { method: 'POST', path, route: path, query: [], body, headers: {}, parameters };
}

function reading(
  path: string,
  route: string,
  query: RequestParts['query'],
  { language }: CareCloudListOptions,
): RequestParts {
  return {
    method: 'GET',
    path,
    route,
    query,
    headers: language === undefined ? {} : { 'accept-language': acceptLanguage(language) },
    parameters: [...new Set(query.map(([name]) => name))],
  };
}

function salutation({ shortSalutation }: CareCloudListOptions): RequestParts['query'] {
  return shortSalutation === undefined ? [] : [['customer_short_salutation', String(shortSalutation)]];
}

/** Validated here too, because a client's text becomes a header. */
function acceptLanguage(language: string): string {
  if (isAcceptLanguage(language)) return language;
  throw badUserInput(
    `language: expected ISO 639-1 codes as in Accept-Language ("cs", "en-gb;q=0.8"), got ${JSON.stringify(language.slice(0, 40))}.`,
  );
}
