import { DecodeError } from '../../../upstream/decode-error.ts';
import { isObject, kindOf, toList } from '../../shared/json.ts';
import type { DecodedRows, FacetDecoding, RowsDecoder } from './facet.ts';

type Members = Readonly<Record<string, unknown>>;

export interface RowsContext extends FacetDecoding {
  /** The customer that the rows must belong to; null for any. */
  readonly customerId: string | null;
  /** Whether an invalid row fails the response: in a paged list, its position would be missing. */
  readonly isStrict: boolean;
}

/**
 * Decodes the rows of a list, below `data`, and `total_items`. Rows without their identifying fields are left out, and
 * counted by the reader. Throws a DecodeError for another envelope, and for a row of another customer, which must never
 * be shown.
 */
export function decodeFacetRows(body: unknown, decoder: RowsDecoder, context: RowsContext): DecodedRows {
  // An empty body means no rows.
  if (body === null) return { rows: [], total: 0, came: 0 };
  const data = decodeFacetObject(body);
  const list = data[decoder.key] === undefined || data[decoder.key] === null ? [] : toList(data[decoder.key]);
  if (list === null) {
    throw new DecodeError(`expected an array at data.${decoder.key}, got ${kindOf(data[decoder.key])}`);
  }
  const rows = list.flatMap((row) => {
    if (!isObject(row)) {
      if (context.isStrict) {
        throw new DecodeError(`expected objects at data.${decoder.key}, got ${kindOf(row)}`);
      }
      context.read.id(undefined, decoder.key);
      return [];
    }
    if (decoder.namesCustomer && context.customerId !== null) {
      checkOwner(row, context.customerId, decoder.namesCustomer === 'ALWAYS');
    }
    const decoded = decoder.decode(row, context);
    if (decoded === null && context.isStrict) {
      throw new DecodeError(`expected rows with ids at data.${decoder.key}, got one without`);
    }
    return decoded === null ? [] : [decoded];
  });
  return {
    rows,
    total: context.read.count(data.total_items, `${decoder.key}.total_items`),
    came: list.length,
  };
}

/** Decodes the object below `data`. */
export function decodeFacetObject(body: unknown): Members {
  if (!isObject(body)) throw new DecodeError(`expected an object, got ${kindOf(body)}`);
  // PHP writes an object without members as an array.
  if (Array.isArray(body.data) && body.data.length === 0) return {};
  if (!isObject(body.data)) throw new DecodeError(`expected an object at data, got ${kindOf(body.data)}`);
  return body.data;
}

/**
 * In a list over all customers, a null owner means none (a free card). If a row has no owner field, the request already
 * restricted it.
 */
function checkOwner({ customer_id: owner }: Members, customerId: string, mustBeTheirs: boolean): void {
  if (owner === undefined || (owner === null && !mustBeTheirs) || String(owner) === customerId) return;
  throw new DecodeError('expected rows of the requested customer, got one of another customer');
}
