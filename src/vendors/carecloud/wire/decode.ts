import type { CareCloudCustomer } from '../../../customers/model/care-cloud-customer.ts';
import { DecodeError } from '../../../upstream/decode-error.ts';
import { type DecodeReport, isObject, kindOf, type Unproven } from '../../shared/json.ts';
import { decodeCustomerFields, type TimeReader } from './decode-customer.ts';
import { FieldReader } from './field-reader.ts';
import type { CustomersWire, CustomerWire, LoginWire } from './wire.ts';

/** What decoding needs besides the body. */
export interface DecodeOptions {
  readonly time: TimeReader;
  readonly report: DecodeReport;
}

/** A page of GET /customers. */
export interface CustomersPage {
  readonly customers: readonly CareCloudCustomer[];
  /** All matching, also those on other pages; null when the vendor did not say. */
  readonly total: number | null;
}

/**
 * The body of GET /customers: `data.customers` and `data.total_items` (not required by the vendor's OpenAPI document, so it may be absent).
 * Throws a DecodeError when the envelope is another, or a row cannot be told from others for want of a customer_id:
 * a row left out would shift the offsets of all that follow.
 */
export function decodeCustomers(body: unknown, options: DecodeOptions): CustomersPage {
  const data = dataOf<CustomersWire>(body);
  if (!Array.isArray(data.customers)) {
    throw new DecodeError(`expected an array at data.customers, got ${kindOf(data.customers)}`);
  }
  const read = new FieldReader(options.report);
  return {
    customers: data.customers.map((customer: unknown, index) =>
      decodeRow(customer, index, read, options.time),
    ),
    total: decodeTotal(data.total_items),
  };
}

/** The body of GET /customers/{customer_id}: the customer directly under `data`. */
export function decodeCustomer(body: unknown, options: DecodeOptions): CareCloudCustomer {
  return decodeRow(dataOf<CustomerWire>(body), null, new FieldReader(options.report), options.time);
}

/** The body of POST /users/actions/login: the bearer token, fit for a header. */
export function decodeLogin(body: unknown): string {
  const { bearer_token: token } = dataOf<LoginWire>(body);
  if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new DecodeError(`expected a token at data.bearer_token, got ${kindOf(token)}`);
}

function dataOf<Wire>(body: unknown): Unproven<Wire> {
  if (!isObject(body)) throw new DecodeError(`expected an object, got ${kindOf(body)}`);
  if (!isObject(body.data)) throw new DecodeError(`expected an object at data, got ${kindOf(body.data)}`);
  return body.data as Unproven<Wire>;
}

/** @param index Among the rows of a page; null: the row is the answer. */
function decodeRow(
  row: unknown,
  index: number | null,
  read: FieldReader,
  time: TimeReader,
): CareCloudCustomer {
  if (!isObject(row)) throw new DecodeError(`expected an object at ${place(index)}, got ${kindOf(row)}`);
  const customer: Unproven<CustomerWire> = row;
  const customerId = read.text(customer.customer_id, 'customer_id');
  if (customerId === null) {
    throw new DecodeError(
      `expected an id at ${place(index)}.customer_id, got ${kindOf(customer.customer_id)}`,
    );
  }
  return decodeCustomerFields(customerId, customer, read, time);
}

function place(index: number | null): string {
  return index === null ? 'data' : `data.customers[${index}]`;
}

function decodeTotal(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const total = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof total === 'number' && Number.isSafeInteger(total) && total >= 0) return total;
  throw new DecodeError(`expected a count at data.total_items, got ${kindOf(value)}`);
}
