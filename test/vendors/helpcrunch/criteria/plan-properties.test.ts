import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PushDown } from '../../../../src/customers/customer-source.ts';
import type { Demand } from '../../../../src/customers/model/customer-filter.ts';
import {
  matchesDemand,
  planDemand,
  planOwnFilter,
} from '../../../../src/vendors/helpcrunch/criteria/filter.ts';
import { toRecord } from '../../../../src/vendors/helpcrunch/record.ts';
import type { HelpCrunchQuery } from '../../../../src/vendors/helpcrunch/wire/wire.ts';
import { demand, ownFilter, smallOwnFilter } from '../support/demands.ts';
import { answers, type Dialect, LIKE_US, satisfies } from '../support/oracle.ts';
import { people } from '../support/profiles.ts';

/** The most conditions per search: from absurdly few to the default. */
const batch = fc.constantFrom(1, 2, 3, 5, 100);
const RUNS = { numRuns: 2000 };

/** What the legs of a plan return, as `leg index: ids`, before and after the gateway's own check. */
function walk(
  plan: PushDown,
  asked: Demand,
  persons: Parameters<typeof satisfies>[0][],
  dialect: Dialect,
): { readonly raw: string[]; readonly listed: string[] } {
  const returned = plan.filters.flatMap((query, leg) =>
    persons
      .filter((person) => answers(query as HelpCrunchQuery, person, dialect))
      .map((person) => ({ leg, record: toRecord(person) })),
  );
  const listed = returned.filter(
    ({ leg, record }) => matchesDemand(record, asked) && (plan.ownerOf?.(record) ?? 0) === leg,
  );
  return { raw: returned.map(({ record }) => record.id), listed: listed.map(({ record }) => record.id) };
}

const sorted = (ids: readonly string[]) => [...ids].sort();

describe('a plan for a demand', () => {
  it('lists exactly the profiles that satisfy the demand, each in one leg', () => {
    fc.assert(
      fc.property(people, demand, batch, (persons, asked, size) => {
        const { listed } = walk(planDemand(asked, size), asked, [...persons], LIKE_US);
        const expected = persons
          .filter((person) => satisfies(person, asked))
          .map((person) => person.customerId);
        expect(sorted(listed)).toEqual(sorted(expected));
      }),
      RUNS,
    );
  });

  it('needs no check and no owner if it is exact', () => {
    fc.assert(
      fc.property(people, demand, batch, (persons, asked, size) => {
        const plan = planDemand(asked, size);
        fc.pre(plan.exact);
        const expected = persons
          .filter((person) => satisfies(person, asked))
          .map((person) => person.customerId);
        expect(sorted(walk(plan, asked, [...persons], LIKE_US).raw)).toEqual(sorted(expected));
      }),
      RUNS,
    );
  });

  it('lists every correctly returned profile in one leg, whatever the vendor does about letter case', () => {
    const dialect = fc.constantFrom<Dialect>(
      { ignoresCase: true, missingSatisfiesNegation: false },
      { ignoresCase: false, missingSatisfiesNegation: false },
    );
    fc.assert(
      fc.property(people, demand, batch, dialect, (persons, asked, size, vendor) => {
        const plan = planDemand(asked, size);
        const { listed } = walk(plan, asked, [...persons], vendor);
        expect(new Set(listed).size).toBe(listed.length);
        for (const person of persons.filter((one) => satisfies(one, asked))) {
          const queries = plan.filters as HelpCrunchQuery[];
          const isFound = queries.some((query) => answers(query, person, vendor, LIKE_US));
          if (isFound) expect(listed).toContain(person.customerId);
        }
      }),
      RUNS,
    );
  });

  it('keeps to the batch in every search, and sends no empty one', () => {
    fc.assert(
      fc.property(demand, batch, (asked, size) => {
        for (const query of planDemand(asked, size).filters as HelpCrunchQuery[]) {
          if (query === null) continue;
          expect(query.conditions.length).toBeGreaterThan(0);
          expect(query.conditions.length).toBeLessThanOrEqual(size);
        }
      }),
      RUNS,
    );
  });

  it('states how each criterion is handled, and no others', () => {
    fc.assert(
      fc.property(demand, batch, (asked, size) => {
        const fields = Object.keys(asked.own ?? {}).filter((field) => field !== 'match');
        const moments = ['updatedAt', 'lastSeenAt'];
        const named = [
          ...Object.keys(asked.shared),
          ...moments,
          ...fields.map((field) => `helpCrunch.${field}`),
        ];
        for (const { criterion } of planDemand(asked, size).criteria) expect(named).toContain(criterion);
      }),
      RUNS,
    );
  });
});

describe('a plan for the vendor’s own filter', () => {
  const filter = fc.oneof(ownFilter, smallOwnFilter);

  it('lists exactly the profiles that satisfy it, each in one leg', () => {
    fc.assert(
      fc.property(people, filter, batch, (persons, own, size) => {
        const plan = planOwnFilter(own, size);
        const asked = { shared: {}, own };
        // A list checks this part only.
        const left = { shared: {}, own: plan.residual ?? own };
        const { raw, listed } = walk(plan, left, [...persons], LIKE_US);
        const expected = persons
          .filter((person) => satisfies(person, asked))
          .map((person) => person.customerId);
        expect(sorted(plan.exact ? raw : listed)).toEqual(sorted(expected));
      }),
      RUNS,
    );
  });
});
