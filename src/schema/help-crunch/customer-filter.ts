import type {
  HelpCrunchCustomerFilter,
  HelpCrunchIdFilter,
  HelpCrunchStringFilter,
  HelpCrunchTagFilter,
} from '../../customers/model/help-crunch-customer.ts';
import { builder } from '../builder.ts';
import { present, toList, toText } from '../shared/parse-input.ts';
import { piiInput } from '../shared/scopes.ts';
import {
  helpCrunchDateTimeFilter,
  helpCrunchIdFilter,
  helpCrunchMatch,
  helpCrunchStringFilter,
  helpCrunchTagFilter,
} from './conditions.ts';
import { toHelpCrunchId } from './to-id.ts';

export const helpCrunchCustomerFilter = builder.inputType('HelpCrunchCustomerFilter', {
  description:
    'HelpCrunch’s own search: conditions on a profile, all combined by the same operator (`match`), e.g. `{ match: ANY, company: { contains: "example" }, tags: { anyOf: ["Lead"] } }`. Null and `{}` are the same as absent.',
  fields: (t) => ({
    match: t.field({
      type: helpCrunchMatch,
      defaultValue: 'ALL',
      description:
        'Whether all conditions must hold, or any of them is enough. Each operator is a condition: with `ANY`, `{ gte, lt }` is not a range.',
    }),
    id: t.field({ type: helpCrunchIdFilter, description: 'On the HelpCrunch id, a whole number.' }),
    name: t.field({
      type: helpCrunchStringFilter,
      ...piiInput,
      description:
        'On the full name; HelpCrunch has no first and last name. Needs the scope `customers:pii`.',
    }),
    email: t.field({
      type: helpCrunchStringFilter,
      ...piiInput,
      description: 'On the email address. Needs the scope `customers:pii`.',
    }),
    userId: t.field({
      type: helpCrunchStringFilter,
      ...piiInput,
      description: 'On the user id that your own product gave HelpCrunch. Needs the scope `customers:pii`.',
    }),
    company: t.field({ type: helpCrunchStringFilter, description: 'On the company’s name.' }),
    phone: t.field({
      type: helpCrunchStringFilter,
      ...piiInput,
      description:
        'On the phone number as HelpCrunch stores it, which is free text. Needs the scope `customers:pii`.',
    }),
    countryCode: t.field({
      type: helpCrunchStringFilter,
      description: 'On the country code of the last visit, e.g. `{ eq: "US" }`.',
    }),
    regionCode: t.field({
      type: helpCrunchStringFilter,
      description: 'On the region of the last visit, in mixed notations, e.g. `{ in: ["CA", "40"] }`.',
    }),
    city: t.field({
      type: helpCrunchStringFilter,
      description: 'On the city of the last visit, e.g. `{ eq: "Los Angeles" }`.',
    }),
    lastSeen: t.field({
      type: helpCrunchDateTimeFilter,
      description: 'On the time of the last visit. The same as `lastSeenAt`.',
    }),
    lastSeenAt: t.field({
      type: helpCrunchDateTimeFilter,
      description: 'On the time of the last visit, e.g. `{ gte: "2025-01-01T00:00:00Z" }`.',
    }),
    blocked: t.boolean({
      description:
        'Whether a team member blocked them. HelpCrunch cannot search by this: the gateway checks each row, which may end a page early.',
    }),
    unsubscribed: t.boolean({
      description: 'Whether they unsubscribed from emails. The gateway checks each row.',
    }),
    tags: t.field({ type: helpCrunchTagFilter, description: 'On the tags.' }),
  }),
});

/** Validates and converts; null if it restricts nothing. Values stay as written: the grammar is the vendor's. */
export function toHelpCrunchFilter(
  input: typeof helpCrunchCustomerFilter.$inferInput | null | undefined,
  path = 'filter',
): HelpCrunchCustomerFilter | null {
  const { match = 'ALL', id, lastSeen, lastSeenAt, blocked, unsubscribed, tags, ...texts } = present(input);
  const conditions: Omit<HelpCrunchCustomerFilter, 'match'> = withoutEmpty({
    id: toIdFilter(id, `${path}.id`),
    ...Object.fromEntries(
      Object.entries(texts).map(([name, condition]) => [name, toStringFilter(condition, `${path}.${name}`)]),
    ),
    lastSeen: present(lastSeen),
    lastSeenAt: present(lastSeenAt),
    tags: toTagFilter(tags, `${path}.tags`),
  });
  const flags = {
    ...(blocked !== undefined && { blocked }),
    ...(unsubscribed !== undefined && { unsubscribed }),
  };
  const given = { ...conditions, ...flags };
  return Object.keys(given).length === 0 ? null : { match, ...given };
}

function toIdFilter(
  input: typeof helpCrunchIdFilter.$inferInput | undefined,
  path: string,
): HelpCrunchIdFilter {
  return mapValues(present(input), (value, name) =>
    typeof value === 'string'
      ? toHelpCrunchId(value, `${path}.${name}`)
      : toList(value, `${path}.${name}`, toHelpCrunchId),
  );
}

function toStringFilter(
  input: typeof helpCrunchStringFilter.$inferInput | undefined,
  path: string,
): HelpCrunchStringFilter {
  return mapValues(present(input), (value, name) =>
    typeof value === 'string' ? toText(value, `${path}.${name}`) : toList(value, `${path}.${name}`, toText),
  );
}

export function toTagFilter(
  input: typeof helpCrunchTagFilter.$inferInput | undefined,
  path: string,
): HelpCrunchTagFilter {
  const { allOf, anyOf, noneOf } = present(input);
  return {
    // "Has all of no tags" is always true.
    ...(allOf !== undefined && allOf.length > 0 && { allOf: toList(allOf, `${path}.allOf`, toText) }),
    ...(anyOf !== undefined && { anyOf: toList(anyOf, `${path}.anyOf`, toText) }),
    ...(noneOf !== undefined && noneOf.length > 0 && { noneOf: toList(noneOf, `${path}.noneOf`, toText) }),
  };
}

function mapValues<T extends object>(
  members: T,
  toValue: (value: string | readonly string[], name: string) => string | readonly string[],
): T {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, toValue(value, name)]),
  ) as T;
}

/** A condition without members restricts nothing, so it is dropped. */
function withoutEmpty<T extends object>(conditions: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(conditions).filter(([, condition]) => Object.keys(condition).length > 0),
  ) as Partial<T>;
}
