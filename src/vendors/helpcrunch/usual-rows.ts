import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import { mayFind } from './may-find.ts';
import type { SearchCondition } from './wire/wire.ts';

type Profile = SourceRecord<HelpCrunchCustomer>;

/** The latest searches that count, for each kind of text. */
const MOST_SEARCHES = 20;
/** Fewer tell nothing. */
const FEWEST_SEARCHES = 4;
const PERCENTILE = 0.75;
/** Longer texts are all alike. */
const LONGEST = 12;
/** Pages of beginnings that are compared with what is typed next. */
const MOST_PAGES = 100;
const FEWEST_ROWS = 50;

/** The first rows of a search that found more. */
interface FirstPage {
  readonly records: readonly Profile[];
  readonly total: number;
}

/**
 * How many rows a search will probably find, so that only small ones are combined. Told by the first rows of a search
 * for a beginning of the text: if five of its hundred rows match the longer text, so will five in a hundred of all.
 * Without one, told by what texts of this length usually find.
 */
export class UsualRows {
  readonly #rowsByKind = new Map<string, number[]>();
  /** By the hash of the text. */
  readonly #pages = new LRUCache<string, FirstPage>({ max: MOST_PAGES });

  saw(text: string, records: readonly Profile[], total: number): void {
    const kind = kindOf(text);
    const before = this.#rowsByKind.get(kind) ?? [];
    this.#rowsByKind.set(kind, [...before.slice(1 - MOST_SEARCHES), total]);
    if (records.length >= FEWEST_ROWS && total > records.length)
      this.#pages.set(keyOf(text), { records, total });
  }

  /** Infinite while too little is known. */
  expected(text: string, conditions: readonly SearchCondition[], ignoresAccents = false): number {
    const page = this.#pageOfBeginning(text);
    if (page !== undefined) return share(page, conditions, ignoresAccents) * page.total;
    const rows = this.#rowsByKind.get(kindOf(text)) ?? [];
    if (rows.length < FEWEST_SEARCHES) return Number.POSITIVE_INFINITY;
    const sorted = rows.toSorted((one, other) => one - other);
    return sorted[Math.ceil(sorted.length * PERCENTILE) - 1] ?? 0;
  }

  #pageOfBeginning(text: string): FirstPage | undefined {
    for (let length = text.length - 1; length > 0; length--) {
      const page = this.#pages.get(keyOf(text.slice(0, length)));
      if (page !== undefined) return page;
    }
    return undefined;
  }
}

/** One more than found, to be careful where few rows are compared. */
function share(
  { records }: FirstPage,
  conditions: readonly SearchCondition[],
  ignoresAccents: boolean,
): number {
  const found = records.filter((record) =>
    conditions.some(
      (condition) => mayFind(condition, record) && (ignoresAccents || hasLetters(condition, record)),
    ),
  );
  return (found.length + 1) / records.length;
}

/** A spelling with accents finds few of those whom it could find if they did not count: `müll` not each `mull`. */
function hasLetters({ field, value }: SearchCondition, { own }: Profile): boolean {
  const text = field === 'customers.name' ? own.name : field === 'customers.company' ? own.company : null;
  return text === null || typeof value !== 'string' || text.toLowerCase().includes(value.toLowerCase());
}

function keyOf(text: string): string {
  return hash('sha256', text, 'base64url');
}

function kindOf(text: string): string {
  const isNumber = /^[\d\s+()./-]+$/.test(text);
  return `${isNumber ? 'number' : 'text'} ${Math.min(LONGEST, text.trim().length)}`;
}
