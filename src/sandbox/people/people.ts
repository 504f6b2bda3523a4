import type { Random } from '../random.ts';
import { COUNTRIES, type Country, toPlainLetters } from './names.ts';

/** A generated person, before either vendor stored it. */
export type Person = {
  readonly country: Country;
  readonly woman: boolean;
  readonly firstName: string;
  readonly lastName: string;
  /** Lower case; null if never given. */
  readonly email: string | null;
  /** International, digits only; null if never given. */
  readonly phone: string | null;
  readonly city: readonly [string, string, string];
  readonly company: string | null;
};

const COMPANIES = [
  'Pekárna U Mlýna',
  'Květinářství Růže',
  'Autoservis Řezníček',
  'Lékárna Dobrá',
  'Studio Žlutá',
];

/**
 * Generates people one after another, of these countries. About every twenty-fifth is a relative of the previous one:
 * same family, same address, and the same email, as families often share one.
 */
export const createPeople = (random: Random, countries: readonly Country[] = COUNTRIES): (() => Person) => {
  let before: Person | null = null;
  let count = 0;
  return () => {
    count += 1;
    const relative: Person | null = before !== null && random.chance(0.04) ? before : null;
    before = makePerson(random, countries, relative, count);
    return before;
  };
};

const makePerson = (
  random: Random,
  countries: readonly Country[],
  relative: Person | null,
  count: number,
): Person => {
  const country: Country = relative?.country ?? random.pick(countries);
  const woman = random.chance(0.5);
  const family = relative ? country.families.find((pair) => pair.includes(relative.lastName)) : undefined;
  const [his, hers] = family ?? random.pick(country.families);
  const firstName = random.pick(woman ? country.women : country.men);
  const lastName = woman ? hers : his;
  return {
    country,
    woman,
    firstName,
    lastName,
    email: relative
      ? relative.email
      : random.chance(0.88)
        ? makeEmail(random, country, firstName, lastName, count)
        : null,
    phone: random.chance(0.8) ? makePhone(random, country) : null,
    city: relative ? relative.city : random.pick(country.cities),
    company: random.chance(0.15) ? random.pick(COMPANIES) : null,
  };
};

/** The number keeps addresses of different people apart: only families share one. */
const makeEmail = (
  random: Random,
  country: Country,
  firstName: string,
  lastName: string,
  count: number,
): string => {
  const first = toPlainLetters(firstName);
  const last = toPlainLetters(lastName);
  const local = random.pick([
    `${first}.${last}${count}`,
    `${last}${count}`,
    `${first}${count}`,
    `${first[0]}.${last}+${count}`,
  ]);
  return `${local}@${toPlainLetters(random.pick(country.domains))}`;
};

const makePhone = (random: Random, { callingCode, mobilePrefixes, nationalDigits }: Country): string => {
  let national = random.pick(mobilePrefixes);
  while (national.length < nationalDigits) national += String(random.int(0, 9));
  return callingCode + national;
};
