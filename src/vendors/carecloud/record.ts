import type { CareCloudCustomer } from '../../customers/care-cloud-customer.ts';
import type { SortKey } from '../../customers/customer-source.ts';
import { identityValues, normalPhone } from '../../customers/identity-keys.ts';
import { isoCountry, isoLanguage, textOrNull } from '../../customers/person-values.ts';
import type { IdentityValues, Person, SourceRecord } from '../../customers/source-record.ts';
import { isOrderField } from './requests.ts';

/** The name of this source in the public enum `CustomerSource`. */
export const CARECLOUD = 'CARECLOUD';

/** An account as a record. Person and keys are worked out when first asked for: most rows of a scan never are. */
export function toRecord(customer: CareCloudCustomer): SourceRecord<CareCloudCustomer> {
  return new CareCloudRecord(customer);
}

class CareCloudRecord implements SourceRecord<CareCloudCustomer> {
  readonly source = CARECLOUD;
  readonly own: CareCloudCustomer;
  #person: Person | undefined;
  #keys: IdentityValues | undefined;

  constructor(own: CareCloudCustomer) {
    this.own = own;
  }

  get id(): string {
    return this.own.customerId;
  }

  /** Active accounts before all others (DESIGN §3). */
  get rank(): number {
    return this.own.state === 'ACTIVE' ? 0 : 1;
  }

  get person(): Person {
    this.#person ??= toPerson(this.own);
    return this.#person;
  }

  get keys(): IdentityValues {
    const { own } = this;
    const person = () => this.person;
    this.#keys ??= {
      ...identityValues({ email: own.email, userId: own.customerId }),
      get phone() {
        return person().phone ?? undefined;
      },
    } as IdentityValues;
    return this.#keys;
  }
}

function toPerson(own: CareCloudCustomer): Person {
  const firstName = textOrNull(own.firstName);
  const lastName = textOrNull(own.lastName);
  let phone: string | null | undefined;
  return {
    name: textOrNull([firstName, lastName].filter((part) => part !== null).join(' ')),
    firstName,
    lastName,
    email: textOrNull(own.email),
    get phone() {
      if (phone === undefined) phone = normalPhone(own.phone) ?? null;
      return phone;
    },
    birthdate: own.birthdate,
    gender: own.gender,
    company: null,
    get language() {
      return isoLanguage(own.languageId);
    },
    get city() {
      return textOrNull(own.address?.city);
    },
    get countryCode() {
      return isoCountry(own.address?.countryCode);
    },
    firstSeenAt: null,
    lastSeenAt: null,
    updatedAt: own.lastChangeAt,
  };
}

/** The unified fields an account can fill; CareCloud knows no company and no visits. */
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

/** State as the vendor numbers it, which is what it sorts by. */
const STATE_NUMBERS = { DELETED: 0, ACTIVE: 1, INACTIVE: 2 } as const;

/** The value an account is sorted by under one of CareCloud's order fields. */
export function sortKeyOf(own: CareCloudCustomer, field: string): SortKey {
  if (!isOrderField(field)) throw new RangeError(`CareCloud has no order ${field}`);
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
