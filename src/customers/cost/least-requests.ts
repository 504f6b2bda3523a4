import type { SourceAbilities } from '../customer-source.ts';
import { requestsFor } from '../lookup/lookup-batching.ts';
import { normalKeyValue } from '../model/identity-keys.ts';
import type { RecordKey, SourceName } from '../model/source-record.ts';

interface SourceCost {
  /** By query: the ranges that are certainly read; empty: an unknown range is. */
  readonly reads: Map<string, Set<string>>;
  readonly keys: Map<string, RecordKey>;
  readonly others: Map<string, number>;
  abilities: SourceAbilities | null;
}

/**
 * The minimum of requests that an operation sends to each source without a cache. Equal requests of several fields
 * count once, as in execution.
 */
export class LeastRequests {
  readonly #bySource = new Map<SourceName, SourceCost>();

  /** A query of a source is read; `range` if it is known. */
  addRead(source: SourceName, query: string, range: string | null): void {
    const { reads } = this.#costOf(source);
    const ranges = reads.get(query) ?? new Set();
    reads.set(query, ranges);
    if (range !== null) ranges.add(range);
  }

  /** A record is looked up, together with all others of the operation. */
  addKey(source: SourceName, key: RecordKey, abilities: SourceAbilities): void {
    const value = normalKeyValue(key);
    // Placeholder values, and kinds of keys that the source cannot look up, send no request.
    if (value === undefined || abilities.lookUpBatch[key.kind] === 0) return;
    const cost = this.#costOf(source);
    cost.abilities = abilities;
    cost.keys.set(`${key.kind}:${value}`, key);
  }

  /** This many further requests; for the same name, the maximum counts. */
  addRequests(source: SourceName, name: string, count: number): void {
    const { others } = this.#costOf(source);
    others.set(name, Math.max(count, others.get(name) ?? 0));
  }

  /** The number by source, without sources that need no request. */
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
