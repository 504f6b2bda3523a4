import { toPlainLetters } from '../people/names.ts';
import type { Person } from '../people/people.ts';
import { writePhone } from '../people/phone-notations.ts';
import type { Random } from '../random.ts';
import type {
  HelpCrunchCustomDatumWire,
  HelpCrunchCustomerWire,
  HelpCrunchDeviceWire,
  HelpCrunchLocationWire,
  HelpCrunchTagWire,
} from './wire.ts';

const EARLIEST_SECONDS = Date.UTC(2018, 5, 1) / 1000;
const LATEST_SECONDS = Date.UTC(2025, 5, 30) / 1000;
const DEFAULT_COLOR = '#c377e0';
const TAGS: readonly HelpCrunchTagWire[] = [
  { name: 'Lead', color: '#eb5a46' },
  { name: 'VIP', color: '#f2d600' },
  { name: 'Paid', color: '#61bd4f' },
  { name: 'Feature Request', color: '#0079bf' },
  { name: 'direct', color: '#0079bf' },
  { name: 'Reklamace', color: DEFAULT_COLOR },
];
const NO_TAGS: readonly HelpCrunchTagWire[] = [];
/** What chat widgets and importers write for an unknown email. */
const WORTHLESS_EMAILS = ['', '-', 'anonymous', 'none'];
const WORTHLESS_PHONES = ['', '-', '000000000', '0'];
const WORTHLESS_USER_IDS = ['-1', 'null', '0', 'anonymous'];
const USER_AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
];
const PAGES = [
  'https://obchod.example/',
  'https://obchod.example/kontakt',
  'https://obchod.example/vernostni-klub',
];
const CHANNELS = ['telegram', 'instagram', 'facebook', 'viber', 'whatsapp'];

export type ProfileKeys = {
  readonly id: number;
  /** The person's CareCloud customer_id, if the shop passes it on. */
  readonly customerId: string | null;
};

/** A person's profile at HelpCrunch: free text as people type it, and nulls for unknown values. */
export const toHelpCrunchRow = (
  random: Random,
  person: Person,
  keys: ProfileKeys,
): HelpCrunchCustomerWire => {
  const seen = makeSeen(random);
  const channel = random.chance(0.06) ? random.pick(CHANNELS) : null;
  return {
    id: keys.id,
    name: writeName(random, person),
    email: random.chance(0.02) ? random.pick(WORTHLESS_EMAILS) : writeEmail(random, person.email),
    userId: makeUserId(random, keys),
    company: person.company,
    phone: writeFreePhone(random, person),
    ...seen,
    location: makeLocation(random, person),
    device: random.chance(0.25) ? null : makeDevice(random, person),
    unsubscribed: random.chance(0.08),
    blocked: random.chance(0.02),
    source: random.chance(0.6) ? random.pick(PAGES) : null,
    referer: random.chance(0.3) ? 'https://search.example/' : null,
    locale: random.chance(0.7) ? random.pick([person.country.language, 'en']) : null,
    notes: random.chance(0.05) ? 'Volat jen odpoledne.' : null,
    lastPage: seen.lastSeen === null ? null : random.pick(PAGES),
    tags: random.chance(0.45) ? NO_TAGS : TAGS.filter(() => random.chance(0.3)),
    customData: makeCustomData(random),
    createdFrom: channel ?? (random.chance(0.5) ? 'widget' : null),
    integrationId: channel === null ? null : String(random.int(100_000_000, 999_999_999)),
  };
};

const makeSeen = (
  random: Random,
): { readonly firstSeen: number | null; readonly lastSeen: number | null } => {
  const first = random.int(EARLIEST_SECONDS, LATEST_SECONDS);
  // Whole days cause ties.
  const last = random.chance(0.1) ? Math.ceil(first / 86_400) * 86_400 : random.int(first, LATEST_SECONDS);
  if (random.chance(0.05)) return { firstSeen: null, lastSeen: null };
  return { firstSeen: random.chance(0.03) ? null : first, lastSeen: random.chance(0.04) ? null : last };
};

const writeName = (random: Random, { firstName, lastName }: Person): string | null => {
  if (random.chance(0.08)) return random.pick([null, null, 'anonymous', '', '-']);
  const name = `${firstName} ${lastName}`;
  return random.chance(0.15) ? random.pick([toPlainLetters(name), name.toUpperCase(), firstName]) : name;
};

const writeEmail = (random: Random, email: string | null): string | null => {
  if (email === null || random.chance(0.08)) return null;
  if (!random.chance(0.2)) return email;
  return random.pick([email.toUpperCase(), (email[0] ?? '').toUpperCase() + email.slice(1)]);
};

const writeFreePhone = (random: Random, { phone, country }: Person): string | null => {
  if (random.chance(0.02)) return random.pick(WORTHLESS_PHONES);
  return phone !== null && random.chance(0.7) ? writePhone(random, phone, country) : null;
};

/** "Must be unique for each user", except for the few that a careless shop sends for everybody. */
const makeUserId = (random: Random, { id, customerId }: ProfileKeys): string | null => {
  if (random.chance(0.01)) return random.pick(WORTHLESS_USER_IDS);
  if (customerId !== null && random.chance(0.35)) return customerId;
  return random.chance(0.15) ? `shop_${id}` : null;
};

const makeLocation = (
  random: Random,
  { city: [city, , regionCode], country }: Person,
): HelpCrunchLocationWire => {
  if (random.chance(0.2)) return { regionCode: null, countryCode: null, city: null };
  return {
    regionCode: random.chance(0.2) ? null : regionCode,
    // HelpCrunch's own pages show "EN", which is not a country.
    countryCode: random.chance(0.05) ? 'EN' : country.code.toUpperCase(),
    city: random.chance(0.1) ? null : city,
  };
};

const makeDevice = (random: Random, { country }: Person): HelpCrunchDeviceWire => ({
  id: random.int(20_000_000, 99_999_999),
  // Addresses reserved for documentation.
  ip: `203.0.113.${random.int(1, 254)}`,
  timezone: random.chance(0.05) ? 'America/Los Angeles' : country.timezone,
  platform: random.chance(0.6) ? 'desktop' : 'mobile',
  userAgent: random.pick(USER_AGENTS),
});

const makeCustomData = (random: Random): readonly HelpCrunchCustomDatumWire[] => [
  ...(random.chance(0.4) ? [{ property: 'Plan', value: random.pick(['Standard', 'Premium', null]) }] : []),
  ...(random.chance(0.3) ? [{ property: 'Emails sent', value: random.int(0, 700) }] : []),
  ...(random.chance(0.2) ? [{ property: 'Billing info added', value: random.chance(0.5) }] : []),
  ...(random.chance(0.2) ? [{ property: 'Registered date', value: '2021-07-10 14:30:00' }] : []),
  ...(random.chance(0.1) ? [{ property: 'Průměrná útrata', value: random.int(100, 99_999) / 100 }] : []),
];
