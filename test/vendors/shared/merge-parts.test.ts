import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HelpCrunchCustomer } from '../../../src/customers/model/help-crunch-customer.ts';
import type { SourceRecord } from '../../../src/customers/model/source-record.ts';
import { toRecord } from '../../../src/vendors/helpcrunch/record.ts';
import { mergeParts } from '../../../src/vendors/shared/look-up/merge-parts.ts';
import { profile } from '../helpcrunch/support/profiles.ts';

const record = (id: number, lastSeenAt: number | null) =>
  toRecord(profile({ customerId: String(id), lastSeenAt }));
const key = ({ own }: SourceRecord<HelpCrunchCustomer>) => own.lastSeenAt;
const EVERYTHING = { offset: 0, limit: 1000 };

describe('parts of a search', () => {
  it('are one list in order, missing visits first, each profile once', () => {
    const parts = [
      { records: [record(1, null), record(2, 5), record(3, 9)], isWhole: true },
      { records: [record(4, 3), record(2, 5)], isWhole: true },
    ];
    const { records, total } = mergeParts(parts, 'ASC', key, EVERYTHING);
    expect(records.map(({ id }) => id)).toEqual(['1', '4', '2', '3']);
    expect(total).toBe(4);
  });

  it('have a total only if all were read', () => {
    const parts = [
      { records: [record(1, 1)], isWhole: false },
      { records: [], isWhole: true },
    ];
    expect(mergeParts(parts, 'ASC', key, { offset: 0, limit: 1 })).toMatchObject({ total: null });
  });

  it('read descending are the reverse of ascending, in pages as well as whole', () => {
    const rows = fc.array(fc.tuple(fc.nat(20), fc.nat(3)), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(rows, { maxLength: 3 }), fc.integer({ min: 1, max: 5 }), (parts, size) => {
        const visits = new Map(parts.flat());
        const ascending = parts.map((part) => ({
          isWhole: true,
          records: [...new Set(part.map(([id]) => id))]
            .map((id) => record(id, visits.get(id) || null))
            .sort((left, right) => (key(left) ?? -1) - (key(right) ?? -1)),
        }));
        const descending = ascending.map((part) => ({ ...part, records: [...part.records].reverse() }));
        const forward = mergeParts(ascending, 'ASC', key, EVERYTHING).records.map(({ id }) => id);
        const backward: string[] = [];
        for (let offset = 0; offset < forward.length; offset += size) {
          const page = mergeParts(descending, 'DESC', key, { offset, limit: size });
          backward.push(...page.records.map(({ id }) => id));
        }
        expect(backward).toEqual([...forward].reverse());
      }),
    );
  });
});
