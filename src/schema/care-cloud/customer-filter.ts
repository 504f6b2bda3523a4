import type { CareCloudCustomerFilter } from '../../customers/model/care-cloud-customer.ts';
import { builder } from '../builder.ts';
import { type InputSettings, present, toList, toPhone, toTrimmedText } from '../shared/parse-input.ts';
import { piiInput } from '../shared/scopes.ts';
import { toCareCloudId } from './to-id.ts';

export const careCloudCustomerFilter = builder.inputType('CareCloudCustomerFilter', {
  description:
    'CareCloud’s own search parameters, one to one. All that are set must hold; null is the same as absent; an empty list matches nothing. How exactly CareCloud compares texts is its own affair in `careCloudCustomers`; in `customers` matches are checked again, letter case ignored.',
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
  }),
});

/** Checks and translates; null when it restricts nothing. */
export function toCareCloudFilter(
  input: typeof careCloudCustomerFilter.$inferInput | null | undefined,
  settings: InputSettings,
  path = 'filter',
): CareCloudCustomerFilter | null {
  const given = present(input);
  if (Object.keys(given).length === 0) return null;
  const { email, emails, phone, firstName, lastName, birthdate, customerSourceId, customerIds } = given;
  return {
    ...(email !== undefined && { email: toTrimmedText(email, `${path}.email`) }),
    ...(emails !== undefined && { emails: toList(emails, `${path}.emails`, toTrimmedText) }),
    // The vendor wants the digits with the country code and no `+`.
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
  };
}
