import type { CareCloudCustomer } from '../../../customers/model/care-cloud-customer.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';
import type { RowRange } from '../../../paging/leg.ts';
import { DecodeError, EnvelopeError } from '../../../upstream/decode-error.ts';
import { decodeRows } from '../../shared/decode-rows.ts';
import { type DecodeReport, isObject, kindOf, toList, type Unproven } from '../../shared/json.ts';
import { UnreadableRecord } from '../../shared/unreadable-record.ts';
import { CARECLOUD } from '../record.ts';
import { decodeCustomerFields, type TimeReader } from './decode-customer.ts';
import { FieldReader } from './field-reader.ts';
import type { CustomersWire, CustomerWire, LoginWire } from './wire.ts';

type Account = SourceRecord<CareCloudCustomer>;

/** What decoding needs in addition to the body. */
export interface DecodeOptions {
  readonly time: TimeReader;
  readonly report: DecodeReport;
}

export interface PageDecoding extends DecodeOptions {
  readonly range: RowRange;
  readonly toRecord: (own: CareCloudCustomer) => Account;
}

/** A page of GET /customers. */
export interface CustomersPage {
  /** Each row at its position. */
  readonly records: readonly Account[];
  /** How many of them could not be decoded. */
  readonly skipped: number;
  /** All matching rows, including those on other pages; null if the vendor did not state it as a number. */
  readonly total: number | null;
}

/**
 * Decodes the body of GET /customers: `data.customers` and `data.total_items` (not required by the vendor's OpenAPI
 * document, so it may be absent). Throws a DecodeError for another envelope, or if no time on the page can be parsed.
 */
export function decodeCustomers(body: unknown, { range, toRecord, ...options }: PageDecoding): CustomersPage {
  const data = dataOf<CustomersWire>(body, EnvelopeError);
  const rows = toList(data.customers);
  if (rows === null) {
    throw new EnvelopeError(`expected an array at data.customers, got ${kindOf(data.customers)}`);
  }
  const read = new FieldReader(options.report);
  const total = read.count(data.total_items, 'total_items');
  const fields = (id: string, row: Unproven<CustomerWire>) =>
    decodeCustomerFields(id, row, read, options.time);
  const { records, skipped } = decodeRows<Account>(rows, range, total, {
    idOf: ({ customer_id: id }) => read.id(id, 'customer_id'),
    decode: (id, row) => toRecord(fields(id, row)),
    placeholder(row, neighbour) {
      return new UnreadableRecord(CARECLOUD, row, fields(neighbour, isObject(row) ? row : {}));
    },
  });
  if (records.length > 1 && read.readsNoTime)
    throw new DecodeError('expected local times, got none that can be read');
  return { records, skipped, total };
}

/** Decodes the body of GET /customers/{customer_id}: the customer directly under `data`. */
export function decodeCustomer(body: unknown, options: DecodeOptions): CareCloudCustomer {
  const customer = dataOf<CustomerWire>(body);
  const read = new FieldReader(options.report);
  const customerId = read.text(customer.customer_id, 'customer_id');
  if (customerId === null) {
    throw new DecodeError(`expected an id at data.customer_id, got ${kindOf(customer.customer_id)}`);
  }
  return decodeCustomerFields(customerId, customer, read, options.time);
}

/** Decodes the body of POST /users/actions/login: the bearer token, valid in a header. */
export function decodeLogin(body: unknown): string {
  const { bearer_token: token } = dataOf<LoginWire>(body);
  if (isBearerToken(token)) return token;
  throw new DecodeError(`expected a token at data.bearer_token, got ${kindOf(token)}`);
}

/** Whether it is valid in a header. */
export function isBearerToken(token: unknown): token is string {
  return typeof token === 'string' && /^[\x21-\x7e]+$/.test(token);
}

function dataOf<Wire>(body: unknown, Failure = DecodeError): Unproven<Wire> {
  if (!isObject(body)) throw new Failure(`expected an object, got ${kindOf(body)}`);
  if (!isObject(body.data)) throw new Failure(`expected an object at data, got ${kindOf(body.data)}`);
  return body.data as Unproven<Wire>;
}
