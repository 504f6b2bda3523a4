import fc from 'fast-check';
import type { HelpCrunchCustomer } from '../../../../src/customers/model/help-crunch-customer.ts';

const NOBODY: HelpCrunchCustomer = {
  customerId: '1',
  name: null,
  email: null,
  userId: null,
  company: null,
  phone: null,
  firstSeenAt: null,
  lastSeenAt: null,
  location: { regionCode: null, countryCode: null, city: null },
  device: null,
  unsubscribed: false,
  blocked: false,
  source: null,
  referer: null,
  locale: null,
  notes: null,
  lastPage: null,
  createdFrom: null,
  integrationId: null,
  tags: [],
  customData: [],
};

/** A profile with only the given values. */
export function profile(known: Partial<HelpCrunchCustomer>): HelpCrunchCustomer {
  return { ...NOBODY, ...known };
}

/** Few values, so that random filters and random people match. */
export const NAMES = [
  'Anna Nováková',
  'ANNA NOVÁKOVÁ',
  'anna van der Berg',
  'Jan',
  'Jan Novák',
  'jan  novák',
];
export const EMAILS = [
  'anna@example.com',
  'Anna@Example.com',
  'jan@example.com',
  'JAN@example.com',
  'x@y.cz',
];
const PHONES = ['+420 523 828 931', '00420523828931', '(420) 523-82-89-31', '+44 7700 900123', 'n/a'];
export const E164 = ['+420523828931', '+447700900123', '+420523828932'];
export const COUNTRIES = ['CZ', 'cz', 'SK', 'GB'];
export const TAGS = ['Lead', 'lead', 'Paid', 'VIP'];
/** Milliseconds; the vendor's times are whole seconds. */
export const INSTANTS = [1_600_000_000_000, 1_600_000_001_000, 1_600_000_002_000];

const maybe = <T>(values: readonly T[]) => fc.constantFrom(null, ...values);

/** Small sets of people with different ids. */
export const people: fc.Arbitrary<readonly HelpCrunchCustomer[]> = fc
  .array(
    fc.record({
      name: maybe(NAMES),
      email: maybe(EMAILS),
      userId: maybe(['u1', 'U1', 'u2']),
      phone: maybe(PHONES),
      company: maybe(['Acme', 'ACME s.r.o.']),
      lastSeenAt: maybe(INSTANTS),
      countryCode: maybe(COUNTRIES),
      city: maybe(['Praha', 'praha 4']),
      tags: fc.subarray(TAGS),
    }),
    { maxLength: 12 },
  )
  .map((rows) =>
    rows.map(({ countryCode, city, tags, ...row }, index) =>
      profile({
        ...row,
        customerId: String(index + 1),
        location: { regionCode: null, countryCode, city },
        tags: tags.map((name) => ({ name, color: null })),
      }),
    ),
  );
