import type {
  CareCloudAddress,
  CareCloudAgreement,
  CareCloudConsent,
  CareCloudCustomer,
  CareCloudCustomerState,
  ConsentValue,
} from '../../customers/care-cloud-customer.ts';
import type { Gender } from '../../customers/source-record.ts';
import type { FieldReader, Unproven } from './fields.ts';
import type {
  AddressWire,
  AgreementWire,
  ConsentWire,
  CustomAgreementWire,
  CustomerWire,
  PersonalInformationWire,
} from './wire.ts';
import { calendarDate } from './zone-time.ts';

const GENDERS: Readonly<Record<number, Gender>> = {
  1: 'MALE',
  2: 'FEMALE',
  3: 'MISS',
  4: 'PRIVATE',
  5: 'OTHER',
};
const STATES: Readonly<Record<number, CareCloudCustomerState>> = { 0: 'DELETED', 1: 'ACTIVE', 2: 'INACTIVE' };
const CONSENTS: Readonly<Record<number, ConsentValue>> = { 0: 'NO', 1: 'YES', 2: 'NOT_SET' };

/** Reads the vendor's zone-less times. */
export type TimeReader = (text: string) => number | null;

/** A customer's fields, every one of SPEC schemas/Customer.yaml and below. No field can fail the record. */
export function decodeCustomerFields(
  customerId: string,
  customer: Unproven<CustomerWire>,
  read: FieldReader,
  time: TimeReader,
): CareCloudCustomer {
  const at = 'personal_information';
  const personal = read.object<PersonalInformationWire>(customer.personal_information, at) ?? {};
  return {
    customerId,
    salutation: read.text(personal.salutation, `${at}.salutation`),
    firstName: read.text(personal.first_name, `${at}.first_name`),
    lastName: read.text(personal.last_name, `${at}.last_name`),
    preNominals: read.text(personal.pre_nominals, `${at}.pre_nominals`),
    postNominals: read.text(personal.post_nominals, `${at}.post_nominals`),
    gender: read.code(personal.gender, GENDERS, `${at}.gender`),
    birthdate: read.parsed(personal.birthdate, calendarDate, `${at}.birthdate`),
    email: read.text(personal.email, `${at}.email`),
    phone: read.text(personal.phone, `${at}.phone`),
    languageId: read.text(personal.language_id, `${at}.language_id`),
    storeId: read.text(personal.store_id, `${at}.store_id`),
    photoUrl: read.text(personal.photo_url, `${at}.photo_url`),
    address: decodeAddress(personal.address, read),
    agreement: decodeAgreement(personal.agreement, read),
    consents: decodeConsents(personal.consents, read, time),
    doiEmailAt: read.parsed(customer.doi_email, time, 'doi_email'),
    doiPhoneAt: read.parsed(customer.doi_phone, time, 'doi_phone'),
    lastChangeAt: read.parsed(customer.last_change, time, 'last_change'),
    state: read.code(customer.state, STATES, 'state'),
  };
}

function decodeAddress(value: unknown, read: FieldReader): CareCloudAddress | null {
  const at = 'personal_information.address';
  const address = read.object<AddressWire>(value, at);
  if (address === null) return null;
  // One name for seven lines: reported fields are words, without digits, so that no value can pass for one.
  const field = `${at}.addressN`;
  return {
    address1: read.text(address.address1, field),
    address2: read.text(address.address2, field),
    address3: read.text(address.address3, field),
    address4: read.text(address.address4, field),
    address5: read.text(address.address5, field),
    address6: read.text(address.address6, field),
    address7: read.text(address.address7, field),
    zip: read.text(address.zip, `${at}.zip`),
    city: read.text(address.city, `${at}.city`),
    countryCode: read.text(address.country_code, `${at}.country_code`),
  };
}

function decodeAgreement(value: unknown, read: FieldReader): CareCloudAgreement | null {
  const at = 'personal_information.agreement';
  const agreement = read.object<AgreementWire>(value, at);
  if (agreement === null) return null;
  const custom = read.objects<CustomAgreementWire>(agreement.custom_agreements, `${at}.custom_agreements`);
  return {
    gtc: read.code(agreement.agreement_gtc, CONSENTS, `${at}.agreement_gtc`),
    profiling: read.code(agreement.agreement_profiling, CONSENTS, `${at}.agreement_profiling`),
    marketingCommunication: read.code(
      agreement.agreement_marketing_communication,
      CONSENTS,
      `${at}.agreement_marketing_communication`,
    ),
    custom: custom.flatMap((item) => {
      const field = `${at}.custom_agreements`;
      const agreementId = read.id(item.agreement_id, `${field}.agreement_id`);
      const consent = read.code(item.agreement_value, CONSENTS, `${field}.agreement_value`);
      return agreementId === null ? [] : [{ agreementId, value: consent }];
    }),
  };
}

function decodeConsents(value: unknown, read: FieldReader, time: TimeReader): readonly CareCloudConsent[] {
  const at = 'personal_information.consents';
  return read.objects<ConsentWire>(value, at).flatMap((item) => {
    const consentId = read.id(item.consent_id, `${at}.consent_id`);
    const consent = read.code(item.consent_value, CONSENTS, `${at}.consent_value`);
    const lastChangeAt = read.parsed(item.last_change, time, `${at}.last_change`);
    return consentId === null ? [] : [{ consentId, value: consent, lastChangeAt }];
  });
}
