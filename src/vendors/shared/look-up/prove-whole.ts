import type { RecordPage } from '../../../customers/customer-source.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';
import type { SourceCall } from '../../../customers/source-call.ts';
import type { BatchProof } from './batch-proof.ts';
import type { BatchSize } from './batch-size.ts';
import { isAllOf } from './merge-parts.ts';

export interface WholeProofOptions<Value, Own> {
  readonly batch: BatchSize;
  readonly proof: BatchProof<Value, SourceRecord<Own>>;
  /** The most values to try. */
  readonly most: number;
  /** Rows per page, unless fewer have to be tried. */
  readonly rows: number;
  /** A value that nobody has, another one for each index. */
  readonly nobody: (index: number) => Value;
  /** What any of the values finds, from its start. */
  readonly page: (values: readonly Value[], rows: number, call: SourceCall) => Promise<RecordPage<Own>>;
}

/** How far one batch was read. */
export interface WholeProof {
  /** How many of the values were looked up. */
  readonly taken: number;
  /** The records found. */
  readonly ids: ReadonlySet<string>;
  /** Whether these are certain to be all that the values find. */
  readonly isProven: boolean;
}

/**
 * Proves, with few requests, how many values of one batch are read to the end: a full batch is sent with a known value
 * last.
 *
 * @param values Some that exist, in a random order.
 */
export async function proveWhole<Value, Own>(
  values: readonly Value[],
  { batch, proof, most, rows: usual, nobody, page }: WholeProofOptions<Value, Own>,
  call: SourceCall,
): Promise<WholeProof> {
  const others = Array.from({ length: most }, (_, index) => nobody(index));
  const asked = [...values.slice(0, most - 1), ...others].slice(0, most);
  const { answer, taken } = await batch.askFirst(asked, async (piece, rows = usual) => {
    // Without a known one of its own, a full batch has room for another in place of nobody's.
    const last = proof.atEnd(piece) ?? (piece.length < most ? null : proof.atEnd(piece.slice(0, -1)));
    const found = await page(last?.batch ?? piece, rows, call);
    const { records } = found;
    const again = () => Promise.resolve(null);
    const sent = { values: piece, last, records, isList: false, isMixed: true, again };
    // A page that was cut looks like a list of values that was.
    const isProven = isAllOf(found) && (await proof.prove(sent, call));
    return { ids: new Set(records.map(({ id }) => id)), isProven };
  });
  return { ...answer, taken: Math.min(taken, most - 1) };
}
