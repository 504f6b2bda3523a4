import type { MomentCriteria } from '../../../customers/model/customer-filter.ts';
import type {
  HelpCrunchCustomer,
  HelpCrunchCustomerFilter,
  HelpCrunchDateTimeFilter,
  HelpCrunchIdFilter,
  HelpCrunchStringFilter,
  HelpCrunchTagFilter,
} from '../../../customers/model/help-crunch-customer.ts';
import type { SearchField } from '../wire/wire.ts';
import { type Atom, CERTAINTY, type Clause } from './atom.ts';
import { type AtomOrTruth, idAtom, lastSeenAtom, type NumberOperator } from './number-atom.ts';
import { findable, type SearchTraits, surelyFinds } from './search-traits.ts';
import { possibleTags, tagsAtom } from './tag-atom.ts';
import { type TextField, type TextOperator, textAtom } from './text-atom.ts';

const TEXT_FIELDS = [
  'name',
  'email',
  'userId',
  'company',
  'phone',
  'countryCode',
  'regionCode',
  'city',
] as const satisfies readonly TextField[];

const TEXT_OPERATORS = { eq: '=', ne: '!=', contains: '~', notContains: '!~' } as const satisfies Record<
  Exclude<keyof HelpCrunchStringFilter, 'in'>,
  TextOperator
>;

const NUMBER_OPERATORS = {
  eq: '=',
  ne: '!=',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
} as const satisfies Record<keyof HelpCrunchDateTimeFilter, NumberOperator>;

/** What the search can filter by, under the public names of HelpCrunchCustomerFilter. */
const FILTERS: readonly string[] = [
  ...[...Object.keys(NUMBER_OPERATORS), 'in'].map((operator) => `id.${operator}`),
  ...TEXT_FIELDS.flatMap((field) =>
    [...Object.keys(TEXT_OPERATORS), 'in'].map((operator) => `${field}.${operator}`),
  ),
  ...Object.keys(NUMBER_OPERATORS).map((operator) => `lastSeen.${operator}`),
  'tags.allOf',
  'tags.anyOf',
];

/** Those of FILTERS whose results are certainly complete. */
export function filtersFor(traits: SearchTraits): readonly string[] {
  const OPERATOR_OF: Readonly<Record<string, TextOperator>> = { ...TEXT_OPERATORS, in: '=' };
  return FILTERS.filter((name) => {
    const [field = '', operator = ''] = name.split('.');
    if (field === 'tags') return !traits.equalsMindsCase;
    const isText = (TEXT_FIELDS as readonly string[]).includes(field);
    const asked = OPERATOR_OF[operator];
    if (!isText || asked === undefined) return true;
    const condition = { field: `customers.${field}` as SearchField, operator: asked, value: 'a' };
    return surelyFinds(findable(condition, traits), traits);
  });
}

/** One condition of the filter: alternatives of which one must hold. */
interface OwnCondition {
  readonly criterion: string;
  readonly alternatives: readonly AtomOrTruth[];
  /** For conditions that a search cannot express. */
  readonly residual?: (customer: HelpCrunchCustomer) => boolean;
}

/**
 * The vendor's own filter as clauses that must all hold: one per condition under `ALL`, one of all conditions under
 * `ANY`. Absent conditions and an empty `allOf` are ignored; an empty `in` or `anyOf` is a condition that nothing
 * satisfies.
 *
 * @param spell Returns the spellings of a text, each searched for by its own condition.
 */
export function toOwnClauses(filter: HelpCrunchCustomerFilter, spell: Spell = asGiven): readonly Clause[] {
  const conditions = [
    ...idConditions(filter.id),
    ...TEXT_FIELDS.flatMap((field) => textConditions(field, filter[field], spell)),
    ...lastSeenConditions('lastSeen', filter.lastSeen),
    ...lastSeenConditions('lastSeenAt', filter.lastSeenAt),
    ...flagConditions('blocked', filter.blocked),
    ...flagConditions('unsubscribed', filter.unsubscribed),
    ...tagConditions(filter.match === 'ALL' ? possibleTags(filter.tags) : filter.tags),
  ];
  if (filter.match === 'ALL') return conditions.flatMap((condition) => toClause([condition]));
  return conditions.length === 0 ? [] : toClause(conditions);
}

/** The times that people can be filtered by: both are a profile's last visit. */
export function momentClauses(demand: MomentCriteria): readonly Clause[] {
  return (['updatedAt', 'lastSeenAt'] as const).flatMap((criterion) =>
    lastSeenConditions('lastSeenAt', demand[criterion])
      .flatMap((condition) => toClause([condition]))
      .map((clause) => ({ ...clause, criteria: [criterion] })),
  );
}

