import type { Customer } from '../../customers/model/customer.ts';
import type { Person } from '../../customers/model/source-record.ts';
import { builder } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { customerSource, gender } from '../shared/enums.ts';
import { encodeGlobalId } from '../shared/global-id.ts';
import { nodeInterface } from '../shared/node-interface.ts';
import { pii, read } from '../shared/scopes.ts';
import { customerRef } from '../shared/type-refs.ts';
import { allVendors, type SchemaVendor } from '../shared/vendor.ts';
import { pickRecords, sourcesOf, unknownSourcesOf } from './customer-records.ts';

builder.objectType(customerRef, {
  directives: { cost: { weight: 2 } },
  description:
    'A person, once, whichever sources know them: a CareCloud account with the HelpCrunch profiles of the same email address, or a HelpCrunch profile without an account. A field has CareCloud’s value if there is one, else HelpCrunch’s, unless it says otherwise.',
  interfaces: [nodeInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Global id: the same whichever key the person was found by. Good as a cache key.',
      resolve: ({ key }) => encodeGlobalId('Customer', key),
    }),
    sources: t.field({
      ...read,
      type: [customerSource],
      nullable: false,
      description:
        'The sources that know this person (not how they are doing: that is `Query.sources`, and `sources` of the list for its page), e.g. `[CARECLOUD, HELPCRUNCH]`. A source that does not answer is left out; select `careCloud` or `helpCrunch` to see why.',
      resolve: (customer, _args, { directory }) => sourcesOf(customer, directory),
    }),
    unknownSources: t.field({
      ...read,
      type: [customerSource],
      nullable: false,
      description:
        'The configured sources that did not answer, or whose search may miss somebody, so that it is unknown whether they know this person. Empty where `sources` is complete.',
      resolve: (customer, _args, { directory }) => unknownSourcesOf(customer, directory),
    }),
    ...Object.fromEntries(
      allVendors().map((vendor) => [
        vendor.idField.name,
        t.id({
          ...read,
          description: vendor.idField.description,
          resolve: (customer, _args, { directory }) =>
            pickRecords(vendor, customer, directory, ([first]) => first?.id),
        }),
      ]),
    ),
    name: t.string({ ...pii, description: 'Full name, e.g. `"Lana Del Red"`.', resolve: field('name') }),
    firstName: t.string({
      ...pii,
      description: 'First name. For people only HelpCrunch knows: the first word of their name.',
      resolve: field('firstName'),
    }),
    lastName: t.string({
      ...pii,
      description: 'Last name. For people only HelpCrunch knows: their name without its first word.',
      resolve: field('lastName'),
    }),
    email: t.string({
      ...pii,
      description:
        'Email address as the source stores it, e.g. `"lana.red@example.com"`; null where the source’s text is not an address (`none`, `-`). Not unique.',
      resolve: field('email'),
    }),
    phone: t.string({
      ...pii,
      description:
        'Phone number in E.164, e.g. `"+420523828931"`; null when the source’s text is not a number.',
      resolve: field('phone'),
    }),
    birthdate: t.field({
      ...pii,
      type: 'Date',
      description: 'Date of birth, e.g. `"1985-02-12"`. Only CareCloud knows it.',
      resolve: field('birthdate'),
    }),
    gender: t.field({
      ...read,
      type: gender,
      description: 'How the person wants to be addressed. Only CareCloud knows it.',
      resolve: field('gender'),
    }),
    company: t.string({
      ...read,
      description: 'Company, e.g. `"Transylmania"`. Only HelpCrunch knows it.',
      resolve: field('company'),
    }),
    language: t.string({
      ...read,
      description: 'Language as ISO 639-1, e.g. `"cs"`.',
      resolve: field('language'),
    }),
    city: t.string({
      ...read,
      description: 'City: of the address in CareCloud, else of the last visit in HelpCrunch.',
      resolve: field('city'),
    }),
    countryCode: t.string({
      ...read,
      description:
        'Country as ISO 3166-1 alpha-2, e.g. `"CZ"`; null when the source’s value is not a country.',
      resolve: field('countryCode'),
    }),
    firstSeenAt: t.field({
      ...read,
      type: 'DateTime',
      description: 'First visit, as HelpCrunch saw it.',
      resolve: field('firstSeenAt'),
    }),
    lastSeenAt: t.field({
      ...read,
      type: 'DateTime',
      description: 'Last visit, as HelpCrunch saw it.',
      resolve: field('lastSeenAt'),
    }),
    updatedAt: t.field({
      ...read,
      type: 'DateTime',
      description: 'Last change in CareCloud; the last visit for people only HelpCrunch knows.',
      resolve: field('updatedAt'),
    }),
    ...Object.fromEntries(allVendors().flatMap((vendor) => recordFields(t, vendor))),
  }),
});

/** A unified field. The directory returns at once if it knows the value, and looks it up only if it must. */
function field<K extends keyof Person>(name: K) {
  return (customer: Customer, _args: unknown, { directory }: GatewayContext) =>
    directory.field(customer, name);
}

type CustomerFields = Parameters<
  NonNullable<Parameters<typeof builder.objectType<[], typeof customerRef>>[1]['fields']>
>[0];

/** The vendor's own records of a person: `careCloud`, `helpCrunch` and `helpCrunchProfiles`. */
function recordFields(t: CustomerFields, vendor: SchemaVendor) {
  const { ref, recordField, profilesField } = vendor;
  const record = t.field({
    ...read,
    type: ref,
    description: recordField.description,
    resolve: (customer, _args, { directory }) =>
      pickRecords(vendor, customer, directory, ([first = null]) => first),
  });
  if (profilesField === undefined) return [[recordField.name, record] as const];
  const profiles = t.field({
    ...read,
    type: [ref],
    listSize: { assumedSize: 2 },
    description: profilesField.description,
    resolve: (customer, _args, { directory }) =>
      pickRecords(vendor, customer, directory, (profiles) => profiles),
  });
  return [[recordField.name, record] as const, [profilesField.name, profiles] as const];
}
