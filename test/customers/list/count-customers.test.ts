import { describe, expect, it } from 'vitest';
import { countCustomers } from '../../../src/customers/list/count-customers.ts';
import type { CustomerLeg } from '../../../src/customers/list/plan/list-legs.ts';

const SOURCES = [{ name: 'CARECLOUD' }, { name: 'HELPCRUNCH' }];
const leg = (name: string, decides: boolean) =>
  ({
    list: { source: { name } },
    ...(decides && { decide: async () => [] }),
  }) as unknown as CustomerLeg;
const sure = leg('CARECLOUD', false);
const checked = leg('HELPCRUNCH', true);

describe('the count of a list', () => {
  it('is exact if it consists of one leg without checks', () => {
    expect(countCustomers({ exactCount: null, totals: [7] }, [sure], { sources: SOURCES })).toEqual({
      value: 7,
      precision: 'EXACT',
      bySource: [
        { source: 'CARECLOUD', value: 7 },
        { source: 'HELPCRUNCH', value: null },
      ],
    });
  });

  it('is exact if the walk has seen all people, whatever the rows', () => {
    const count = countCustomers({ exactCount: 5, totals: [3, 4] }, [sure, checked], { sources: SOURCES });

    expect(count).toMatchObject({ value: 5, precision: 'EXACT' });
    expect(count?.bySource.map(({ value }) => value)).toEqual([3, 4]);
  });

  it('is at most the sum if rows are checked', () => {
    expect(
      countCustomers({ exactCount: null, totals: [3, 4] }, [sure, checked], { sources: SOURCES }),
    ).toMatchObject({
      value: 7,
      precision: 'AT_MOST',
    });
  });

  it('is at most the sum if some rows cannot be read', () => {
    const skipping = { list: { source: { name: 'CARECLOUD', skipsRows: () => true } } } as never;
    expect(countCustomers({ exactCount: null, totals: [7] }, [skipping], { sources: SOURCES })).toMatchObject(
      {
        value: 7,
        precision: 'AT_MOST',
      },
    );
  });

  it('adds up the legs of one source', () => {
    const legs = [checked, leg('HELPCRUNCH', true)];

    expect(
      countCustomers({ exactCount: null, totals: [3, 4] }, legs, { sources: SOURCES })?.bySource,
    ).toEqual([
      { source: 'CARECLOUD', value: null },
      { source: 'HELPCRUNCH', value: 7 },
    ]);
  });

  it('is a lower bound by the certain legs, and unknown without one, if a source stated no total', () => {
    const atLeast = { value: 3, precision: 'AT_LEAST' };
    expect(
      countCustomers({ exactCount: null, totals: [3, null] }, [sure, checked], { sources: SOURCES }),
    ).toMatchObject(atLeast);
    expect(
      countCustomers({ exactCount: null, totals: [3] }, [sure, checked], { sources: SOURCES }),
    ).toMatchObject(atLeast);
    expect(
      countCustomers({ exactCount: null, totals: [null, 3] }, [sure, checked], { sources: SOURCES }),
    ).toBeNull();
  });

  it('is at least the known number if every row counts', () => {
    const legs = [sure, leg('HELPCRUNCH', false)];

    expect(countCustomers({ exactCount: null, totals: [3, null] }, legs, { sources: SOURCES })).toEqual({
      value: 3,
      precision: 'AT_LEAST',
      bySource: [
        { source: 'CARECLOUD', value: 3 },
        { source: 'HELPCRUNCH', value: null },
      ],
    });
  });

  it('is exactly 0 if no customer can match, and unknown while no list is chosen', () => {
    expect(countCustomers({ exactCount: 0, totals: [] }, [], { sources: SOURCES })).toMatchObject({
      value: 0,
      precision: 'EXACT',
    });
    expect(countCustomers({ exactCount: null, totals: [] }, [], { sources: SOURCES })).toBeNull();
  });
});
