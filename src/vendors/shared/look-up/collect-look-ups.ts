import type { CustomerSource } from '../../../customers/customer-source.ts';
import { shareOfRequest, slotOf } from '../../../customers/lookup/lookup-batching.ts';
import type { RecordKey, SourceRecord } from '../../../customers/model/source-record.ts';
import { type CollectOptions, Collector } from './collector.ts';

/**
 * Combines look-ups of different operations, as far as one request can hold them, and by kind of key if the source does
 * not mix kinds. The profile found for a list serves the panel and the search as well.
 *
 * Look-ups that are restricted, bypass caches, or fill a request by themselves are not combined.
 */
export function collectLookUps(source: CustomerSource, options: CollectOptions): CustomerSource {
  const { abilities } = source;
  const collectors = new Map<string, Collector<RecordKey, readonly SourceRecord[]>>();

  function collectorOf(slot: string) {
    const collector =
      collectors.get(slot) ??
      new Collector<RecordKey, readonly SourceRecord[]>({
        ...options,
        textOf,
        keyOf,
        fits: (keys) => keys.reduce((sum, key) => sum + shareOfRequest(key, abilities), 0) <= 1,
        ask: (keys, call) => source.lookUp(keys, call),
      });
    collectors.set(slot, collector);
    return collector;
  }

  return {
    ...source,
    async lookUp(keys, call, restrictTo) {
      if (restrictTo !== undefined || call.bypassCache) return source.lookUp(keys, call, restrictTo);
      const slots = new Map<string, RecordKey[]>();
      for (const key of keys) {
        const slot = slotOf(key, abilities);
        slots.set(slot, [...(slots.get(slot) ?? []), key]);
      }
      const found = new Map<string, readonly SourceRecord[]>();
      await Promise.all(
        [...slots].map(async ([slot, own]) => {
          const records = await collectorOf(slot).find(own, call);
          own.forEach((key, index) => void found.set(textOf(key), records[index] ?? []));
        }),
      );
      return keys.map((key) => found.get(textOf(key)) ?? []);
    },
  };
}

const textOf = ({ kind, value }: RecordKey) => `${kind}:${value}`;

const KINDS: ReadonlySet<string> = new Set<RecordKey['kind']>(['id', 'email', 'userId', 'phone']);

function keyOf(text: string): RecordKey | null {
  const at = text.indexOf(':');
  const kind = text.slice(0, at);
  return KINDS.has(kind) ? { kind: kind as RecordKey['kind'], value: text.slice(at + 1) } : null;
}
