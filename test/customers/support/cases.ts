import fc from 'fast-check';
import { customerFilter } from './filters.ts';
import type { VendorSettings } from './memory-vendors.ts';
import type { Key } from './oracle.ts';
import type { Order } from './walks.ts';

/** Values of IDENTITY_KEYS, mostly the default. */
export const identityKeys: fc.Arbitrary<readonly Key[]> = fc.constantFrom<readonly Key[]>(
  ['email'],
  ['email'],
  ['email', 'userId'],
  ['userId', 'email'],
  ['phone', 'email'],
  ['userId'],
  ['email', 'phone', 'userId'],
);

/** Values with several keys, in every order. */
export const severalKeys: fc.Arbitrary<readonly Key[]> = fc.shuffledSubarray<Key>(
  ['email', 'userId', 'phone'],
  {
    minLength: 2,
  },
);

const order: fc.Arbitrary<Order> = fc.record({
  field: fc.constantFrom('SOURCE' as const, 'UPDATED_AT' as const),
  direction: fc.constantFrom('ASC' as const, 'DESC' as const),
});

/**
 * How the adapters are configured: by default, or with small batches and pages so that small worlds have many seams.
 */
const vendorSettings: fc.Arbitrary<VendorSettings> = fc.oneof(
  fc.constant({ cachesResponses: true }),
  fc.constant({ cachesResponses: false }),
  fc.record({
    careCloudBatch: fc.constantFrom(2, 3, 7, 100),
    helpCrunchBatch: fc.constantFrom(2, 4, 10, 100),
    pageRows: fc.constantFrom(3, 4, 8, 25),
    cachesResponses: fc.boolean(),
  }),
);

/** A list to walk, except for its world. */
export const listCase = {
  filter: customerFilter,
  order,
  keys: identityKeys,
  size: fc.constantFrom<number>(1, 3, 20, 100),
  settings: vendorSettings,
};

/** How many cases a property runs: half of them in CI. `WALKS=20` runs twenty times as many, for a night. */
export function runs(usual: number): { readonly numRuns: number } {
  const share = Number(process.env.WALKS ?? (process.env.CI === undefined ? 1 : 0.5));
  return { numRuns: Math.max(1, Math.round(usual * share)) };
}

/** Milliseconds a property may take on a busy machine, scaled with the number of cases. */
export const PROPERTY_TIMEOUT = 120_000 * Number(process.env.WALKS ?? 1);
