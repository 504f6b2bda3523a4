import { UpstreamError } from '../../errors/gateway-error.ts';
import type { CustomerSource } from '../customer-source.ts';
import type { AskRecords } from '../lookup/identity-lookup.ts';
import { requestsFor } from '../lookup/lookup-batching.ts';
import type { RecordLookup } from '../lookup/record-lookup.ts';
import type { IdentityKey, RecordKey, SourceName } from '../model/source-record.ts';
import type { SourceCall } from '../source-call.ts';
import type { ListMeter } from './list-meter.ts';
import type { PlannedList } from './plan/list-plan.ts';

/** What one list field works with. */
export interface ListContext {
  readonly sources: readonly CustomerSource[];
  readonly lookups: ReadonlyMap<SourceName, RecordLookup>;
  readonly identityKeys: readonly IdentityKey[];
  /** The most requests to one source for this field. */
  readonly scanLimit: number;
  /** Whether sources' answers are kept for the next page that asks the same. */
  readonly cachesResponses: boolean;
  /** Whether a decision that would go over the scan limit is given up; absent: it is made nevertheless. */
  readonly mayGiveUp?: boolean;
  /** The operation's call, metered for this field. */
  readonly call: SourceCall;
  readonly usage: ListMeter;
}

/** The lists that are walked together, and the context they are walked in. */
export interface ListedTogether {
  readonly context: ListContext;
  readonly lists: readonly PlannedList[];
}

/** The accounts' look-up memory; null when no such source is configured. */
export function accountLookup(context: ListContext): RecordLookup | null {
  const source = context.sources.find(({ role }) => role === 'ACCOUNTS');
  return (source && context.lookups.get(source.name)) ?? null;
}

/** Thrown in the midst of a decision that would go over the scan limit. */
export class ScanLimitReached extends Error {}

/** Asks at once, on this field's account. Rejects with ScanLimitReached. */
export function askFor(context: ListContext): AskRecords {
  return async (lookup, keys) => {
    keepToScanLimit(context, lookup.source, lookup.unasked(keys));
    return lookup.loadNow(keys, context.call);
  };
}

/** Whether so many requests more would go over what this field, or the whole operation, may ask of the source. */
export function isSpent(
  { usage, scanLimit, call }: Pick<ListContext, 'usage' | 'scanLimit' | 'call'>,
  source: SourceName,
  requests: number,
): boolean {
  const isBeyondScan = usage.requestsTo(source) + requests > scanLimit;
  return isBeyondScan || requests > (call.allowance?.left(source) ?? Number.POSITIVE_INFINITY);
}

/** Throws ScanLimitReached when asking for these keys would go over the scan limit. */
export function keepToScanLimit(
  context: ListContext,
  { name, abilities }: CustomerSource,
  keys: readonly RecordKey[],
): void {
  if (context.mayGiveUp && isSpent(context, name, requestsFor(keys, abilities))) {
    throw new ScanLimitReached(`The requests that one operation may make to ${name} are spent.`);
  }
}

/** The outcome of work that a source's failure may prevent: the failure goes into the report, and the value is null. */
export async function orReported<T>(context: ListContext, work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    context.usage.failed(error);
    return null;
  }
}
