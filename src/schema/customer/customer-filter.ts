import type { CustomerFilter, OwnFilter, SharedCriteria } from '../../customers/model/customer-filter.ts';
import type { SourceName } from '../../customers/model/source-record.ts';
import { builder } from '../builder.ts';
import { dateTimeRange, toInstantRange } from '../shared/date-time-range.ts';
import { customerSource } from '../shared/enums.ts';
import { type InputSettings, present, toList, toPhone, toTrimmedText } from '../shared/parse-input.ts';
import { piiInput } from '../shared/scopes.ts';
import { allVendors } from '../shared/vendor.ts';

export const customerFilter = builder.inputType('CustomerFilter', {
  description:
    'Which people to list. All that is set must hold; a list matches any of its values. Null and `{}` are the same as absent; an empty list of values matches nobody, while an empty `inSources` or `notInSources` restricts nothing. `email`, `phone`, names and `birthdate` must hold together in one record of the person; `updatedAt` and `lastSeenAt` are the person’s. Example: chat leads who are not loyalty members, `{ inSources: [HELPCRUNCH], notInSources: [CARECLOUD] }`.',
  fields: (t) => ({
    email: t.string({
      ...piiInput,
      description:
        'Exactly this email address, letter case ignored, e.g. `"lana.red@example.com"`. If a source’s search distinguishes letter case, it is asked for the usual spellings, and the page says `INCOMPLETE_SEARCH`. Needs the scope `customers:pii`.',
    }),
    emails: t.stringList({
      ...piiInput,
      description: 'Any of these email addresses, at most 1000. Needs the scope `customers:pii`.',
    }),
    phone: t.string({
      ...piiInput,
      description:
        'This phone number, in any usual notation with its country code, e.g. `"+420 523 828 931"`. If a source cannot find phones (`filters` of `Query.sources`), the gateway checks each row of its list. Needs the scope `customers:pii`.',
    }),
    phones: t.stringList({
      ...piiInput,
      description:
        'Any of these phone numbers, each as in `phone`, at most 1000. Each source takes only a few numbers at once: with a longer list the gateway checks each row, which may end a page early. Needs the scope `customers:pii`.',
    }),
    firstName: t.string({
      ...piiInput,
      description:
        'Exactly this first name, letter case ignored, e.g. `"Lana"`. If a source cannot find names like that (`filters` of `Query.sources`), the gateway checks each row of its list. Needs the scope `customers:pii`.',
    }),
    lastName: t.string({
      ...piiInput,
      description:
        'Exactly this last name, letter case ignored, e.g. `"Del Red"`; found as `firstName` is. Needs the scope `customers:pii`.',
    }),
    birthdate: t.field({
      ...piiInput,
      type: 'Date',
      description:
        'Date of birth, e.g. `"1985-02-12"`. HelpCrunch does not know it, so only CareCloud accounts match. Needs the scope `customers:pii`.',
    }),
    updatedAt: t.field({
      type: dateTimeRange,
      description:
        'People whose `updatedAt` is in this range, e.g. `{ gte: "2025-06-01T00:00:00Z" }`; null is in no range. With `orderBy: { field: UPDATED_AT }` CareCloud’s list is read between the bounds only; in the order `SOURCE` the gateway checks each row, which may end a page early.',
    }),
    lastSeenAt: t.field({
      type: dateTimeRange,
      description:
        'People with a profile whose last visit is in this range, e.g. `{ gte: "2025-06-01T00:00:00Z" }`. Each is listed at that profile.',
    }),
    inSources: t.field({
      type: [customerSource],
      description: 'People known to all of these sources, e.g. `[CARECLOUD, HELPCRUNCH]` for people in both.',
    }),
    notInSources: t.field({ type: [customerSource], description: 'People known to none of these sources.' }),
    // Parsed by the vendor's own parser below, so not part of the type TypeScript infers.
    ...(Object.fromEntries(
      allVendors().map(({ filter: { name, type, description } }) => [name, t.field({ type, description })]),
    ) as object),
  }),
});

/** Validates and converts; drops nulls and empty own filters. */
export function toCustomerFilter(
  input: (typeof customerFilter.$inferInput & Readonly<Record<string, unknown>>) | null | undefined,
  settings: InputSettings,
  path = 'filter',
): CustomerFilter {
  const {
    inSources = [],
    notInSources = [],
    updatedAt,
    lastSeenAt,
    ...shared
  } = present<typeof customerFilter.$inferInput>(input);
  const moments = { updatedAt: toInstantRange(updatedAt), lastSeenAt: toInstantRange(lastSeenAt) };
  const members = (input ?? {}) as Readonly<Record<string, object | null | undefined>>;
  const own = new Map<SourceName, OwnFilter>();
  for (const { source, filter } of allVendors()) {
    const parsed = filter.parse(members[filter.name], settings, `${path}.${filter.name}`);
    if (parsed !== null) own.set(source, parsed);
  }
  return {
    shared: toSharedCriteria(shared, settings, path),
    inSources,
    notInSources,
    own,
    ...(moments.updatedAt && { updatedAt: moments.updatedAt }),
    ...(moments.lastSeenAt && { lastSeenAt: moments.lastSeenAt }),
  };
}

function toSharedCriteria(
  given: Partial<SharedCriteria>,
  settings: InputSettings,
  path: string,
): SharedCriteria {
  const { email, emails, phone, phones, firstName, lastName, birthdate } = given;
  return {
    ...(email !== undefined && { email: toTrimmedText(email, `${path}.email`) }),
    ...(emails !== undefined && { emails: toList(emails, `${path}.emails`, toTrimmedText) }),
    ...(phone !== undefined && { phone: toPhone(phone, `${path}.phone`, settings) }),
    ...(phones !== undefined && {
      phones: toList(phones, `${path}.phones`, (text, at) => toPhone(text, at, settings)),
    }),
    ...(firstName !== undefined && { firstName: toTrimmedText(firstName, `${path}.firstName`) }),
    ...(lastName !== undefined && { lastName: toTrimmedText(lastName, `${path}.lastName`) }),
    ...(birthdate !== undefined && { birthdate }),
  };
}
