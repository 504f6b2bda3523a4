import type { CustomerSource, SourceAbilities } from '../customer-source.ts';
import { emailSpellings } from '../model/email.ts';
import type { IdentityKey, RecordKey, SourceRecord } from '../model/source-record.ts';
import { lookUpKey } from './identity-lookup.ts';

/** How many requests are sent concurrently for keys that a source accepts only one at a time. */
const UNBATCHED_AT_ONCE = 5;

/** Shares of a request add up to one despite rounding. */
const ROUNDING = 1e-9;

/**
 * How many of these rows one look-up decides: as many as have their keys within one request to each source involved.
 * Kinds of keys share a request only if the source mixes them.
 */
export function windowOf(
  rows: readonly SourceRecord[],
  source: CustomerSource,
  context: { readonly sources: readonly CustomerSource[]; readonly identityKeys: readonly IdentityKey[] },
): number {
  const asked = context.sources.filter((other) => other.role !== source.role);
  const used = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    for (const other of asked) {
      for (const kind of context.identityKeys) {
        const key = lookUpKey(row, kind);
        if (key === null) continue;
        const slot = slotOf(key, other.abilities);
        const atOnce = other.abilities.lookUpBatch[kind] === 1 ? UNBATCHED_AT_ONCE : 1;
        const share =
          (used.get(`${other.name} ${slot}`) ?? 0) + shareOfRequest(key, other.abilities) / atOnce;
        if (share > 1 + ROUNDING && index > 0) return index;
        used.set(`${other.name} ${slot}`, share);
      }
    }
  }
  return rows.length;
}

/** How many requests a source needs for these keys, if none finds more records than one response holds. */
export function requestsFor(keys: readonly RecordKey[], abilities: SourceAbilities): number {
  const bySlot = new Map<string, number>();
  for (const key of keys) {
    const slot = slotOf(key, abilities);
    bySlot.set(slot, (bySlot.get(slot) ?? 0) + shareOfRequest(key, abilities));
  }
  return [...bySlot.values()].reduce((sum, share) => sum + Math.ceil(share - ROUNDING), 0);
}

/** Keys of the same slot share a request. */
export function slotOf({ kind }: RecordKey, { lookUpMixesKinds }: SourceAbilities): string {
  return lookUpMixesKinds ? 'any' : kind;
}

/** The part of one look-up request that a key takes. */
export function shareOfRequest({ kind, value }: RecordKey, { lookUpBatch }: SourceAbilities): number {
  const batch = lookUpBatch[kind];
  if (batch === 0) return 0;
  return (kind === 'email' ? emailSpellings(value).length : 1) / batch;
}
