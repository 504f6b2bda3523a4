import type { SourceAbilities } from '../customer-source.ts';
import { requestsFor } from '../lookup/lookup-batching.ts';
import { normalKeyValue } from '../model/identity-keys.ts';
import type { RecordKey, SourceName } from '../model/source-record.ts';

interface SourceCost {
  /** By query: the ranges that are surely read; empty: some range is. */
  readonly reads: Map<string, Set<string>>;
  readonly keys: Map<string, RecordKey>;
  readonly others: Map<string, number>;
  abilities: SourceAbilities | null;
}

/**
 * How many requests an operation surely makes to each source when no cache answers: what fields ask alike is one request,
 * as it will be when they are executed.
 */
export class LeastRequests {
  readonly #bySource = new Map<SourceName, SourceCost>();

  /** A query of a source is read; `range` where it is known. */
  addRead(source: SourceName, query: string, range: string | null): void {
    const { reads } = this.#costOf(source);
    const ranges = reads.get(query) ?? new Set();
    reads.set(query, ranges);
    if (range !== null) ranges.add(range);
  }

  /** A record is looked up, together with all others of the operation. */
  addKey(source: SourceName, key: RecordKey, abilities: SourceAbilities): void {
    const value = normalKeyValue(key);
    // Nobody is asked for a worthless value, or for one of a kind that the source cannot be asked for.
    if (value === undefined || abilities.lookUpBatch[key.kind] === 0) return;
    const cost = this.#costOf(source);
    cost.abilities = abilities;
    cost.keys.set(`${key.kind}:${value}`, key);
  }

  /** So many further requests, the most of what was said under this name. */
  addRequests(source: SourceName, name: string, count: number): void {
    const { others } = this.#costOf(source);
    others.set(name, Math.max(count, others.get(name) ?? 0));
  }

  /** The number by source; a source that need not be asked is not in it. */
  counts(): ReadonlyMap<SourceName, number> {
    return new Map([...this.#bySource].map(([source, cost]) => [source, countOf(cost)]));
  }

  #costOf(source: SourceName): SourceCost {
    const cost = this.#bySource.get(source) ?? {
      reads: new Map(),
      keys: new Map(),
      others: new Map(),
      abilities: null,
    };
    this.#bySource.set(source, cost);
    return cost;
  }
}

function countOf({ reads, keys, others, abilities }: SourceCost): number {
  let count = 0;
  for (const ranges of reads.values()) count += Math.max(1, ranges.size);
  for (const each of others.values()) count += each;
  return count + (abilities === null ? 0 : requestsFor([...keys.values()], abilities));
}