/** No clause if an alternative is always true: nothing is restricted. */
function toClause(conditions: readonly OwnCondition[]): readonly Clause[] {
  const alternatives = conditions.flatMap((condition) => condition.alternatives);
  if (alternatives.includes('ALL')) return [];
  const criteria = [...new Set(conditions.map((condition) => `helpCrunch.${condition.criterion}`))];
  const residuals = conditions.flatMap(({ residual }) => residual ?? []);
  return [
    {
      criteria,
      ...(residuals.length > 0 && {
        residual: (customer: HelpCrunchCustomer) => residuals.some((holds) => holds(customer)),
      }),
      atoms: distinct(alternatives.filter((atom): atom is Atom => typeof atom === 'object')),
    },
  ];
}

function distinct(atoms: readonly Atom[]): readonly Atom[] {
  return [...new Map(atoms.map((atom) => [JSON.stringify(atom.condition), atom])).values()];
}

function idConditions(filter: HelpCrunchIdFilter | undefined): OwnCondition[] {
  const conditions = given(filter, NUMBER_OPERATORS, idAtom).map((atom) => ({
    criterion: 'id',
    alternatives: [atom],
  }));
  return [...conditions, ...inCondition('id', filter?.in, (value) => idAtom('=', value))];
}

type Spell = (field: TextField, value: string) => readonly string[];

const asGiven: Spell = (_field, value) => [value];

/** Emails with accents composed and decomposed, if that differs: vendors may store either. */
export const inEveryComposition: Spell = (field, value) =>
  field === 'email' ? [...new Set([value, value.normalize('NFC'), value.normalize('NFD')])] : [value];

function textConditions(
  field: TextField,
  filter: HelpCrunchStringFilter | undefined,
  spell: Spell,
): OwnCondition[] {
  const conditions = given(filter, TEXT_OPERATORS, (operator, value: string) => {
    const isNegated = operator === '!=' || operator === '!~';
    const spellings = isNegated ? [value] : spell(field, value);
    return spellings.map((spelling) => textAtom(field, operator, spelling));
  }).map((alternatives) => ({ criterion: field, alternatives }));
  const values = filter?.in?.flatMap((value) => spell(field, value));
  return [...conditions, ...inCondition(field, values, (value) => textAtom(field, '=', value))];
}

function lastSeenConditions(
  criterion: 'lastSeen' | 'lastSeenAt',
  filter: HelpCrunchDateTimeFilter | undefined,
): OwnCondition[] {
  return given(filter, NUMBER_OPERATORS, lastSeenAtom).map((atom) => ({
    criterion,
    alternatives: [atom],
  }));
}

/** A profile without a value satisfies neither. */
function flagConditions(criterion: 'blocked' | 'unsubscribed', wanted: boolean | undefined): OwnCondition[] {
  if (wanted === undefined) return [];
  return [{ criterion, alternatives: [], residual: (customer) => customer[criterion] === wanted }];
}

function tagConditions(filter: HelpCrunchTagFilter | undefined): OwnCondition[] {
  const { allOf = [], noneOf = [] } = filter ?? {};
  const unwanted = noneOf.map((name) => tagsAtom([name]));
  const hasNone = (customer: HelpCrunchCustomer) =>
    unwanted.every((tag) => tag.certainty(customer) === CERTAINTY.NO);
  return [
    ...(allOf.length === 0 ? [] : [{ criterion: 'tags', alternatives: [tagsAtom(allOf)] }]),
    ...inCondition('tags', filter?.anyOf, (name) => tagsAtom([name])),
    ...(noneOf.length === 0 ? [] : [{ criterion: 'tags', alternatives: [], residual: hasNone }]),
  ];
}

function inCondition(
  criterion: string,
  values: readonly string[] | undefined,
  toAtom: (value: string) => AtomOrTruth,
): OwnCondition[] {
  return values === undefined ? [] : [{ criterion, alternatives: values.map(toAtom) }];
}

/** The conditions of a filter, by a table of operators. */
function given<Name extends string, Operator, Value, Made>(
  filter: { readonly [name in NoInfer<Name>]?: Value } | undefined,
  operators: Readonly<Record<Name, Operator>>,
  toAtom: (operator: Operator, value: Value) => Made,
): Made[] {
  const made: Made[] = [];
  for (const name of Object.keys(operators) as Name[]) {
    const value = filter?.[name];
    if (value !== undefined) made.push(toAtom(operators[name], value));
  }
  return made;
}
