import { builder } from '../builder.ts';
import { gender } from '../shared/enums.ts';
import { encodeGlobalId } from '../shared/global-id.ts';
import { nodeInterface } from '../shared/node-interface.ts';
import { pii, read } from '../shared/scopes.ts';
import { customerRef } from '../shared/type-refs.ts';
import { careCloudAddress, careCloudAgreement, careCloudConsent, careCloudCustomerState } from './details.ts';
import { allInLanguage, inLanguage } from './facets/texts.ts';
import { careCloudCustomerRef } from './ref.ts';

builder.objectType(careCloudCustomerRef, {
  directives: { cost: { weight: 3 } },
  description:
    'An account in CareCloud, the loyalty CRM, with everything its API returns: who someone is, how to address them, what they consented to. Values CareCloud leaves empty are null.',
  interfaces: [nodeInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Global id of this account. Good as a cache key.',
      resolve: (record) => encodeGlobalId('CareCloudCustomer', record.id),
    }),
    customerId: t.id({
      ...read,
      nullable: false,
      description: 'CareCloud’s own id (`customer_id`), e.g. `"8ea2591121e636086a4a9c0992"`.',
      resolve: (record) => record.id,
    }),
    customer: t.field({
      ...read,
      type: customerRef,
      description: 'The person across both sources.',
      resolve: (record, _args, { directory }) => directory.customerOf(record),
    }),
    salutation: t.string({
      ...pii,
      description:
        'How to begin a letter, in the requested language, e.g. `"Dear Mr. Smith"`; only the first name with `shortSalutation: true`.',
      resolve: ({ own }) => own.salutation,
    }),
    firstName: t.string({
      ...pii,
      description: 'First name, e.g. `"John"`.',
      resolve: ({ own }) => own.firstName,
    }),
    lastName: t.string({
      ...pii,
      description: 'Last name, e.g. `"Smith"`.',
      resolve: ({ own }) => own.lastName,
    }),
    preNominals: t.string({
      ...pii,
      description: 'Titles before the name, e.g. `"Ing."`.',
      resolve: ({ own }) => own.preNominals,
    }),
    postNominals: t.string({
      ...pii,
      description: 'Titles after the name, e.g. `"Ph.D."`.',
      resolve: ({ own }) => own.postNominals,
    }),
    gender: t.field({
      ...read,
      type: gender,
      description: 'How the person wants to be addressed.',
      resolve: ({ own }) => own.gender,
    }),
    birthdate: t.field({
      ...pii,
      type: 'Date',
      description: 'Date of birth, e.g. `"1985-02-12"`.',
      resolve: ({ own }) => own.birthdate,
    }),
    email: t.string({
      ...pii,
      description: 'Email address, e.g. `"john.smith@example.com"`.',
      resolve: ({ own }) => own.email,
    }),
    phone: t.string({
      ...pii,
      description:
        'Phone number as CareCloud writes it: country code and number without `+`, e.g. `"420523828931"`.',
      resolve: ({ own }) => own.phone,
    }),
    languageId: t.string({
      ...read,
      description: 'Language as CareCloud writes it, usually ISO 639-1, e.g. `"en"`.',
      resolve: ({ own }) => own.languageId,
    }),
    storeId: t.string({
      ...read,
      description: 'CareCloud’s id of the store where the customer registered, e.g. `"8bed991c68a4"`.',
      resolve: ({ own }) => own.storeId,
    }),
    photoUrl: t.string({
      ...pii,
      description: 'Where a photo of the customer is; null without one.',
      resolve: ({ own }) => own.photoUrl,
    }),
    address: t.field({
      ...read,
      type: careCloudAddress,
      description: 'Postal address.',
      resolve: ({ own }) => own.address,
    }),
    agreement: t.field({
      ...read,
      type: careCloudAgreement,
      deprecationReason:
        'CareCloud deprecated agreements on 2025-07-08 and keeps consents instead: use `consents`.',
      description: 'What the customer agreed to, in CareCloud’s older form.',
      resolve: (record) => (record.own.agreement === null ? null : inLanguage(record.own.agreement, record)),
    }),
    consents: t.field({
      ...read,
      type: [careCloudConsent],
      nullable: false,
      listSize: { assumedSize: 5 },
      description: 'What the customer consented to or refused, one entry per kind of consent.',
      resolve: (record) => allInLanguage(record.own.consents, record),
    }),
    doiEmailAt: t.field({
      ...read,
      type: 'DateTime',
      description: 'When the email address was confirmed by double opt-in; null when it was not.',
      resolve: ({ own }) => own.doiEmailAt,
    }),
    doiPhoneAt: t.field({
      ...read,
      type: 'DateTime',
      description: 'When the phone number was confirmed by double opt-in; null when it was not.',
      resolve: ({ own }) => own.doiPhoneAt,
    }),
    lastChangeAt: t.field({
      ...read,
      type: 'DateTime',
      description: 'When the account was last changed.',
      resolve: ({ own }) => own.lastChangeAt,
    }),
    state: t.field({
      ...read,
      type: careCloudCustomerState,
      description: 'Whether the account is active. Deleted ones are listed as long as CareCloud lists them.',
      resolve: ({ own }) => own.state,
    }),
  }),
});
