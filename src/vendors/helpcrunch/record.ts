import type { SortKey } from '../../customers/customer-source.ts';
import type { HelpCrunchCustomer } from '../../customers/help-crunch-customer.ts';
import { identityValues, normalPhone } from '../../customers/identity-keys.ts';
import { isoCountry, isoLanguage, splitName, textOrNull } from '../../customers/person-values.ts';
import type { IdentityValues, Person, SourceRecord } from '../../customers/source-record.ts';
import { isOrderField } from './requests.ts';

/** The name of this source in the public enum `CustomerSource`. */
export const HELPCRUNCH = 'HELPCRUNCH';

/** The unified fields a profile can have a value for. */
export const FILLS: readonly (keyof Person)[] = [
  'name',
  'firstName',
  'lastName',
  'email',
  'phone',
  'company',
  'language',
  'city',
  'countryCode',
  'firstSeenAt',
  'lastSeenAt',
  'updatedAt',
];

/**
 * A profile as a record. Person and keys are worked out when first asked for: most rows of a scan never are.
 *
 * @param phoneCountry ISO 3166-1 alpha-2 by which national phone notation is read (PHONE_COUNTRY); none: not read.
 */
export function toRecord(
  customer: HelpCrunchCustomer,
  phoneCountry?: string,
): SourceRecord<HelpCrunchCustomer> {
  return new HelpCrunchRecord(customer, phoneCountry);
}

/** What a profile is sorted by: first or last visit in milliseconds; null where it has none. */
export function sortKey(record: SourceRecord<HelpCrunchCustomer>, field: string): SortKey {
  if (!isOrderField(field))
    throw new RangeError(`HelpCrunch sorts by FIRST_SEEN or LAST_SEEN, not by ${field}.`);
  return field === 'FIRST_SEEN' ? record.own.firstSeenAt : record.own.lastSeenAt;
}

class HelpCrunchRecord implements SourceRecord<HelpCrunchCustomer> {
  readonly source = HELPCRUNCH;
  readonly rank = 0;
  readonly own: HelpCrunchCustomer;
  readonly #phoneCountry: string | undefined;
  #person: Person | undefined;
  #keys: IdentityValues | undefined;

  constructor(own: HelpCrunchCustomer, phoneCountry: string | undefined) {
    this.own = own;
    this.#phoneCountry = phoneCountry;
  }

  get id(): string {
    return this.own.customerId;
  }

  get person(): Person {
    this.#person ??= toPerson(this.own, this.#phoneCountry);
    return this.#person;
  }

  get keys(): IdentityValues {
    const { own } = this;
    const person = () => this.person;
    this.#keys ??= {
      ...identityValues({ email: own.email, userId: own.userId }),
      get phone() {
        return person().phone ?? undefined;
      },
    } as IdentityValues;
    return this.#keys;
  }
}

function toPerson(own: HelpCrunchCustomer, phoneCountry: string | undefined): Person {
  const name = textOrNull(own.name);
  let phone: string | null | undefined;
  return {
    name,
    ...splitName(name),
    email: textOrNull(own.email),
    get phone() {
      if (phone === undefined) phone = normalPhone(own.phone, phoneCountry) ?? null;
      return phone;
    },
    birthdate: null,
    gender: null,
    company: textOrNull(own.company),
    get language() {
      return isoLanguage(own.locale);
    },
    get city() {
      return textOrNull(own.location?.city);
    },
    get countryCode() {
      return isoCountry(own.location?.countryCode);
    },
    firstSeenAt: own.firstSeenAt,
    lastSeenAt: own.lastSeenAt,
    updatedAt: own.lastSeenAt,
  };
}
