import type { CareCloudCustomerFilter } from '../../customers/model/care-cloud-customer.ts';
import { builder } from '../builder.ts';
import { type InputSettings, present, toList, toPhone, toTrimmedText } from '../shared/parse-input.ts';
import { piiInput } from '../shared/scopes.ts';
import { careCloudCustomerState, consentValue } from './details.ts';
import { toCareCloudId } from './to-id.ts';

const careCloudConsentFilter = builder.inputType('CareCloudConsentFilter', {
  description: 'A condition on one consent. An account that does not list the consent counts as `NOT_SET`.',
  fields: (t) => ({
    consentId: t.id({
      required: true,
      description: 'Id of the consent, e.g. `"8fd73167342d06899c4c015320"`.',
    }),
    value: t.field({
      type: consentValue,
      required: true,
      defaultValue: 'YES',
      description: 'The value it must have.',
    }),
  }),
});

const careCloudExternalIdsFilter = builder.inputType('CareCloudExternalIdsFilter', {
  description: 'A condition on the ids that other systems gave a customer.',
  fields: (t) => ({
    ids: t.stringList({ required: true, description: 'Any of these ids, at most 1000.' }),
    sourceId: t.id({ description: 'CareCloud’s id of the source that the ids belong to; any by default.' }),
  }),
});

export const careCloudCustomerFilter = builder.inputType('CareCloudCustomerFilter', {
  description:
    'CareCloud’s own search parameters, one to one. All that are set must hold; null is the same as absent; an empty list matches nothing. `careCloudCustomers` compares text as CareCloud does; `customers` checks every match again, ignoring letter case.',
  fields: (t) => ({
    email: t.string({
      ...piiInput,
      description: 'Email address, e.g. `"jana@example.com"`. Needs the scope `customers:pii`.',
    }),
    emails: t.stringList({
      ...piiInput,
      description:
        'Any of these email addresses, at most 1000 (CareCloud’s `email_list[]`). Needs the scope `customers:pii`.',
    }),
    phone: t.string({
      ...piiInput,
      description:
        'Phone number in any usual notation with its country code, e.g. `"+420 523 828 931"`; sent to CareCloud as `420523828931`. Needs the scope `customers:pii`.',
    }),
    firstName: t.string({
      ...piiInput,
      description: 'First name, e.g. `"Jana"`. Needs the scope `customers:pii`.',
    }),
    lastName: t.string({
      ...piiInput,
      description: 'Last name, e.g. `"Nováková"`. Needs the scope `customers:pii`.',
    }),
    birthdate: t.field({
      ...piiInput,
      type: 'Date',
      description: 'Date of birth, e.g. `"1985-02-12"`. Needs the scope `customers:pii`.',
    }),
    customerSourceId: t.id({
      description:
        'Id of the CareCloud customer source (the shop, campaign or system a customer came from), e.g. `"8bed991c68a4"`.',
    }),
    customerIds: t.idList({
      description: 'Any of these CareCloud `customer_id`s, at most 1000 (CareCloud’s `customer_ids[]`).',
    }),
    states: t.field({
      type: [careCloudCustomerState],
      description:
        'In any of these states, e.g. `[ACTIVE]`. CareCloud cannot filter by this: the gateway checks each row, which may end a page early.',
    }),
    storeIds: t.idList({
      description:
        'Registered in any of these stores, at most 1000, e.g. `["8bed991c68a4"]`. The gateway checks each row.',
    }),
    consent: t.field({
      type: careCloudConsentFilter,
      description:
        'Customers whose consent has this value, e.g. `{ consentId: "8fd73167342d06899c4c015320" }` for those who gave it. The gateway checks each row.',
    }),
    cardNumbers: t.stringList({
      ...piiInput,
      description:
        'Customers with any of these cards, by number or secondary number, at most 1000. Needs the scope `customers:pii`.',
    }),
    externalIds: t.field({
      ...piiInput,
      type: careCloudExternalIdsFilter,
      description:
        'Customers to whom another system gave any of these ids, e.g. `{ ids: ["A798274529"] }`. Needs the scope `customers:pii`.',
    }),
    segmentId: t.id({
      description:
        'Customers in this segment, e.g. `"8bed991c68a470e7aaeffbf048"`. CareCloud returns all its members in one response: a very large segment is refused.',
    }),
  }),
});

/** Validates and converts; null if it restricts nothing. */
export function toCareCloudFilter(
  input: typeof careCloudCustomerFilter.$inferInput | null | undefined,
  settings: InputSettings,
  path = 'filter',
): CareCloudCustomerFilter | null {
  const given = present(input);
  if (Object.keys(given).length === 0) return null;
  const { email, emails, phone, firstName, lastName, birthdate, customerSourceId, customerIds } = given;
  const { states, storeIds, consent, cardNumbers, externalIds, segmentId } = given;
  return {
    ...(email !== undefined && { email: toTrimmedText(email, `${path}.email`) }),
    ...(emails !== undefined && { emails: toList(emails, `${path}.emails`, toTrimmedText) }),
    // The vendor expects digits with the country code and no `+`.
    ...(phone !== undefined && { phone: toPhone(phone, `${path}.phone`, settings).slice(1) }),
    ...(firstName !== undefined && { firstName: toTrimmedText(firstName, `${path}.firstName`) }),
    ...(lastName !== undefined && { lastName: toTrimmedText(lastName, `${path}.lastName`) }),
    ...(birthdate !== undefined && { birthdate }),
    ...(customerSourceId !== undefined && {
      customerSourceId: toTrimmedText(customerSourceId, `${path}.customerSourceId`),
    }),
    ...(customerIds !== undefined && {
      customerIds: toList(customerIds, `${path}.customerIds`, toCareCloudId),
    }),
    ...(states !== undefined && { states: [...states] }),
    ...(storeIds !== undefined && { storeIds: toList(storeIds, `${path}.storeIds`, toTrimmedText) }),
    ...(consent !== undefined && {
      consent: {
        consentId: toTrimmedText(consent.consentId, `${path}.consent.consentId`),
        value: consent.value,
      },
    }),
    ...(cardNumbers !== undefined && {
      cardNumbers: toList(cardNumbers, `${path}.cardNumbers`, toTrimmedText),
    }),
    ...(externalIds !== undefined && {
      externalIds: {
        ids: toList(externalIds.ids, `${path}.externalIds.ids`, toTrimmedText),
        ...(externalIds.sourceId != null && {
          sourceId: toTrimmedText(externalIds.sourceId, `${path}.externalIds.sourceId`),
        }),
      },
    }),
    ...(segmentId !== undefined && { segmentId: toCareCloudId(segmentId, `${path}.segmentId`) }),
  };
}
