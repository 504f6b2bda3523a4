import type { HelpCrunchCustomer } from '../../../customers/model/help-crunch-customer.ts';
import { DecodeError } from '../../../upstream/decode-error.ts';
import { type DecodeReport, isObject, kindOf, type Unproven } from '../../shared/json.ts';
import { decodeCustomerFields } from './decode-customer.ts';
import { FieldReader } from './field-reader.ts';
import type { CustomersWire, CustomerWire } from './wire.ts';

/** A page of GET /customers or POST /customers/search. */
export interface CustomerPage {
  readonly customers: readonly HelpCrunchCustomer[];
  /** All matching, also those on other pages; null when the vendor did not say. */
  readonly total: number | null;
}

/**
 * The body of both list operations: `data` and `total`, or `meta.total`. Throws a DecodeError when the envelope is
 * another, or a row has no integer id: a row left out would shift the offsets of all that follow.
 */
export function decodeCustomerPage(body: unknown, report: DecodeReport): CustomerPage {
  if (!isObject(body)) throw new DecodeError(`expected an object, got ${kindOf(body)}`);
  const page: Unproven<CustomersWire> = body;
  if (!Array.isArray(page.data)) throw new DecodeError(`expected an array at data, got ${kindOf(page.data)}`);
  const meta = isObject(page.meta) ? page.meta.total : undefined;
  const read = new FieldReader(report);
  return {
    customers: page.data.map((row: unknown, index) => decodeRow(row, index, read)),
    total: decodeTotal(page.total ?? meta),
  };
}

/** The body of GET /customers/{id}: the bare customer. */
export function decodeCustomer(body: unknown, report: DecodeReport): HelpCrunchCustomer {
  return decodeRow(body, null, new FieldReader(report));
}

/** @param index Among the rows of a page; null: the row is the answer. */
function decodeRow(row: unknown, index: number | null, read: FieldReader): HelpCrunchCustomer {
  if (!isObject(row)) throw new DecodeError(`expected an object at ${place(index)}, got ${kindOf(row)}`);
  const customer: Unproven<CustomerWire> = row;
  const id = toInteger(customer.id);
  if (id === null)
    throw new DecodeError(`expected an integer id in ${place(index)}, got ${kindOf(customer.id)}`);
  return decodeCustomerFields(String(id), customer, read);
}

function place(index: number | null): string {
  return index === null ? 'the body' : `data[${index}]`;
}

function decodeTotal(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const total = toInteger(value);
  if (total !== null && total >= 0) return total;
  throw new DecodeError(`expected a count as total, got ${kindOf(value)}`);
}

/** An integer, or one written as text. */
function toInteger(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}
