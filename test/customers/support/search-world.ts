import fc from 'fast-check';
import {
  type Account,
  accountId,
  INSTANTS,
  type Profile,
  profileId,
  someAccount,
  someProfile,
  type World,
} from './world.ts';

/** People and texts that match: few values of each kind, written as real names, emails and phones are. */

const FIRST = ['Jan', 'JAN', 'Jana', 'Ján', 'Łukasz', 'Đorđe', 'Nova', 'Anna Marie'];
const LAST = [
  'Novák',
  'Nováková',
  'NOVÁK',
  'novak',
  'Novotný',
  'Groß',
  'Ægir-Øster',
  'O’Brien',
  'Mc Donald',
  'Del Red',
  'Novák Jan',
];
const NAMES = [
  'Jan Novák',
  'NOVÁKOVÁ Jana',
  'novak jan',
  'Ing. Jan Novák, Ph.D.',
  'Łukasz Groß',
  'Jan',
  'Nováček Jan',
  'O’Brien',
  "Nova O'Brien",
  'McDonald Jan',
  'Þór İnci',
  'Miss',
  'Ján Novák-Malý',
  'J. Novák',
];
const COMPANIES = ['Novák & syn', 'Novotex', 'Pekárna Nová', 'Jan Novák', 'ŒUVRE s.r.o.'];
const EMAILS = ['jan@x.cz', 'JAN@x.cz', 'jana.novak@x.cz', 'novak@firma.cz', 'nov@x.cz', 'jos\u00e9@x.cz'];
const PHONES = ['+420603350413', '+420523828931', '+421903350413'];
const USER_IDS = ['u-240', 'novak', '603350413', 'Novak'];

const maybe = <T>(values: readonly T[], freq = 4) =>
  fc.option(fc.constantFrom(...values), { nil: null, freq });

/** The same number in different notations: the last four digits together, or separated once. */
const NOTATIONS: readonly ((e164: string) => string)[] = [
  (e164) => e164,
  (e164) => e164.slice(1),
  (e164) => `00${e164.slice(1)}`,
  (e164) => `${e164.slice(0, 4)} ${e164.slice(4).replace(/(\d{3})(?=\d)/g, '$1 ')}`,
  (e164) => `(${e164.slice(0, 4)}) ${e164.slice(4, 7)}-${e164.slice(7, 10)}-${e164.slice(10)}`,
];
/** Also in full-width digits. */
const STORED = [
  ...NOTATIONS,
  (e164: string) =>
    [...e164].map((sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0)).join(''),
];
const national = (e164: string) => e164.slice(4).replace(/(\d{3})(?=\d)/g, '$1 ');

const phone = fc
  .tuple(fc.constantFrom(...PHONES), fc.constantFrom(...STORED))
  .map(([e164, write]) => ({ text: write(e164), e164 }));

const account: fc.Arbitrary<Omit<Account, 'id'>> = fc
  .record({
    email: maybe(EMAILS),
    phone: maybe(PHONES, 1),
    firstName: maybe(FIRST),
    lastName: maybe(LAST, 8),
    state: fc.constantFrom(0 as const, 1 as const, 1 as const, 2 as const),
    lastChange: maybe(INSTANTS, 6),
  })
  .map((known) => someAccount(known));

const profile: fc.Arbitrary<Omit<Profile, 'id'>> = fc
  .record({
    name: maybe(NAMES, 8),
    email: maybe(EMAILS),
    userId: maybe(USER_IDS, 1),
    company: maybe(COMPANIES, 1),
    phone: fc.option(phone, { nil: null, freq: 1 }),
    lastSeen: maybe(INSTANTS, 6),
  })
  .map((known) => someProfile(known));

export const searchWorlds: fc.Arbitrary<World> = fc
  .record({
    accounts: fc.array(account, { maxLength: 12, size: 'max' }),
    profiles: fc.array(profile, { maxLength: 12, size: 'max' }),
  })
  .map(({ accounts, profiles }) => ({
    accounts: accounts.map((values, index) => ({ ...values, id: accountId(index) })),
    profiles: profiles.map((values, index) => ({ ...values, id: profileId(index) })),
  }));

/** What a person at a desk may search for: a name, a company, an email, a number. */
const meant = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NAMES, ...LAST, ...COMPANIES) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...FIRST), fc.constantFrom(...LAST)).map((words) => words.join(' ')),
  },
  { weight: 2, arbitrary: fc.constantFrom(...EMAILS) },
  { weight: 1, arbitrary: fc.constantFrom(...USER_IDS) },
  {
    weight: 2,
    arbitrary: fc.oneof(
      phone.map(({ text }) => text),
      fc.constantFrom(...PHONES).map(national),
      fc.constantFrom(...PHONES).map((e164) => e164.slice(-7)),
    ),
  },
  { weight: 1, arbitrary: fc.nat(11).map((index) => String(profileId(index))) },
  { weight: 1, arbitrary: fc.nat(11).map(accountId) },
);

/** How they type it. */
const TYPED: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text,
  (text) => text.toLowerCase(),
  (text) => text.toUpperCase(),
  (text) => text.normalize('NFD'),
  (text) => text.normalize('NFD').replace(/\p{M}/gu, ''),
  (text) => text.split(' ').reverse().join(' '),
  (text) => text.replace(/['’]/g, ''),
  (text) => `Ing. ${text}`,
  (text) => `  ${text}, `,
  (text) => `${text}\u0000`,
  (text) => `\u202d${text}\u202c`,
];

export const searchTexts: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(meant, fc.constantFrom(...TYPED), fc.oneof(fc.constant(200), fc.integer({ min: 2, max: 9 })))
      .map(([text, type, length]) => type(text).slice(0, length)),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom('%', '___', '"novak"', '\\nov', '🙂 nov', 'نور', '-- ;', 'nov*') },
);
