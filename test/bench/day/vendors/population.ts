import { toCareCloudRow } from '../../../../src/sandbox/carecloud/people.ts';
import type { CareCloudRow } from '../../../../src/sandbox/carecloud/wire.ts';
import { toHelpCrunchRow } from '../../../../src/sandbox/helpcrunch/people.ts';
import type { HelpCrunchCustomerWire } from '../../../../src/sandbox/helpcrunch/wire.ts';
import { createPeople, type Person } from '../../../../src/sandbox/people/people.ts';
import { createRandom } from '../../../../src/sandbox/random.ts';
import { countriesOfManyNames } from './surnames.ts';

/** How large the company is. */
export interface CompanySize {
  readonly accounts: number;
  readonly profiles: number;
}

export interface Population {
  readonly accounts: readonly CareCloudRow[];
  /** Of the accounts, those whose person has a profile too: `profile(n)` is that of `members[n]`. */
  readonly members: readonly CareCloudRow[];
  readonly profileCount: number;
  /** Made up anew each time from the seed and its number: 750,000 rows would take a gigabyte. */
  profile(number: number): HelpCrunchCustomerWire;
  idOf(number: number): number;
  /** The number of a profile's id; undefined for an id that there is not. */
  numberOf(id: number): number | undefined;
}

const FIRST_PROFILE_ID = 8_000_000;
const idOf = (number: number) => FIRST_PROFILE_ID + number;
/** Numbers in the addresses of people without an account, so that nobody shares one with a member. */
const FIRST_STRANGER = 1_000_000;
/** Of the members with an address, so many are in chat as well. */
const SHARE_IN_CHAT = 0.6;

export function createPopulation(seed: number, { accounts: count, profiles }: CompanySize): Population {
  const random = createRandom(seed);
  const countries = countriesOfManyNames();
  const nextPerson = createPeople(random, countries);
  const people: Person[] = [];
  const accounts: CareCloudRow[] = [];
  const members: CareCloudRow[] = [];
  for (let number = 0; number < count; number++) {
    const person = nextPerson();
    const account = toCareCloudRow(random, person);
    accounts.push(account);
    if (person.email === null || members.length >= profiles || !random.chance(SHARE_IN_CHAT)) continue;
    members.push(account);
    people.push(person);
  }

  function profile(number: number): HelpCrunchCustomerWire {
    const own = createRandom((seed ^ Math.imul(number + 1, 0x9e3779b1)) >>> 0);
    const stranger = createPeople(own, countries)();
    const address = stranger.email?.replace('1@', `${FIRST_STRANGER + number}@`) ?? null;
    const person = people[number] ?? { ...stranger, email: address };
    const customerId = members[number]?.customer_id ?? null;
    return toHelpCrunchRow(own, person, { id: idOf(number), customerId });
  }

  return {
    accounts,
    members,
    profileCount: profiles,
    profile,
    idOf,
    numberOf(id) {
      const number = id - FIRST_PROFILE_ID;
      return number >= 0 && number < profiles ? number : undefined;
    },
  };
}
