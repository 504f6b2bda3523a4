import type { TextMatching } from '../personality/with-habits.ts';
import type { RowIndex, RowPage, RowReader } from '../row-store.ts';
import { comparison } from './comparison.ts';
import { helpCrunchField } from './fields.ts';
import type { HelpCrunchCondition, HelpCrunchSearch } from './search-body.ts';
import type { HelpCrunchCustomerWire } from './wire.ts';

type Row = HelpCrunchCustomerWire;
type Fold = (text: string) => string;

/** Fields with an index: those that identify people. */
const INDEXED = new Set(['customers.id', 'customers.email', 'customers.userId', 'customers.phone']);

/** What `POST /customers/search` finds: all conditions, or any of them; they do not nest. */
export const searchHelpCrunch = (
  store: RowReader<Row, number>,
  { page, any, conditions }: HelpCrunchSearch<Row>,
  matching: TextMatching,
): RowPage<Row> =>
  store.select({
    ...page,
    candidates: candidatesOf(store, any, conditions, matching),
    matches: toPredicate(any, conditions, matching),
  });

/** If equality on indexed fields decides, only the rows found there are read. */
const candidatesOf = (
  store: RowReader<Row, number>,
  any: boolean,
  conditions: readonly HelpCrunchCondition[],
  matching: TextMatching,
): readonly Row[] | null => {
  const exact = conditions.filter(({ field, operator }) => operator === '=' && INDEXED.has(field));
  if (any ? exact.length < conditions.length : exact.length === 0) return null;
  const used = any ? exact : exact.slice(0, 1);
  const lookUps = used.map(({ field, operator, value }) => {
    const fold = foldFor(field, operator, matching);
    return { index: indexOf(field, fold), values: [folded(value as string | number, fold)] };
  });
  return store.lookUpAny(lookUps);
};

const indexOf = (field: string, fold: Fold): RowIndex<Row> => {
  const valueIn = reader(field, fold);
  return { name: field, keyOf: valueIn };
};

const toPredicate = (
  any: boolean,
  conditions: readonly HelpCrunchCondition[],
  matching: TextMatching,
): ((row: Row) => boolean) => {
  const checks = groupByUse(conditions).map((own) => toUseCheck(own, any, matching));
  return any ? (row) => checks.some((check) => check(row)) : (row) => checks.every((check) => check(row));
};

/** Groups the conditions with the same operator and field, so that a row's value is read and folded once for all. */
const toUseCheck = (
  conditions: readonly [HelpCrunchCondition, ...HelpCrunchCondition[]],
  any: boolean,
  matching: TextMatching,
): ((row: Row) => boolean) => {
  const [{ field, operator }] = conditions;
  const fold = foldFor(field, operator, matching);
  if (field === 'customers.tagsData') {
    const checks = conditions.map(({ value }) => hasAllTags(value as readonly string[], fold));
    return (row) => (any ? checks.some((check) => check(row)) : checks.every((check) => check(row)));
  }
  const valueIn = reader(field, fold);
  const checks = conditions.map(({ value }) =>
    comparison(operator, folded(value as string | number, fold), matching.contains),
  );
  return (row) => {
    const value = valueIn(row);
    return any ? checks.some((check) => check(value)) : checks.every((check) => check(value));
  };
};

/** Several tags in one value: the customer has all of them. */
const hasAllTags = (wanted: readonly string[], fold: Fold): ((row: Row) => boolean) => {
  const names = wanted.map(fold);
  return ({ tags }) => {
    const own = new Set(tags.map(({ name }) => fold(name)));
    return names.every((name) => own.has(name));
  };
};

const reader = (name: string, fold: Fold): ((row: Row) => string | number | null) => {
  // The NEW generation has every field of the OLD one; parsing the body already checked which fields are allowed.
  const field = helpCrunchField('NEW', name);
  if (!field) throw new Error(`Expected a field of the search grammar, got ${name}.`);
  return (row) => {
    const value = field.read(row);
    return value === null ? null : folded(value, fold);
  };
};

const folded = (value: string | number, fold: Fold): string | number =>
  typeof value === 'string' ? fold(value) : value;

const foldFor =
  (field: string, operator: string, { fold }: TextMatching): Fold =>
  (text) =>
    fold(text, { field, operator });

const groupByUse = (
  conditions: readonly HelpCrunchCondition[],
): readonly [HelpCrunchCondition, ...HelpCrunchCondition[]][] => {
  const groups = new Map<string, [HelpCrunchCondition, ...HelpCrunchCondition[]]>();
  for (const condition of conditions) {
    const use = `${condition.field} ${condition.operator}`;
    const group = groups.get(use);
    if (group) group.push(condition);
    else groups.set(use, [condition]);
  }
  return [...groups.values()];
};
