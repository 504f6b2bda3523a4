import DataLoader from 'dataloader';
import type {
  FacetArguments,
  FacetDeclaration,
  FacetRows,
} from '../../../../customers/facets/facet-source.ts';
import type { SourceCall } from '../../../../customers/source-call.ts';
import type { RowRange } from '../../../../paging/leg.ts';
import type { LaneOptions } from '../../../shared/lane-requests.ts';
import type { TraitBook } from '../../../shared/traits/trait-book.ts';
import type { TraitName } from '../../traits.ts';
import type { LocalBounds } from '../../wire/local-bounds.ts';
import type { ListFacet, PagedFacet } from '../facet.ts';
import type { FacetRequests } from '../facet-requests.ts';
import { cutShort } from '../members.ts';
import { forCustomers } from './batch.ts';
import { BatchCapacity, type BatchTrait } from './batch-capacity.ts';
import { loadTogether, type TogetherPort } from './load-together.ts';
import { tryTogether } from './try-together.ts';

/** The lists over all customers whose rows name their customer. */
const TRAIT_OF: Readonly<Record<string, BatchTrait>> = {
  cards: 'cards.batch',
  sourceRecords: 'sourceRecords.batch',
  vouchers: 'vouchers.batch',
  purchases: 'purchases.batch',
};

export interface BatchesOptions {
  readonly requests: FacetRequests;
  readonly traits: TraitBook<TraitName>;
  readonly laneOf: (facet: string) => LaneOptions;
  /** Bounds of times in the vendor's format. */
  readonly localBounds: LocalBounds;
  /** The most rows of a customer's list that is read whole. */
  readonly mostRows: number;
}

type Rows = FacetRows | null;

/** Lists of several customers: one request for all if CareCloud is known to accept that, otherwise one for each. */
export function createBatches({ requests, traits, laneOf, localBounds, mostRows }: BatchesOptions) {
  const capacities = new Map(
    Object.entries(TRAIT_OF).map(([facet, trait]) => [facet, new BatchCapacity(trait, traits)]),
  );
  const pages = new WeakMap<SourceCall, Map<string, DataLoader<string, Rows>>>();

  async function load(
    { kind, declaration: { name }, rows: decoder }: ListFacet | PagedFacet,
    ids: readonly string[],
    own: Pick<TogetherPort<Rows>, 'alone' | 'toValue'> & {
      readonly request: (id: string, limit: number) => ReturnType<ListFacet['request']>;
    },
    call: SourceCall,
  ): Promise<ReadonlyMap<string, Rows | Error>> {
    const capacity = capacities.get(name);
    const wanted = { decoder, isStrict: kind === 'PAGES' };
    const ask = (some: readonly string[], lane: LaneOptions, on: SourceCall) =>
      requests.batch((limit) => forCustomers(own.request('', limit), some), lane, wanted, on);
    return loadTogether(
      ids,
      {
        ...own,
        // Trials are few, bypass the throttle, and belong to no customer.
        together: (some, isPart) => ask(some, { ...laneOf(name), isThrottled: isPart }, call),
        trial: (some) => tryTogether((lane, on) => ask(some, lane, on), name, call),
        knownOf: (value) =>
          value === null || value.total === null ? null : { rows: value.rows, count: value.total },
      },
      // A simulated failure says nothing about CareCloud.
      call.sandboxFaults === undefined ? (capacity ?? null) : null,
    );
  }

  function pageLoader(facet: PagedFacet, args: FacetArguments, range: RowRange, call: SourceCall) {
    const request = (id: string, limit: number) => facet.request(id, args, { offset: 0, limit }, localBounds);
    const own = {
      request,
      alone: (id: string) => onePage(facet, id, args, range, call),
      toValue: (rows: readonly unknown[]) =>
        rows.includes(null) ? null : { rows: rows.slice(0, range.limit), total: rows.length },
    };
    return new DataLoader<string, Rows>(
      async (ids) => {
        const found = await load(facet, [...new Set(ids)], own, call);
        return ids.map((id) => found.get(id) ?? null);
      },
      { cache: false },
    );
  }

  function onePage(facet: PagedFacet, id: string, args: FacetArguments, range: RowRange, call: SourceCall) {
    const wanted = { decoder: facet.rows, customerId: id, isStrict: true };
    const request = (part: RowRange) => facet.request(id, args, part, localBounds);
    return requests.page(request, range, laneOf(facet.declaration.name), wanted, call);
  }

  return {
    /** The facet's declaration, with the currently known batch. */
    declared(declaration: FacetDeclaration): FacetDeclaration {
      const capacity = capacities.get(declaration.name);
      return capacity === undefined ? declaration : new BatchedDeclaration(declaration, capacity);
    },

    /** All rows of each customer; null for an account that is gone. */
    lists(facet: ListFacet, ids: readonly string[], args: FacetArguments, call: SourceCall) {
      const request = (id: string) => facet.request(id, args);
      const alone = async (id: string): Promise<Rows> => {
        const wanted = { decoder: facet.rows, customerId: id, most: mostRows };
        const found = await requests.allRows(request(id), laneOf(facet.declaration.name), wanted, call);
        if (found?.isCut === true) throw cutShort(`the customer’s ${facet.declaration.name}`);
        return found === null ? null : { rows: found.rows, total: found.rows.length };
      };
      const toValue = (rows: readonly unknown[]) => {
        const told = rows.filter((row) => row !== null);
        return { rows: told, total: told.length };
      };
      return load(facet, ids, { request, alone, toValue }, call);
    },

    /** First pages of lists that are requested in one tick share requests. */
    page(
      facet: PagedFacet,
      id: string,
      args: FacetArguments,
      range: RowRange,
      call: SourceCall,
    ): Promise<Rows> {
      if (range.offset > 0) return onePage(facet, id, args, range, call);
      const loaders = pages.get(call) ?? new Map<string, DataLoader<string, Rows>>();
      pages.set(call, loaders);
      const key = JSON.stringify([facet.declaration.name, args, range.limit]);
      const loader = loaders.get(key) ?? pageLoader(facet, args, range, call);
      loaders.set(key, loader);
      return loader.load(id);
    },
  };
}

class BatchedDeclaration implements FacetDeclaration {
  readonly name: string;
  readonly keyedBy: FacetDeclaration['keyedBy'];
  readonly requestsPerCustomer: number;
  readonly pages?: NonNullable<FacetDeclaration['pages']>;
  readonly #capacity: BatchCapacity;

  constructor({ name, keyedBy, requestsPerCustomer, pages }: FacetDeclaration, capacity: BatchCapacity) {
    this.name = name;
    this.keyedBy = keyedBy;
    this.requestsPerCustomer = requestsPerCustomer;
    if (pages !== undefined) this.pages = pages;
    this.#capacity = capacity;
  }

  get batch(): number {
    return this.#capacity.size;
  }
}
