import fc from 'fast-check';
import type { CareCloudCustomerFilter } from '../../../src/customers/model/care-cloud-customer.ts';
import type {
  CustomerFilter,
  OwnFilter,
  SharedCriteria,
} from '../../../src/customers/model/customer-filter.ts';
import type { HelpCrunchCustomerFilter } from '../../../src/customers/model/help-crunch-customer.ts';
import type { InstantRange } from '../../../src/customers/model/instant-range.ts';
import {
  accountId,
  BIRTHDATES,
  CITIES,
  COMPANIES,
  CONSENT_IDS,
  COUNTRIES,
  E164,
  EMAILS,
  FIRST_NAMES,
  INSTANTS,
  LAST_NAMES,
  NAMES,
  profileId,
  REGIONS,
  SOURCE_IDS,
  STORE_IDS,
  TAGS,
} from './world.ts';

export const NO_FILTER: CustomerFilter = { shared: {}, inSources: [], notInSources: [], own: new Map() };

const one = (values: readonly string[]) => fc.constantFrom(...values);
const list = (values: readonly string[]) => fc.array(one(values), { maxLength: 5 });

/** A few of the members, chosen independently; the others are absent. */
function few<T extends object>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }, most = 2) {
  const names = Object.keys(members) as (keyof T & string)[];
  return fc
    .tuple(
      fc.record(members) as unknown as fc.Arbitrary<T>,
      // One criterion finds people more often than two do.
      fc.oneof(
        { weight: 2, arbitrary: fc.subarray(names, { minLength: 1, maxLength: 1 }) },
        { weight: 1, arbitrary: fc.subarray(names, { minLength: 1, maxLength: most }) },
      ),
    )
    .map(([all, kept]) => Object.fromEntries(kept.map((name) => [name, all[name]])) as Partial<T>);
}

const emails = [...EMAILS, 'nobody@x.cz'];
const phones = [...E164, '+420999999999'];

const sharedCriteria: fc.Arbitrary<SharedCriteria> = few<Required<SharedCriteria>>({
  email: one(emails),
  emails: list(emails),
  phone: one(phones),
  phones: list(phones),
  firstName: one(FIRST_NAMES),
  lastName: one(LAST_NAMES),
  birthdate: one(BIRTHDATES),
});

const accountIds = Array.from({ length: 42 }, (_, index) => accountId(index));

/** The criteria that GET /customers or a record can decide. */
type InRecords = Omit<CareCloudCustomerFilter, 'segmentId' | 'externalIds' | 'cardNumbers' | 'foundIds'>;

const careCloudFilter: fc.Arbitrary<CareCloudCustomerFilter> = few<Required<InRecords>>({
  email: one(emails),
  emails: list(emails),
  phone: one(phones.map((phone) => phone.slice(1))),
  firstName: one(FIRST_NAMES),
  lastName: one(LAST_NAMES),
  birthdate: one(BIRTHDATES),
  customerSourceId: one(SOURCE_IDS),
  customerIds: fc.array(one(accountIds), { maxLength: 25 }),
  states: fc.subarray(['ACTIVE', 'INACTIVE', 'DELETED'] as const),
  storeIds: list(STORE_IDS),
  consent: fc.record({
    consentId: one([...CONSENT_IDS, 'unknown']),
    value: fc.constantFrom('YES', 'NO', 'NOT_SET'),
  }),
});

function text(values: readonly string[]) {
  const whole = values.filter((value) => value !== '');
  return few(
    {
      eq: one(whole),
      ne: one(whole),
      contains: one(whole.map((value) => value.slice(1, 4) || value)),
      notContains: one(whole.map((value) => value.slice(0, 2))),
      in: list(whole),
    },
    2,
  );
}

const profileIds = [...Array.from({ length: 42 }, (_, index) => String(profileId(index))), '5000', '0'];
const instant = fc.constantFrom(...INSTANTS, (INSTANTS[2] ?? 0) + 500);

const helpCrunchFilter: fc.Arbitrary<HelpCrunchCustomerFilter> = fc
  .tuple(
    fc.constantFrom('ALL' as const, 'ANY' as const),
    few<Required<Omit<HelpCrunchCustomerFilter, 'match'>>>(
      {
        id: few({
          eq: one(profileIds),
          ne: one(profileIds),
          gt: one(profileIds),
          gte: one(profileIds),
          lt: one(profileIds),
          lte: one(profileIds),
          in: fc.array(one(profileIds), { maxLength: 25 }),
        }),
        name: text(NAMES),
        email: text(EMAILS),
        userId: text([...accountIds.slice(0, 5), 'u1']),
        company: text(COMPANIES),
        phone: text(['+420 523 828 931', '420601234567', '-']),
        countryCode: text(COUNTRIES),
        regionCode: text(REGIONS),
        city: text(CITIES),
        lastSeen: few({ eq: instant, ne: instant, gt: instant, gte: instant, lt: instant, lte: instant }),
        lastSeenAt: few({ eq: instant, ne: instant, gt: instant, gte: instant, lt: instant, lte: instant }),
        blocked: fc.boolean(),
        unsubscribed: fc.boolean(),
        tags: few({
          allOf: fc.subarray(TAGS, { minLength: 1 }),
          anyOf: fc.subarray(TAGS),
          noneOf: fc.subarray(TAGS, { minLength: 1 }),
        }),
      },
      3,
    ),
  )
  .map(([match, conditions]) => ({ match, ...conditions }) as HelpCrunchCustomerFilter);

const moment = fc.constantFrom(...INSTANTS, ...INSTANTS.map((at) => at + 500));
const range: fc.Arbitrary<InstantRange> = few<Required<InstantRange>>({
  gte: moment,
  gt: moment,
  lte: moment,
  lt: moment,
});

const names = fc.subarray(['CARECLOUD', 'HELPCRUNCH'], { minLength: 1 });
const mostly = <T>(usual: T, arbitrary: fc.Arbitrary<T>, weight = 2) =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary });

/** Any filter: a third without criteria on fields, the rest with one or more kinds. */
export const customerFilter: fc.Arbitrary<CustomerFilter> = fc
  .record({
    shared: mostly({}, sharedCriteria),
    inSources: mostly([], names),
    notInSources: mostly([], names, 5),
    careCloud: mostly(null, careCloudFilter),
    helpCrunch: mostly(null, helpCrunchFilter, 1),
    updatedAt: mostly(null, range, 3),
    lastSeenAt: mostly(null, range, 4),
  })
  .map(({ careCloud, helpCrunch, updatedAt, lastSeenAt, ...filter }) => ({
    ...filter,
    ...(updatedAt && { updatedAt }),
    ...(lastSeenAt && { lastSeenAt }),
    own: new Map<string, OwnFilter>([
      ...(careCloud === null ? [] : [['CARECLOUD', careCloud] as const]),
      ...(helpCrunch === null ? [] : [['HELPCRUNCH', helpCrunch] as const]),
    ]),
  }));
