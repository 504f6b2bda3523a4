import { builder } from '../builder.ts';

export const helpCrunchMatch = builder.enumType('HelpCrunchMatch', {
  description:
    'How the conditions of a HelpCrunch search are combined; HelpCrunch takes one operator for the whole search.',
  values: {
    ALL: { description: 'Every condition must hold (AND).' },
    ANY: { description: 'One condition is enough (OR).' },
  } as const,
});

export const helpCrunchIdFilter = builder.inputType('HelpCrunchIdFilter', {
  description: 'Conditions on a HelpCrunch id, a whole number, e.g. `{ gt: "265555" }`.',
  fields: (t) => ({
    eq: t.id({ description: 'Is this id.' }),
    ne: t.id({ description: 'Is not this id.' }),
    gt: t.id({ description: 'Is greater than this.' }),
    gte: t.id({ description: 'Is this or greater.' }),
    lt: t.id({ description: 'Is less than this.' }),
    lte: t.id({ description: 'Is this or less.' }),
    in: t.idList({ description: 'Is one of these, at most 1000. An empty list matches nothing.' }),
  }),
});

export const helpCrunchStringFilter = builder.inputType('HelpCrunchStringFilter', {
  description:
    'Conditions on a text of a HelpCrunch profile, e.g. `{ contains: "example" }`. In `customers` letter case is ignored: what HelpCrunch’s search cannot find like that (`filters` of `Query.sources`), the gateway checks in each row of its list. `helpCrunchCustomers` has what HelpCrunch’s search finds. A profile without the value satisfies `ne` and `notContains`.',
  fields: (t) => ({
    eq: t.string({ description: 'Is exactly this.' }),
    ne: t.string({ description: 'Is not this.' }),
    contains: t.string({
      description: 'Contains this, where HelpCrunch’s search looks: in `customers` anywhere in the text.',
    }),
    notContains: t.string({ description: 'Has this nowhere in it.' }),
    in: t.stringList({
      description: 'Is exactly one of these, at most 1000. An empty list matches nothing.',
    }),
  }),
});

export const helpCrunchDateTimeFilter = builder.inputType('HelpCrunchDateTimeFilter', {
  description:
    'Conditions on a moment; HelpCrunch keeps whole seconds. E.g. `{ gte: "2020-06-01T00:00:00Z", lt: "2020-07-01T00:00:00Z" }` for June 2020.',
  fields: (t) => ({
    eq: t.field({ type: 'DateTime', description: 'Is this moment.' }),
    ne: t.field({ type: 'DateTime', description: 'Is not this moment.' }),
    gt: t.field({ type: 'DateTime', description: 'Is after this moment.' }),
    gte: t.field({ type: 'DateTime', description: 'Is at or after this moment.' }),
    lt: t.field({ type: 'DateTime', description: 'Is before this moment.' }),
    lte: t.field({ type: 'DateTime', description: 'Is at or before this moment.' }),
  }),
});

export const helpCrunchTagFilter = builder.inputType('HelpCrunchTagFilter', {
  description: 'Conditions on the tags of a HelpCrunch profile, by name, e.g. `{ anyOf: ["Lead", "Paid"] }`.',
  fields: (t) => ({
    allOf: t.stringList({
      description: 'Has all of these tags, at most 1000. An empty list restricts nothing.',
    }),
    anyOf: t.stringList({
      description: 'Has at least one of these tags, at most 1000. An empty list matches nothing.',
    }),
    noneOf: t.stringList({
      description:
        'Has none of these tags, at most 1000; an empty list restricts nothing. HelpCrunch cannot search by this: the gateway checks each row, which may end a page early.',
    }),
  }),
});
