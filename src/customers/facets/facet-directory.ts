import DataLoader from 'dataloader';
import { UpstreamError } from '../../errors/gateway-error.ts';
import type { PageArguments } from '../../paging/page-request.ts';
import type { CustomerSource } from '../customer-source.ts';
import type { SourceName, SourceRecord } from '../model/source-record.ts';
import type { SourceCall } from '../source-call.ts';
import { type FacetPage, type FacetPageOptions, readFacetPage } from './facet-page.ts';
import type { FacetArguments, FacetSource, FinderValue, Found } from './facet-source.ts';
import { listRows, type RowListContext, type RowListRequest } from './list-rows.ts';

/** A page of one customer's list. */
export interface FacetPageRequest {
  readonly page: PageArguments;
  /** Everything that defines the list; a cursor belongs to it. */
  readonly filter: FacetArguments;
  /** Arguments that only add to the rows. */
  readonly extras?: FacetArguments;
}

/**
 * The sources' data about customers apart from records, for one operation. Each facet of each customer is loaded once,
 * and the loads of one tick are batched per source. No caller checks which vendor it is.
 */
export class FacetDirectory {
  readonly #sources: ReadonlyMap<SourceName, CustomerSource>;
  readonly #call: SourceCall;
  readonly #loaders = new Map<string, DataLoader<string, unknown>>();
  readonly #finders = new Map<string, DataLoader<FinderValue, readonly Found[], string>>();
  readonly #catalogues = new Map<string, Promise<ReadonlyMap<string, unknown>>>();
  /** Sources whose catalogues failed and whose error was already reported. */
  readonly #told = new Set<SourceName>();

  constructor(sources: readonly CustomerSource[], call: SourceCall) {
    this.#sources = new Map(sources.map((source) => [source.name, source]));
    this.#call = call;
  }

  /**
   * A facet of the customer with this record; null if the record is gone. `args` must have the same object shape each
   * time.
   */
  load(record: SourceRecord, facet: string, args: FacetArguments = {}): Promise<unknown> {
    return this.loadFor(record.source, record.id, facet, args);
  }

  /** The same for a whole person, by a key from person-key.ts. */
  loadFor(sourceName: SourceName, key: string, facet: string, args: FacetArguments = {}): Promise<unknown> {
    const source = this.#facetsOf(sourceName);
    const name = `${sourceName} ${facet} ${JSON.stringify(args)}`;
    const loader =
      this.#loaders.get(name) ??
      new DataLoader(
        (keys: readonly string[]) =>
          // DataLoader drops a batch that rejects, but caches errors that are its values.
          source.load(facet, keys, args, this.#call).catch((error) => keys.map(() => error)) as Promise<
            unknown[]
          >,
      );
    this.#loaders.set(name, loader);
    return loader.load(key);
  }

  /** A page of one of the customer's lists; null if the record is gone. */
  page(record: SourceRecord, facet: string, request: FacetPageRequest): Promise<FacetPage | null> {
    return this.pageFor(record.source, record.id, facet, request);
  }

  /** The same by another key: a person's (person-key.ts), or the id of a row of another facet. */
  pageFor(
    sourceName: SourceName,
    key: string,
    facet: string,
    request: FacetPageRequest & Pick<FacetPageOptions, 'owner'>,
  ): Promise<FacetPage | null> {
    const source = this.#facetsOf(sourceName);
    return readFacetPage({ name: sourceName, source, facet, key, ...request }, this.#call);
  }

  /** A page of one of a source's own lists. */
  list(
    sourceName: SourceName,
    list: string,
    request: RowListRequest,
    context: Omit<RowListContext, 'name' | 'source'>,
  ): Promise<FacetPage> {
    const source = this.#facetsOf(sourceName);
    return listRows(list, request, { ...context, name: sourceName, source });
  }

  /** One row of such a list by its own id; null if there is none. */
  row(name: SourceName, facet: string, id: string): Promise<unknown> {
    return this.#facetsOf(name).row(facet, id, this.#call);
  }

  /** All entries of a catalogue. Read once per operation and language. */
  catalogue(
    name: SourceName,
    catalogue: string,
    language: string | undefined,
  ): Promise<ReadonlyMap<string, unknown>> {
    const key = JSON.stringify([name, catalogue, language]);
    const known = this.#catalogues.get(key);
    if (known !== undefined) return known;
    const read = this.#facetsOf(name).catalogue(catalogue, language, this.#call);
    this.#catalogues.set(key, read);
    return read;
  }

  /**
   * The catalogue entry of an id; null if unknown. The id is known without it, so a source's catalogues report one
   * error per operation: a hundred rows would not say more.
   */
  async entry(
    name: SourceName,
    catalogue: string,
    id: string | null,
    language: string | undefined,
  ): Promise<unknown> {
    if (id === null) return null;
    try {
      return (await this.catalogue(name, catalogue, language)).get(id) ?? null;
    } catch (error) {
      if (this.#told.has(name)) return null;
      this.#told.add(name);
      throw error;
    }
  }

  /** The records with a value. */
  find(name: SourceName, finder: string, value: FinderValue): Promise<readonly Found[]> {
    const source = this.#facetsOf(name);
    const key = `${name} ${finder}`;
    const batch = source.finders.find((each) => each.name === finder)?.batch ?? 1;
    const loader =
      this.#finders.get(key) ??
      new DataLoader<FinderValue, readonly Found[], string>(
        (values) =>
          source.find(finder, values, this.#call).catch((error) => values.map(() => error)) as Promise<
            (readonly Found[])[]
          >,
        { maxBatchSize: batch, cacheKeyFn: ({ value: text, scope }) => JSON.stringify([text, scope]) },
      );
    this.#finders.set(key, loader);
    return loader.load(value);
  }

  #facetsOf(name: SourceName): FacetSource {
    const facets = this.#sources.get(name)?.facets;
    if (facets !== undefined) return facets;
    throw new UpstreamError('UPSTREAM_UNAVAILABLE', name, `${name} is not configured on this gateway.`);
  }
}
