import type { InstantRange } from '../../customers/model/instant-range.ts';
import { builder } from '../builder.ts';
import { present } from './parse-input.ts';

export const dateTimeRange = builder.inputType('DateTimeRange', {
  description:
    'A range of moments; every bound that is given holds. E.g. `{ gte: "2025-06-01T00:00:00Z", lt: "2025-07-01T00:00:00Z" }` for June 2025.',
  fields: (t) => ({
    gte: t.field({ type: 'DateTime', description: 'At or after this moment.' }),
    gt: t.field({ type: 'DateTime', description: 'After this moment.' }),
    lte: t.field({ type: 'DateTime', description: 'At or before this moment.' }),
    lt: t.field({ type: 'DateTime', description: 'Before this moment.' }),
  }),
});

/** Nulls are dropped; null if nothing is left, which restricts nothing. */
export function toInstantRange(input: typeof dateTimeRange.$inferInput | undefined): InstantRange | null {
  const range = present(input);
  return Object.keys(range).length === 0 ? null : range;
}
