import { toAddress } from '../../customers/model/email.ts';
import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import { normalPhone, RecordIdentity } from '../../customers/model/identity-keys.ts';
import { isoCountry, isoLanguage, splitName, textOrNull } from '../../customers/model/normalize-values.ts';
import type { IdentityValues, Person, SourceRecord } from '../../customers/model/source-record.ts';
import type { SortKey } from '../../paging/leg.ts';
import { isOrderField } from './wire/requests.ts';

/** This source's name in the public enum `CustomerSource`. */
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
 * A profile as a record. Person and keys are computed on first access: most rows of a scan never need them.
 *
 * @param phoneCountry ISO 3166-1 alpha-2 country of national phone numbers (PHONE_COUNTRY); absent: they are not
 * parsed.
 */
export function toRecord(
  customer: HelpCrunchCustomer,
  phoneCountry?: string,
): SourceRecord<HelpCrunchCustomer> {
  return new HelpCrunchRecord(customer, phoneCountry);
}

/** The sort key of a profile: first or last visit in milliseconds; null without one. */
export function sortKey(record: SourceRecord<HelpCrunchCustomer>, field: string): SortKey {
  if (!isOrderField(field)) throw new RangeError(`HelpCrunch has no order ${field}.`);
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

  get phoneText(): string | null {
    return this.own.phone;
  }

  get person(): Person {
    this.#person ??= new HelpCrunchPerson(this.own, this.#phoneCountry);
    return this.#person;
  }

  get keys(): IdentityValues {
    const { email, userId } = this.own;
    this.#keys ??= new RecordIdentity({ email, userId, person: this.person });
    return this.#keys;
  }
}

/** A class with lazy getters: parsing phones is expensive, and most rows of a page never need it. */
class HelpCrunchPerson implements Person {
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly birthdate = null;
  readonly gender = null;
  readonly #own: HelpCrunchCustomer;
  readonly #phoneCountry: string | undefined;
  #phone: string | null | undefined;

  constructor(own: HelpCrunchCustomer, phoneCountry: string | undefined) {
    this.#own = own;
    this.#phoneCountry = phoneCountry;
    this.name = textOrNull(own.name);
    const { firstName, lastName } = splitName(this.name);
    this.firstName = firstName;
    this.lastName = lastName;
    this.email = toAddress(own.email);
  }

  get phone(): string | null {
    if (this.#phone === undefined) this.#phone = normalPhone(this.#own.phone, this.#phoneCountry) ?? null;
    return this.#phone;
  }

  get company(): string | null {
    return textOrNull(this.#own.company);
  }

  get language(): string | null {
    return isoLanguage(this.#own.locale);
  }

  get city(): string | null {
    return textOrNull(this.#own.location?.city);
  }

  get countryCode(): string | null {
    return isoCountry(this.#own.location?.countryCode);
  }

  get firstSeenAt(): number | null {
    return this.#own.firstSeenAt;
  }

  get lastSeenAt(): number | null {
    return this.#own.lastSeenAt;
  }

  get updatedAt(): number | null {
    return this.#own.lastSeenAt;
  }
}
