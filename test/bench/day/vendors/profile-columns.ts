import { comparison } from '../../../../src/sandbox/helpcrunch/comparison.ts';
import { helpCrunchField } from '../../../../src/sandbox/helpcrunch/fields.ts';
import type { HelpCrunchCondition } from '../../../../src/sandbox/helpcrunch/search-body.ts';
import { groupBy } from './group-by.ts';
import type { Population } from './population.ts';
import { TextColumn } from './text-column.ts';

const TEXTS = ['name', 'email', 'phone', 'company', 'userId', 'city', 'countryCode', 'regionCode'].map(
  (name) => `customers.${name}`,
);
const NOTHING = Number.NEGATIVE_INFINITY;
type Sort = 'firstSeen' | 'lastSeen';

interface Page {
  readonly sort: Sort | null;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

/**
 * What searches look at, column by column: a search of 750,000 profiles takes milliseconds. Compares as the sandbox
 * does: letter case ignored, what is not known equals nothing. Of the grammar, what the bench's contestants use.
 */
export class ProfileColumns {
  readonly #population: Population;
  readonly #texts: ReadonlyMap<string, TextColumn>;
  readonly #lastSeen: Float64Array;
  readonly #rowsByTag: ReadonlyMap<string, readonly number[]>;
  /** The numbers in order, and each number's place in it. */
  readonly #orders: Readonly<Record<Sort, { readonly numbers: Int32Array; readonly places: Int32Array }>>;

  constructor(population: Population) {
    const { profileCount: count } = population;
    const texts = TEXTS.map((name) => [name, Array<string | null>(count).fill(null)] as const);
    const times = { firstSeen: new Float64Array(count), lastSeen: new Float64Array(count) };
    const rowsByTag = new Map<string, number[]>();
    for (let number = 0; number < count; number++) {
      const row = population.profile(number);
      for (const [name, values] of texts) {
        const value = helpCrunchField('NEW', name)?.read(row) ?? null;
        values[number] = value === null ? null : String(value);
      }
      times.firstSeen[number] = row.firstSeen ?? NOTHING;
      times.lastSeen[number] = row.lastSeen ?? NOTHING;
      for (const { name } of row.tags) {
        const rows = rowsByTag.get(name.toLowerCase()) ?? [];
        rowsByTag.set(name.toLowerCase(), rows);
        rows.push(number);
      }
    }
    this.#population = population;
    this.#texts = new Map(texts.map(([name, values]) => [name, new TextColumn(values)]));
    this.#lastSeen = times.lastSeen;
    this.#rowsByTag = rowsByTag;
    this.#orders = { firstSeen: inOrder(times.firstSeen), lastSeen: inOrder(times.lastSeen) };
  }

  /** The numbers of a page, and how many rows match in all. Without conditions: the whole list. */
  select(any: boolean, conditions: readonly HelpCrunchCondition[], page: Page) {
    const { sort, descending, offset, limit } = page;
    const order = sort === null ? null : this.#orders[sort];
    if (conditions.length === 0) {
      const { profileCount: total } = this.#population;
      const length = Math.max(0, Math.min(limit, total - offset));
      const numbers = Array.from({ length }, (_, index) => {
        const place = descending ? total - 1 - offset - index : offset + index;
        return order === null ? place : (order.numbers[place] ?? 0);
      });
      return { numbers, total };
    }
    const matching = any ? this.#any(conditions) : this.#all(conditions);
    const places = Int32Array.from(matching, (number) => order?.places[number] ?? number).sort();
    if (descending) places.reverse();
    const numbers = [...places.subarray(offset, offset + limit)].map(
      (place) => order?.numbers[place] ?? place,
    );
    return { numbers, total: places.length };
  }

  #any(conditions: readonly HelpCrunchCondition[]): Iterable<number> {
    const groups = groupBy(conditions, ({ field, operator }) => `${field} ${operator}`);
    const found = [...groups.values()].map((group) => this.#rowsOf(group));
    return found.length === 1 ? new Set(found[0]) : new Set(found.flat());
  }

  #all(conditions: readonly HelpCrunchCondition[]): Iterable<number> {
    const [first = [], ...others] = conditions
      .map((condition) => this.#rowsOf([condition]))
      .sort((one, other) => one.length - other.length);
    return others.reduce(intersect, first);
  }

  /** The rows that satisfy one of these, which have field and operator in common. */
  #rowsOf(conditions: readonly HelpCrunchCondition[]): readonly number[] {
    const { field = '', operator = '' } = conditions[0] ?? {};
    const values = conditions.map(({ value }) => value);
    const column = this.#texts.get(field);
    if (column !== undefined && operator === '=') return column.equal(values as string[]);
    if (column !== undefined && operator === '~') return column.containing(values as string[]);
    if (field === 'customers.id' && operator === '=') {
      return (values as number[]).flatMap((id) => this.#population.numberOf(id) ?? []);
    }
    if (field === 'customers.id') {
      const { profileCount: length, idOf } = this.#population;
      const checks = values.map((value) => comparison(operator, value as number, () => false));
      return Array.from({ length }, (_, number) => number).filter((number) =>
        checks.some((check) => check(idOf(number))),
      );
    }
    if (field === 'customers.tagsData') {
      return (values as (readonly string[])[]).flatMap((names) => {
        const [first = [], ...others] = names.map(
          (tag): readonly number[] => this.#rowsByTag.get(tag.toLowerCase()) ?? [],
        );
        return others.reduce((rows, other) => intersect(rows, other), first);
      });
    }
    if (field === 'customers.lastSeen') {
      const checks = values.map((value) => comparison(operator, value as number, () => false));
      return [...this.#lastSeen.keys()].filter((row) => {
        const seconds = this.#lastSeen[row] ?? NOTHING;
        return checks.some((check) => check(seconds === NOTHING ? null : seconds));
      });
    }
    throw new Error(`The simulated HelpCrunch does not search ${field} ${operator}.`);
  }
}

function intersect(rows: readonly number[], others: readonly number[]): readonly number[] {
  const own = new Set(others);
  return rows.filter((row) => own.has(row));
}

/** Ascending; nothing comes first, ties keep the order of the data. */
function inOrder(times: Float64Array) {
  const numbers = Int32Array.from(times.keys()).sort((one, other) => {
    const [left = 0, right = 0] = [times[one], times[other]];
    return left === right ? one - other : left < right ? -1 : 1;
  });
  const places = new Int32Array(numbers.length);
  numbers.forEach((number, place) => {
    places[number] = place;
  });
  return { numbers, places };
}
