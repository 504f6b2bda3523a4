import { UpstreamError } from '../../errors/gateway-error.ts';
import type { CustomerSource } from '../customer-source.ts';
import type { AskRecords } from '../lookup/identity-lookup.ts';
import { requestsFor } from '../lookup/lookup-batching.ts';
import type { RecordLookup } from '../lookup/record-lookup.ts';
import type { IdentityKey, RecordKey, SourceName } from '../model/source-record.ts';
import type { SourceCall } from '../source-call.ts';
import type { ListMeter } from './list-meter.ts';
import type { PlannedList } from './plan/list-plan.ts';

/** The context of one list field. */
export interface ListContext {
  readonly sources: readonly CustomerSource[];
  readonly lookups: ReadonlyMap<SourceName, RecordLookup>;
  readonly identityKeys: readonly IdentityKey[];
  /** The most requests to one source for this field. */
  readonly scanLimit: number;
  /** Whether responses are cached for the next page. */
  readonly cachesResponses: boolean;
  /** Whether a decision that would exceed the scan limit is abandoned; absent: it is made anyway. */
  readonly mayGiveUp?: boolean;
  /** The operation's call, with this field's meter. */
  readonly call: SourceCall;
  readonly usage: ListMeter;
}

/** The lists that are walked together, and their context. */
export interface ListedTogether {
  readonly context: ListContext;
  readonly lists: readonly PlannedList[];
}

/** The accounts' look-up cache; null if no such source is configured. */
export function accountLookup(context: ListContext): RecordLookup | null {
  const source = context.sources.find(({ role }) => role === 'ACCOUNTS');
  return (source && context.lookups.get(source.name)) ?? null;
}

/** Thrown during a decision that would exceed the scan limit. */
export class ScanLimitReached extends Error {}

/** Looks up at once, charged to this field. Rejects with ScanLimitReached. */
export function askFor(context: ListContext): AskRecords {
  return async (lookup, keys) => {
    keepToScanLimit(context, lookup.source, lookup.unasked(keys));
    return lookup.loadNow(keys, context.call);
  };
}

/** Whether this many more requests would exceed what this field, or the whole operation, may send to the source. */
export function isSpent(
  { usage, scanLimit, call }: Pick<ListContext, 'usage' | 'scanLimit' | 'call'>,
  source: SourceName,
  requests: number,
): boolean {
  const isBeyondScan = usage.requestsTo(source) + requests > scanLimit;
  return isBeyondScan || requests > (call.allowance?.left(source) ?? Number.POSITIVE_INFINITY);
}

/** Throws ScanLimitReached if looking up these keys would exceed the scan limit. */
export function keepToScanLimit(
  context: ListContext,
  { name, abilities }: CustomerSource,
  keys: readonly RecordKey[],
): void {
  if (context.mayGiveUp && isSpent(context, name, requestsFor(keys, abilities))) {
    throw new ScanLimitReached(`The requests that one operation may make to ${name} are spent.`);
  }
}

/** The result of work that a source's failure may prevent: the failure is reported, and the value is null. */
export async function orReported<T>(context: ListContext, work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    context.usage.failed(error);
    return null;
  }
}
