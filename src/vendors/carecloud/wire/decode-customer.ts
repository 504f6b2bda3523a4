import type {
  CareCloudAddress,
  CareCloudAgreement,
  CareCloudConsent,
  CareCloudCustomer,
  CareCloudCustomerState,
  ConsentValue,
} from '../../../customers/model/care-cloud-customer.ts';
import type { Gender } from '../../../customers/model/source-record.ts';
import type { Unproven } from '../../shared/json.ts';
import type { FieldReader } from './field-reader.ts';
import type {
  AddressWire,
  AgreementWire,
  ConsentWire,
  CustomAgreementWire,
  CustomerWire,
  PersonalInformationWire,
} from './wire.ts';
import { calendarDate } from './zone-time.ts';

/** By the vendor's numbers. */
const GENDERS: readonly (Gender | undefined)[] = [undefined, 'MALE', 'FEMALE', 'MISS', 'PRIVATE', 'OTHER'];
const STATES: readonly CareCloudCustomerState[] = ['DELETED', 'ACTIVE', 'INACTIVE'];
const CONSENTS: readonly ConsentValue[] = ['NO', 'YES', 'NOT_SET'];

/** Parses the vendor's times, which have no time zone. */
export type TimeReader = (text: string) => number | null;

/** Decodes every field of the OpenAPI schema Customer. No field can fail the record. */
export function decodeCustomerFields(
  customerId: string,
  customer: Unproven<CustomerWire>,
  read: FieldReader,
  time: TimeReader,
): CareCloudCustomer {
  const personal =
    read.object<PersonalInformationWire>(customer.personal_information, 'personal_information') ?? {};
  return {
    customerId,
    salutation: read.text(personal.salutation, 'personal_information.salutation'),
    firstName: read.text(personal.first_name, 'personal_information.first_name'),
    lastName: read.text(personal.last_name, 'personal_information.last_name'),
    preNominals: read.text(personal.pre_nominals, 'personal_information.pre_nominals'),
    postNominals: read.text(personal.post_nominals, 'personal_information.post_nominals'),
    gender: read.code(personal.gender, GENDERS, 'personal_information.gender'),
    birthdate: read.parsed(personal.birthdate, calendarDate, 'personal_information.birthdate'),
    email: read.text(personal.email, 'personal_information.email'),
    phone: read.text(personal.phone, 'personal_information.phone'),
    languageId: read.text(personal.language_id, 'personal_information.language_id'),
    storeId: read.text(personal.store_id, 'personal_information.store_id'),
    photoUrl: read.text(personal.photo_url, 'personal_information.photo_url'),
    address: decodeAddress(personal.address, read),
    agreement: decodeAgreement(personal.agreement, read),
    consents: decodeConsents(personal.consents, read, time),
    doiEmailAt: read.time(customer.doi_email, time, 'doi_email'),
    doiPhoneAt: read.time(customer.doi_phone, time, 'doi_phone'),
    lastChangeAt: read.time(customer.last_change, time, 'last_change'),
    state: read.code(customer.state, STATES, 'state'),
  };
}

function decodeAddress(value: unknown, read: FieldReader): CareCloudAddress | null {
  const address = read.object<AddressWire>(value, 'personal_information.address');
  if (address === null) return null;
  // One name for seven lines: reported fields have no digits, so that a value cannot pass for one.
  const field = 'personal_information.address.addressN';
  return {
    address1: read.text(address.address1, field),
    address2: read.text(address.address2, field),
    address3: read.text(address.address3, field),
    address4: read.text(address.address4, field),
    address5: read.text(address.address5, field),
    address6: read.text(address.address6, field),
    address7: read.text(address.address7, field),
    zip: read.text(address.zip, 'personal_information.address.zip'),
    city: read.text(address.city, 'personal_information.address.city'),
    countryCode: read.text(address.country_code, 'personal_information.address.country_code'),
  };
}

function decodeAgreement(value: unknown, read: FieldReader): CareCloudAgreement | null {
  const agreement = read.object<AgreementWire>(value, 'personal_information.agreement');
  if (agreement === null) return null;
  const custom = read.objects<CustomAgreementWire>(
    agreement.custom_agreements,
    'personal_information.agreement.custom_agreements',
  );
  return {
    gtc: read.code(agreement.agreement_gtc, CONSENTS, 'personal_information.agreement.agreement_gtc'),
    profiling: read.code(
      agreement.agreement_profiling,
      CONSENTS,
      'personal_information.agreement.agreement_profiling',
    ),
    marketingCommunication: read.code(
      agreement.agreement_marketing_communication,
      CONSENTS,
      'personal_information.agreement.agreement_marketing_communication',
    ),
    custom: custom.flatMap((item) => {
      const agreementId = read.id(
        item.agreement_id,
        'personal_information.agreement.custom_agreements.agreement_id',
      );
      const consent = read.code(
        item.agreement_value,
        CONSENTS,
        'personal_information.agreement.custom_agreements.agreement_value',
      );
      return agreementId === null ? [] : [{ agreementId, value: consent }];
    }),
  };
}

function decodeConsents(value: unknown, read: FieldReader, time: TimeReader): readonly CareCloudConsent[] {
  const consents: CareCloudConsent[] = [];
  for (const item of read.objects<ConsentWire>(value, 'personal_information.consents')) {
    const consentId = read.id(item.consent_id, 'personal_information.consents.consent_id');
    const consent = read.code(item.consent_value, CONSENTS, 'personal_information.consents.consent_value');
    const lastChangeAt = read.parsed(item.last_change, time, 'personal_information.consents.last_change');
    if (consentId !== null) consents.push({ consentId, value: consent, lastChangeAt });
  }
  return consents;
}
