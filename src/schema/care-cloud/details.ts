import type {
  CareCloudAddress,
  CareCloudAgreement,
  CareCloudConsent,
} from '../../customers/model/care-cloud-customer.ts';
import { builder } from '../builder.ts';
import { pii, read } from '../shared/scopes.ts';
import { channel } from './facets/consents.ts';
import { allInLanguage, entryOf, type Shown } from './facets/texts.ts';

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
  description:
    'A postal address in CareCloud’s form. City and country need only `customers:read`; the rest needs `customers:pii`.',
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
  .objectRef<Shown<CareCloudAgreement['custom'][number]>>('CareCloudCustomAgreement')
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
      name: t.string({
        description: 'What it is about, e.g. `"Newsletter"`.',
        resolve: async (agreement, _args, context) =>
          (await entryOf('consents', agreement.agreementId, agreement, context))?.name,
      }),
      textId: t.string({
        description: 'A stable name for programs, e.g. `"newsletter"`.',
        resolve: async (agreement, _args, context) =>
          (await entryOf('consents', agreement.agreementId, agreement, context))?.textId,
      }),
    }),
  });

export const careCloudAgreement = builder
  .objectRef<Shown<CareCloudAgreement>>('CareCloudAgreement')
  .implement({
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
      custom: t.field({
        type: [careCloudCustomAgreement],
        nullable: false,
        listSize: { assumedSize: 5 },
        description: 'Agreements that this company defined itself.',
        resolve: (agreement) => allInLanguage(agreement.custom, agreement),
      }),
    }),
  });

export const careCloudConsent = builder.objectRef<Shown<CareCloudConsent>>('CareCloudConsent').implement({
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
    name: t.string({
      description: 'What it is about, e.g. `"Newsletter"`.',
      resolve: async (consent, _args, context) =>
        (await entryOf('consents', consent.consentId, consent, context))?.name,
    }),
    textId: t.string({
      description: 'A stable name for programs, e.g. `"newsletter"`.',
      resolve: async (consent, _args, context) =>
        (await entryOf('consents', consent.consentId, consent, context))?.textId,
    }),
    channel: t.field({
      type: channel,
      description: 'The channel it applies to; null when it applies to none.',
      resolve: async (consent, _args, context) => {
        const type = await entryOf('consents', consent.consentId, consent, context);
        return entryOf('channels', type?.channelId ?? null, consent, context);
      },
    }),
  }),
});
