import type {
  CareCloudAddress,
  CareCloudAgreement,
  CareCloudConsent,
} from '../../customers/model/care-cloud-customer.ts';
import { builder } from '../builder.ts';
import { pii, read } from '../shared/scopes.ts';

export const careCloudCustomerState = builder.enumType('CareCloudCustomerState', {
  description: 'The state of a CareCloud account.',
  values: {
    DELETED: { description: 'Deleted (CareCloud’s 0).' },
    ACTIVE: { description: 'Active (CareCloud’s 1).' },
    INACTIVE: { description: 'Not active (CareCloud’s 2).' },
  } as const,
});

export const consentValue = builder.enumType('ConsentValue', {
  description: 'An answer to a question of consent.',
  values: {
    NO: { description: 'Refused or withdrawn (CareCloud’s 0).' },
    YES: { description: 'Given (CareCloud’s 1).' },
    NOT_SET: { description: 'Never answered (CareCloud’s 2).' },
  } as const,
});

export const careCloudAddress = builder.objectRef<CareCloudAddress>('CareCloudAddress').implement({
  description: 'A postal address in CareCloud’s form. City and country need less of a scope than the street.',
  fields: (t) => ({
    address1: t.exposeString('address1', {
      ...pii,
      nullable: true,
      description: 'Street, e.g. `"Old Town Square"`.',
    }),
    address2: t.exposeString('address2', {
      ...pii,
      nullable: true,
      description: 'Street or land registry number, e.g. `"34"`.',
    }),
    address3: t.exposeString('address3', { ...pii, nullable: true, description: 'House number.' }),
    address4: t.exposeString('address4', { ...pii, nullable: true, description: 'Further address line.' }),
    address5: t.exposeString('address5', { ...pii, nullable: true, description: 'Further address line.' }),
    address6: t.exposeString('address6', { ...pii, nullable: true, description: 'Further address line.' }),
    address7: t.exposeString('address7', { ...pii, nullable: true, description: 'Further address line.' }),
    zip: t.exposeString('zip', { ...pii, nullable: true, description: 'Postal code, e.g. `"11000"`.' }),
    city: t.exposeString('city', { ...read, nullable: true, description: 'City, e.g. `"Prague 1"`.' }),
    countryCode: t.exposeString('countryCode', {
      ...read,
      nullable: true,
      description: 'Country as CareCloud writes it, usually ISO 3166-1 alpha-2 in lower case, e.g. `"cz"`.',
    }),
  }),
});

const careCloudCustomAgreement = builder
  .objectRef<CareCloudAgreement['custom'][number]>('CareCloudCustomAgreement')
  .implement({
    description: 'An agreement that this company defined itself.',
    fields: (t) => ({
      agreementId: t.exposeID('agreementId', {
        nullable: false,
        description: 'CareCloud’s id of the agreement, e.g. `"89ce2a1b9b01f5c939fb1e20cd"`.',
      }),
      value: t.expose('value', {
        type: consentValue,
        nullable: true,
        description: 'What the customer answered.',
      }),
    }),
  });

export const careCloudAgreement = builder.objectRef<CareCloudAgreement>('CareCloudAgreement').implement({
  description:
    'What a customer agreed to, in the form CareCloud deprecated on 2025-07-08 in favour of consents.',
  fields: (t) => ({
    gtc: t.expose('gtc', {
      type: consentValue,
      nullable: true,
      description: 'The general terms and conditions.',
    }),
    profiling: t.expose('profiling', {
      type: consentValue,
      nullable: true,
      description: 'Profiling: evaluating personal data to foresee wishes and behaviour.',
    }),
    marketingCommunication: t.expose('marketingCommunication', {
      type: consentValue,
      nullable: true,
      description: 'Receiving marketing messages.',
    }),
    custom: t.expose('custom', {
      type: [careCloudCustomAgreement],
      nullable: false,
      listSize: { assumedSize: 5 },
      description: 'Agreements that this company defined itself.',
    }),
  }),
});

export const careCloudConsent = builder.objectRef<CareCloudConsent>('CareCloudConsent').implement({
  description: 'One kind of consent and what the customer answered.',
  fields: (t) => ({
    consentId: t.exposeID('consentId', {
      nullable: false,
      description: 'CareCloud’s id of the kind of consent, e.g. `"8fd73167342d06899c4c015320"`.',
    }),
    value: t.expose('value', {
      type: consentValue,
      nullable: true,
      description: 'What the customer answered.',
    }),
    lastChangeAt: t.expose('lastChangeAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the answer last changed.',
    }),
  }),
});
