import fc from 'fast-check';
import type { Demand, SharedCriteria } from '../../../../src/customers/model/customer-filter.ts';
import type { HelpCrunchCustomerFilter } from '../../../../src/customers/model/help-crunch-customer.ts';
import { COUNTRIES, E164, EMAILS, INSTANTS, NAMES, TAGS } from './profiles.ts';

/** Each member may be present; absent members are omitted. */
function some<T extends object>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return fc.record(members, { requiredKeys: [] });
}

const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

function text(values: readonly string[]) {
  const value = fc.constantFrom(...values);
  return some({
    eq: value,
    ne: value,
    contains: fc.constantFrom(...values.map((one) => one.slice(1, 4))),
    notContains: fc.constantFrom(...values.map((one) => one.slice(0, 3))),
    in: fc.array(value, { maxLength: 4 }),
  });
}

const id = fc.constantFrom('1', '2', '3', '5', '007', '99999999999999999999', '-99999999999999999999');
const instant = fc.constantFrom(...INSTANTS, 1_600_000_000_500);

/** Filters with few or many conditions, including empty lists. */
export const ownFilter: fc.Arbitrary<HelpCrunchCustomerFilter> = fc
  .record({
    match: fc.constantFrom('ALL' as const, 'ANY' as const),
    id: sometimes(
      some({ eq: id, ne: id, gt: id, gte: id, lt: id, lte: id, in: fc.array(id, { maxLength: 4 }) }),
    ),
    name: sometimes(text(NAMES)),
    email: sometimes(text(EMAILS)),
    userId: sometimes(text(['u1', 'U1', 'u2'])),
    company: sometimes(text(['Acme', 'ACME s.r.o.'])),
    countryCode: sometimes(text(COUNTRIES)),
    city: sometimes(text(['Praha', 'praha 4'])),
    lastSeen: sometimes(
      some({ eq: instant, ne: instant, gt: instant, gte: instant, lt: instant, lte: instant }),
    ),
    tags: sometimes(some({ allOf: fc.subarray(TAGS), anyOf: fc.subarray(TAGS) })),
  })
  .map((filter) => {
    const given = Object.entries(filter).filter(([, value]) => value !== undefined);
    return Object.fromEntries(given) as unknown as HelpCrunchCustomerFilter;
  });

/** Filters with at most a few conditions each, so that they have matches. */
export const smallOwnFilter: fc.Arbitrary<HelpCrunchCustomerFilter> = fc
  .tuple(ownFilter, fc.array(fc.nat(30), { minLength: 1, maxLength: 3 }))
  .map(([filter, picks]) => {
    const { match, ...fields } = filter;
    const all = Object.entries(fields).flatMap(([field, value]) =>
      Object.entries(value).map(([operator, operand]) => [field, operator, operand] as const),
    );
    const kept: Record<string, Record<string, unknown>> = {};
    for (const pick of picks) {
      const condition = all[pick % Math.max(1, all.length)];
      if (condition === undefined) continue;
      const [field, operator, operand] = condition;
      kept[field] = { ...kept[field], [operator]: operand };
    }
    return { match, ...kept } as HelpCrunchCustomerFilter;
  });

const shared: fc.Arbitrary<SharedCriteria> = some<Omit<Required<SharedCriteria>, 'birthdate'>>({
  email: fc.constantFrom(...EMAILS),
  emails: fc.array(fc.constantFrom(...EMAILS), { maxLength: 4 }),
  phone: fc.constantFrom(...E164),
  phones: fc.array(fc.constantFrom(...E164), { maxLength: 3 }),
  firstName: fc.constantFrom('anna', 'ANNA', 'Jan', 'Anna van'),
  lastName: fc.constantFrom('Nováková', 'novák', 'VAN DER BERG'),
});

/** Mostly one or two shared criteria, so that they have matches. */
const fewShared = fc
  .tuple(shared, fc.nat(1))
  .map(([criteria, count]) => Object.fromEntries(Object.entries(criteria).slice(0, count)) as SharedCriteria);

const range = some({ gte: instant, gt: instant, lte: instant, lt: instant });
const moments = { updatedAt: range, lastSeenAt: range };

export const demand: fc.Arbitrary<Demand> = fc.record(
  {
    shared: fc.oneof(fewShared, shared, fc.constant({})),
    own: fc.oneof(smallOwnFilter, ownFilter, fc.constant(null)),
    ...moments,
  },
  { requiredKeys: ['shared', 'own'] },
) as fc.Arbitrary<Demand>;
