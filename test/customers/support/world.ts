import fc from 'fast-check';
import { type CareCloudRow, careCloudRow } from '../../../src/sandbox/carecloud/wire.ts';
import { type HelpCrunchCustomerWire, helpCrunchRow } from '../../../src/sandbox/helpcrunch/wire.ts';
import { toPragueTime } from '../../../src/sandbox/people/prague-time.ts';
import type { VendorRows } from './memory-vendors.ts';

/** A CareCloud account in plain terms. Instants: milliseconds; null if CareCloud has none. */
export interface Account {
  readonly id: string;
  readonly email: string | null;
  /** E.164 */
  readonly phone: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly birthdate: string | null;
  readonly state: 0 | 1 | 2 | null;
  readonly lastChange: number | null;
  readonly sourceId: string | null;
  readonly storeId: string | null;
  /** Values by consent id. */
  readonly consents: Readonly<Record<string, 0 | 1 | 2>>;
}

/** A HelpCrunch profile in plain terms. */
export interface Profile {
  readonly id: number;
  readonly name: string | null;
  readonly email: string | null;
  readonly userId: string | null;
  readonly phone: Phone | null;
  readonly company: string | null;
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  readonly city: string | null;
  readonly regionCode: string | null;
  readonly countryCode: string | null;
  readonly tags: readonly string[];
  readonly blocked: boolean;
  readonly unsubscribed: boolean;
  /** The profile's source; absent for HelpCrunch. */
  readonly source?: 'ACME';
  /** Acme's own. */
  readonly plan?: string | null;
}

/** A phone as written, and the number it stands for; null for none. */
interface Phone {
  readonly text: string;
  readonly e164: string | null;
}

/** All data, in the order of the vendors' data. */
export interface World {
  readonly accounts: readonly Account[];
  readonly profiles: readonly Profile[];
}

// Few values of each kind, so that random people and random filters match.
export const EMAILS = [
  'ann@x.cz',
  'Ann@X.cz',
  'ANN@X.CZ',
  'bob@x.cz',
  'Bob@x.cz',
  'cyd@x.cz',
  'dan@x.cz',
  'jos\u00e9@x.cz', // composed
  'Jose\u0301@x.cz', // the same letters, decomposed
];
const WORTHLESS_EMAILS = ['-', 'null', 'Anonymous', '', '0'];
export const E164 = ['+420523828931', '+420601234567', '+447700900123'];
const NOTATIONS: readonly Phone[] = [
  { text: '+420 523 828 931', e164: '+420523828931' },
  { text: '00420523828931', e164: '+420523828931' },
  { text: '(420) 523-82-89-31', e164: '+420523828931' },
  { text: '+420-601-234-567', e164: '+420601234567' },
  { text: '420601234567', e164: '+420601234567' },
  { text: '+44 7700 900123', e164: '+447700900123' },
  { text: '-', e164: null },
  { text: '000000000', e164: null },
  { text: 'n/a', e164: null },
];
export const FIRST_NAMES = ['Jan', 'JAN', 'jana', 'Petra'];
export const LAST_NAMES = ['Novák', 'NOVÁK', 'Del Red', 'Svobodová'];
export const NAMES = ['Jan Novák', 'JAN NOVÁK', 'Jana', 'Petra Del Red', 'petra DEL RED', ''];
export const COMPANIES = ['Acme', 'ACME', 'Globex'];
export const CITIES = ['Praha', 'praha', 'Brno'];
export const REGIONS = ['40', 'CA'];
export const COUNTRIES = ['CZ', 'cz', 'SK'];
export const TAGS = ['Lead', 'lead', 'VIP', 'Paid'];
export const BIRTHDATES = ['1985-02-12', '1990-01-01'];
export const STORE_IDS = ['store1', 'store2'];
export const CONSENT_IDS = ['news', 'sms'];
export const SOURCE_IDS = ['s1', 's2'];
export const INSTANTS = [0, 1, 2, 3, 4, 5].map((second) => 1_593_000_000_000 + second * 1000);
const USER_IDS = ['u1', '-', '0'];

/** The id of the n-th account: 26 hexadecimal digits whose order differs from that of the data. */
export function accountId(index: number): string {
  // An id that is a placeholder when used as a user id.
  if (index === 13) return '0'.repeat(26);
  return `${(((index + 1) * 40_503) % 65_536).toString(16).padStart(4, '0')}4b3fb6e74665d948abcdef`;
}

/** The id of the n-th profile. */
export function profileId(index: number): number {
  return ((index + 1) * 7919) % 10_007;
}

const maybe = <T>(values: readonly T[], freq = 4) =>
  fc.option(fc.constantFrom(...values), { nil: null, freq });

const email = fc.oneof(
  { weight: 7, arbitrary: maybe(EMAILS) },
  { weight: 1, arbitrary: fc.constantFrom(...WORTHLESS_EMAILS) },
);

/** An account without its id. */
export const accountValues: fc.Arbitrary<Omit<Account, 'id'>> = fc.record({
  email,
  phone: maybe(E164, 2),
  firstName: maybe(FIRST_NAMES),
  lastName: maybe(LAST_NAMES),
  birthdate: maybe(BIRTHDATES, 2),
  state: fc.constantFrom(0 as const, 1 as const, 1 as const, 2 as const, null),
  lastChange: maybe(INSTANTS, 6),
  sourceId: maybe(SOURCE_IDS),
  storeId: maybe(STORE_IDS),
  consents: fc.dictionary(fc.constantFrom(...CONSENT_IDS), fc.constantFrom(0, 1, 2), { maxKeys: 2 }),
});

