import { builder } from '../builder.ts';
import type { Access } from '../context.ts';
import { encodeGlobalId } from '../shared/global-id.ts';
import { nodeInterface } from '../shared/node-interface.ts';
import { pii, read } from '../shared/scopes.ts';
import { customerRef } from '../shared/type-refs.ts';
import { helpCrunchCustomDatum, helpCrunchDevice, helpCrunchLocation, helpCrunchTag } from './details.ts';
import { helpCrunchCustomerRef } from './ref.ts';

/**
 * Queries and fragments contain emails, names and sign-in tokens: shows as much of an address as this client may see.
 */
function address(url: string | null, access: Access): string | null {
  return access.may('customers:pii') ? url : (url?.split(/[?#]/, 1)[0] ?? null);
}

builder.objectType(helpCrunchCustomerRef, {
  directives: { cost: { weight: 3 } },
  description:
    'A profile in HelpCrunch, the support chat, with everything its API returns: when someone was last seen, where, on what device, with which tags and custom data. Values HelpCrunch leaves empty are null.',
  interfaces: [nodeInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Global id of this profile. Good as a cache key.',
      resolve: (record) => encodeGlobalId('HelpCrunchCustomer', record.id),
    }),
    customerId: t.id({
      ...read,
      nullable: false,
      description: 'HelpCrunch’s own id, a whole number, e.g. `"265555"`.',
      resolve: (record) => record.id,
    }),
    customer: t.field({
      ...read,
      type: customerRef,
      description:
        'The person across both sources. A profile that matches several accounts belongs to the best of them.',
      resolve: (record, _args, { directory }) => directory.customerOf(record),
    }),
    name: t.string({
      ...pii,
      description: 'Full name, e.g. `"Lana Del Red"`.',
      resolve: ({ own }) => own.name,
    }),
    email: t.string({
      ...pii,
      description: 'Email address, e.g. `"lana.red@example.com"`. Several profiles may have the same.',
      resolve: ({ own }) => own.email,
    }),
    userId: t.string({
      ...pii,
      description: 'The user id that your own product gave HelpCrunch, e.g. `"transylmania_6996"`.',
      resolve: ({ own }) => own.userId,
    }),
    company: t.string({
      ...read,
      description: 'Company, e.g. `"Transylmania"`.',
      resolve: ({ own }) => own.company,
    }),
    phone: t.string({
      ...pii,
      description: 'Phone number as someone typed it, e.g. `"(213) 555-0142"`.',
      resolve: ({ own }) => own.phone,
    }),
    firstSeenAt: t.field({
      ...read,
      type: 'DateTime',
      description: 'First visit; null for people who never visited, such as imported ones.',
      resolve: ({ own }) => own.firstSeenAt,
    }),
    lastSeenAt: t.field({
      ...read,
      type: 'DateTime',
      description: 'Last visit; null for people who never visited.',
      resolve: ({ own }) => own.lastSeenAt,
    }),
    location: t.field({
      ...read,
      type: helpCrunchLocation,
      description: 'The place of the last visit, as derived from its IP address.',
      resolve: ({ own }) => own.location,
    }),
    device: t.field({
      ...pii,
      type: helpCrunchDevice,
      description: 'The device of the last visit.',
      resolve: ({ own }) => own.device,
    }),
    unsubscribed: t.boolean({
      ...read,
      description: 'Whether the person unsubscribed from emails.',
      resolve: ({ own }) => own.unsubscribed,
    }),
    blocked: t.boolean({
      ...read,
      description: 'Whether a team member blocked the person.',
      resolve: ({ own }) => own.blocked,
    }),
    source: t.string({
      ...read,
      description:
        'The first page of yours the person opened, e.g. `"https://example.com/pricing"`. Without the scope `customers:pii` it ends before its query.',
      resolve: ({ own }, _args, { access }) => address(own.source, access),
    }),
    referer: t.string({
      ...read,
      description:
        'The page the person came from, e.g. `"https://google.com/"`. Without the scope `customers:pii` it ends before its query.',
      resolve: ({ own }, _args, { access }) => address(own.referer, access),
    }),
    locale: t.string({
      ...read,
      description: 'Language of the person’s browser, usually ISO 639-1, e.g. `"en"`.',
      resolve: ({ own }) => own.locale,
    }),
    notes: t.string({
      ...pii,
      description: 'What team members noted about the person.',
      resolve: ({ own }) => own.notes,
    }),
    lastPage: t.string({
      ...read,
      description:
        'The last page of yours the person visited. Without the scope `customers:pii` it ends before its query.',
      resolve: ({ own }, _args, { access }) => address(own.lastPage, access),
    }),
    createdFrom: t.string({
      ...read,
      description: 'What the profile was created from, e.g. `"telegram"`.',
      resolve: ({ own }) => own.createdFrom,
    }),
    integrationId: t.string({
      ...pii,
      description: 'The person’s id in the channel they came through, e.g. `"465847687"` in Telegram.',
      resolve: ({ own }) => own.integrationId,
    }),
    tags: t.field({
      ...read,
      type: [helpCrunchTag],
      nullable: false,
      listSize: { assumedSize: 5 },
      description: 'Tags that team members or rules gave the profile.',
      resolve: ({ own }) => own.tags,
    }),
    customData: t.field({
      ...pii,
      type: [helpCrunchCustomDatum],
      nullable: false,
      listSize: { assumedSize: 15 },
      description:
        'Further attributes that this company defined itself. Needs the scope `customers:pii`; without it the list is empty.',
      args: {
        properties: t.arg.stringList({
          description: 'Only these attributes, by exact name, e.g. `["Plan", "Role"]`. All by default.',
        }),
      },
      resolve: ({ own }, { properties }) =>
        properties == null
          ? own.customData
          : own.customData.filter(({ property }) => properties.includes(property)),
    }),
  }),
});
