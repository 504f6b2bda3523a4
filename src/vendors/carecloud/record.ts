import type { CareCloudCustomer } from '../../customers/model/care-cloud-customer.ts';
import { toAddress } from '../../customers/model/email.ts';
import { normalPhone, RecordIdentity } from '../../customers/model/identity-keys.ts';
import { isoCountry, isoLanguage, textOrNull } from '../../customers/model/normalize-values.ts';
import type { Gender, IdentityValues, Person, SourceRecord } from '../../customers/model/source-record.ts';
import type { SortKey } from '../../paging/leg.ts';
import { isOrderField } from './wire/requests.ts';

/** This source's name in the public enum `CustomerSource`. */
export const CARECLOUD = 'CARECLOUD';

/** An account as a record. Person and keys are computed on first access: most rows of a scan never need them. */
export function toRecord(
  customer: CareCloudCustomer,
  textLanguage?: string,
): SourceRecord<CareCloudCustomer> {
  return new CareCloudRecord(customer, textLanguage);
}

class CareCloudRecord implements SourceRecord<CareCloudCustomer> {
  readonly source = CARECLOUD;
  readonly own: CareCloudCustomer;
  readonly textLanguage?: string;
  #person: Person | undefined;
  #keys: IdentityValues | undefined;

  constructor(own: CareCloudCustomer, textLanguage: string | undefined) {
    this.own = own;
    if (textLanguage !== undefined) this.textLanguage = textLanguage;
  }

  get id(): string {
    return this.own.customerId;
  }

  get phoneText(): string | null {
    return this.own.phone;
  }

  /** Active accounts come first. */
  get rank(): number {
    return this.own.state === 'ACTIVE' ? 0 : 1;
  }

  get person(): Person {
    this.#person ??= new CareCloudPerson(this.own);
    return this.#person;
  }

  get keys(): IdentityValues {
    const { email, customerId } = this.own;
    this.#keys ??= new RecordIdentity({ email, userId: customerId, person: this.person });
    return this.#keys;
  }
}

/** A class with lazy getters: parsing phones is expensive, and most rows of a page never need it. */
class CareCloudPerson implements Person {
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly company = null;
  readonly firstSeenAt = null;
  readonly lastSeenAt = null;
  readonly #own: CareCloudCustomer;
  #phone: string | null | undefined;

  constructor(own: CareCloudCustomer) {
    this.#own = own;
    this.firstName = textOrNull(own.firstName);
    this.lastName = textOrNull(own.lastName);
    this.name = textOrNull([this.firstName, this.lastName].filter((part) => part !== null).join(' '));
    this.email = toAddress(own.email);
  }

  get phone(): string | null {
    if (this.#phone === undefined) this.#phone = normalPhone(this.#own.phone) ?? null;
    return this.#phone;
  }

  get birthdate(): string | null {
    return this.#own.birthdate;
  }

  get gender(): Gender | null {
    return this.#own.gender;
  }

  get language(): string | null {
    return isoLanguage(this.#own.languageId);
  }

  get city(): string | null {
    return textOrNull(this.#own.address?.city);
  }

  get countryCode(): string | null {
    return isoCountry(this.#own.address?.countryCode);
  }

  get updatedAt(): number | null {
    return this.#own.lastChangeAt;
  }
}

/** The unified fields that an account can fill; CareCloud stores no company and no visits. */
export const FILLS = [
  'name',
  'firstName',
  'lastName',
  'email',
  'phone',
  'birthdate',
  'gender',
  'language',
  'city',
  'countryCode',
  'updatedAt',
] as const satisfies readonly (keyof Person)[];

/** The vendor's numbers for states, which it sorts by. */
const STATE_NUMBERS = { DELETED: 0, ACTIVE: 1, INACTIVE: 2 } as const;

/** Whether the values of a sort field are times. */
export function isTimeField(field: string): boolean {
  return isOrderField(field) && field !== 'CUSTOMER_ID' && field !== 'STATE';
}

/** The value of an account for one of CareCloud's sort fields. */
export function sortKey({ own }: SourceRecord<CareCloudCustomer>, field: string): SortKey {
  if (!isOrderField(field)) throw new RangeError(`CareCloud has no order ${field}.`);
  switch (field) {
    case 'CUSTOMER_ID':
      return own.customerId;
    case 'LAST_CHANGE':
      return own.lastChangeAt;
    case 'STATE':
      return own.state === null ? null : STATE_NUMBERS[own.state];
    case 'DOI_EMAIL':
      return own.doiEmailAt;
    case 'DOI_PHONE':
      return own.doiPhoneAt;
  }
}