/** A profile without its id; `userOf`: the index of the account whose id is its user id, often none. */
const profileValues = fc.record({
  name: maybe(NAMES),
  email,
  userOf: fc.option(fc.nat(45), { nil: null, freq: 2 }),
  userId: maybe(USER_IDS, 1),
  phone: maybe(NOTATIONS, 2),
  company: maybe(COMPANIES, 2),
  firstSeen: maybe(INSTANTS, 6),
  lastSeen: maybe(INSTANTS, 6),
  city: maybe(CITIES, 2),
  regionCode: maybe(REGIONS, 1),
  countryCode: maybe(COUNTRIES, 2),
  tags: fc.subarray(TAGS),
  blocked: fc.boolean(),
  unsubscribed: fc.boolean(),
});

export const profileWithoutId: fc.Arbitrary<Omit<Profile, 'id'>> = profileValues.map(
  ({ userOf, ...values }) => ({
    ...values,
    userId: userOf === null ? values.userId : accountId(userOf),
  }),
);

/** Up to `most` accounts and up to `most` profiles. */
export function worlds(most: number): fc.Arbitrary<World> {
  const list = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: most, size: 'max' });
  return fc
    .record({ accounts: list(accountValues), profiles: list(profileWithoutId) })
    .map(({ accounts, profiles }) => ({
      accounts: accounts.map((values, index) => ({ ...values, id: accountId(index) })),
      profiles: profiles.map((values, index) => ({ ...values, id: profileId(index) })),
    }));
}

/**
 * Worlds with contradictory identity keys: each record has some of two emails, two phones and the accounts' own ids, so
 * that a profile may share its email with one account, its phone with another and its user id with a third.
 */
export function tangledWorlds(most: number): fc.Arbitrary<World> {
  const [anEmail, aPhone] = [maybe(['ann@x.cz', 'Bob@x.cz'], 5), maybe([0, 1], 5)];
  const accounts = fc.array(
    fc.record({
      email: anEmail,
      phone: aPhone,
      state: fc.constantFrom(0 as const, 1 as const, null),
      lastChange: maybe(INSTANTS.slice(0, 3), 5),
    }),
    { minLength: 2, maxLength: most },
  );
  const profiles = fc.array(
    fc.record({
      email: anEmail,
      phone: aPhone,
      userOf: fc.option(fc.nat(most), { nil: null, freq: 2 }),
      lastSeen: maybe(INSTANTS.slice(0, 3), 5),
    }),
    { minLength: 1, maxLength: most },
  );
  return fc.record({ accounts, profiles }).map((world) => ({
    accounts: world.accounts.map(({ phone, ...values }, index) =>
      someAccount({ ...values, id: accountId(index), phone: phone === null ? null : (E164[phone] ?? null) }),
    ),
    profiles: world.profiles.map(({ phone, userOf, ...values }, index) =>
      someProfile({
        ...values,
        id: profileId(index),
        userId: userOf === null ? null : accountId(userOf),
        phone: phone === null ? null : (NOTATIONS[phone * 3] ?? null),
      }),
    ),
  }));
}

/** An active account with only the given values. */
export function someAccount(known: Partial<Account> = {}): Account {
  return {
    id: accountId(0),
    email: null,
    phone: null,
    firstName: null,
    lastName: null,
    birthdate: null,
    state: 1,
    lastChange: null,
    sourceId: null,
    storeId: null,
    consents: {},
    ...known,
  };
}

/** A profile with only the given values. */
export function someProfile(known: Partial<Profile> = {}): Profile {
  return {
    id: profileId(0),
    name: null,
    email: null,
    userId: null,
    phone: null,
    company: null,
    firstSeen: null,
    lastSeen: null,
    city: null,
    regionCode: null,
    countryCode: null,
    tags: [],
    blocked: false,
    unsubscribed: false,
    ...known,
  };
}

/** The world in the vendors' format. */
export function toRows({ accounts, profiles }: World): VendorRows {
  const own = profiles.filter(({ source }) => source === undefined);
  return { careCloud: accounts.map(toCareCloudRow), helpCrunch: own.map(toHelpCrunchRow) };
}

export function toCareCloudRow(account: Account): CareCloudRow {
  const { storeId, consents } = account;
  const { id, state, lastChange, sourceId, firstName, lastName, email, birthdate, phone } = account;
  return careCloudRow(
    {
      customer_id: id,
      state,
      last_change: lastChange === null ? null : toPragueTime(lastChange),
      ...(sourceId !== null && { customerSourceId: sourceId }),
    },
    {
      first_name: firstName,
      last_name: lastName,
      email,
      birthdate,
      phone: phone === null ? '' : phone.slice(1),
      store_id: storeId,
      consents: Object.entries(consents).map(([consent_id, consent_value]) => ({
        consent_id,
        consent_value,
        last_change: '2024-06-23 11:47:23',
      })),
    },
  );
}

export function toHelpCrunchRow(profile: Profile): HelpCrunchCustomerWire {
  const { id, name, email, userId, phone, company, firstSeen, lastSeen, tags } = profile;
  const { city, regionCode, countryCode } = profile;
  return helpCrunchRow({
    id,
    name,
    email,
    userId,
    phone: phone?.text ?? null,
    company,
    firstSeen: firstSeen === null ? null : firstSeen / 1000,
    lastSeen: lastSeen === null ? null : lastSeen / 1000,
    location: { city, regionCode, countryCode },
    tags: tags.map((tag) => ({ name: tag, color: '#0079bf' })),
    blocked: profile.blocked,
    unsubscribed: profile.unsubscribed,
  });
}
