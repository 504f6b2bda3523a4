import type { HelpCrunchCustomer } from '../../../customers/model/help-crunch-customer.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';
import type { RowRange } from '../../../paging/leg.ts';
import { DecodeError, EnvelopeError } from '../../../upstream/decode-error.ts';
import { decodeRows } from '../../shared/decode-rows.ts';
import { type DecodeReport, isObject, kindOf, toList, type Unproven } from '../../shared/json.ts';
import { UnreadableRecord } from '../../shared/unreadable-record.ts';
import { HELPCRUNCH } from '../record.ts';
import { decodeCustomerFields } from './decode-customer.ts';
import { FieldReader } from './field-reader.ts';
import type { CustomersWire, CustomerWire } from './wire.ts';

type Profile = SourceRecord<HelpCrunchCustomer>;

/** A page of GET /customers or POST /customers/search. */
export interface CustomerPage {
  /** Each row at its position. */
  readonly records: readonly Profile[];
  /** How many of them could not be decoded. */
  readonly skipped: number;
  /** All matching rows, including those on other pages; null if the vendor did not state it as a number. */
  readonly total: number | null;
  /** Whether times were in milliseconds. */
  readonly hasMilliseconds: boolean;
}

export interface PageDecoding {
  readonly range: RowRange;
  readonly report: DecodeReport;
  readonly toRecord: (own: HelpCrunchCustomer) => Profile;
}

/**
 * Decodes the body of both list operations: `data` and `total`, or `meta.total`. Throws a DecodeError for another
 * envelope, or if no time on the page can be parsed.
 */
export function decodeCustomerPage(body: unknown, { range, report, toRecord }: PageDecoding): CustomerPage {
  if (!isObject(body)) throw new EnvelopeError(`expected an object, got ${kindOf(body)}`);
  const page: Unproven<CustomersWire> = body;
  const rows = toList(page.data);
  if (rows === null) throw new EnvelopeError(`expected an array at data, got ${kindOf(page.data)}`);
  const read = new FieldReader(report);
  const total = decodeTotal(page, read);
  const fields = (id: string, row: Unproven<CustomerWire>) => decodeCustomerFields(id, row, read);
  const { records, skipped } = decodeRows<Profile>(rows, range, total, {
    idOf({ id }) {
      const integer = toInteger(id);
      if (integer === null) report('id');
      return integer === null ? null : String(integer);
    },
    decode: (id, row) => toRecord(fields(id, row)),
    placeholder(row, neighbour) {
      return new UnreadableRecord(HELPCRUNCH, row, fields(neighbour, isObject(row) ? row : {}));
    },
  });
  if (records.length > 1 && read.readsNoTime)
    throw new DecodeError('expected unix times, got none that can be read');
  return { records, skipped, total, hasMilliseconds: read.hasMilliseconds };
}

/** Decodes the body of GET /customers/{id}: the bare customer. */
export function decodeCustomer(body: unknown, report: DecodeReport): HelpCrunchCustomer {
  if (!isObject(body)) throw new DecodeError(`expected an object, got ${kindOf(body)}`);
  const customer: Unproven<CustomerWire> = body;
  const id = toInteger(customer.id);
  if (id === null) throw new DecodeError(`expected an integer id in the body, got ${kindOf(customer.id)}`);
  return decodeCustomerFields(String(id), customer, new FieldReader(report));
}

/** `total`, or `meta.total`; null if neither is a number. */
export function decodeTotal(
  { total, meta }: Pick<Unproven<CustomersWire>, 'total' | 'meta'>,
  read: FieldReader,
): number | null {
  return read.count(total, 'total') ?? read.count(isObject(meta) ? meta.total : undefined, 'meta.total');
}

/** An integer, or one written as text. */
function toInteger(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}
