import type { CareCloudRow } from '../../../../src/sandbox/carecloud/wire.ts';
import type { RowPage, RowReader, RowSelection } from '../../../../src/sandbox/row-store.ts';
import { RowStore } from '../../../../src/sandbox/row-store.ts';
import { groupBy } from './group-by.ts';

type NameField = 'first_name' | 'last_name';
const NAMES: readonly NameField[] = ['first_name', 'last_name'];

/**
 * The sandbox's store, with the rows of a name found without reading all of them: searches by name are what desks ask
 * most.
 */
export class Accounts implements RowReader<CareCloudRow, string> {
  readonly #store: RowStore<CareCloudRow, string>;
  readonly #rowsByName: Readonly<Record<NameField, ReadonlyMap<string, readonly CareCloudRow[]>>>;
  #narrowed: readonly CareCloudRow[] | null = null;

  constructor(rows: readonly CareCloudRow[]) {
    this.#store = new RowStore(rows, (row) => row.customer_id);
    const by = (name: NameField) => groupBy(rows, (row) => fold(row.personal_information[name] ?? ''));
    this.#rowsByName = { first_name: by('first_name'), last_name: by('last_name') };
  }

  /** Tells of the request that is answered next. */
  narrow(query: URLSearchParams): void {
    const name = NAMES.find((each) => query.has(each));
    this.#narrowed =
      name === undefined ? null : (this.#rowsByName[name].get(fold(query.get(name) ?? '')) ?? []);
  }

  get rows(): readonly CareCloudRow[] {
    return this.#store.rows;
  }

  find(id: string): CareCloudRow | undefined {
    return this.#store.find(id);
  }

  lookUp: RowReader<CareCloudRow, string>['lookUp'] = (index, values) => this.#store.lookUp(index, values);

  lookUpAny: RowReader<CareCloudRow, string>['lookUpAny'] = (lookUps) => this.#store.lookUpAny(lookUps);

  select(selection: RowSelection<CareCloudRow>): RowPage<CareCloudRow> {
    const candidates = selection.candidates ?? this.#narrowed;
    return this.#store.select({ ...selection, candidates });
  }
}

function fold(text: string): string {
  return text.toLowerCase();
}
