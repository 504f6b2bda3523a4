import type { FacetArguments, FacetRows, FacetSource } from '../../../customers/facets/facet-source.ts';
import type {
  CareCloudSegment,
  CareCloudSegmentGroup,
} from '../../../customers/model/care-cloud-catalogue.ts';
import type { CareCloudSegmentMembership } from '../../../customers/model/care-cloud-loyalty.ts';
import type { SourceCall } from '../../../customers/source-call.ts';
import { titleOf } from '../../../errors/source-title.ts';
import type { Clock } from '../../../upstream/clock.ts';
import type { UpstreamClient } from '../../../upstream/upstream-client.ts';
import type { LaneOptions } from '../../shared/lane-requests.ts';
import type { BatchSize } from '../../shared/look-up/batch-size.ts';
import { Refusals } from '../../shared/refusals.ts';
import type { TraitBook } from '../../shared/traits/trait-book.ts';
import type { TraitName } from '../traits.ts';
import type { DecodeOptions } from '../wire/decode.ts';
import type { LocalBounds } from '../wire/local-bounds.ts';
import { createBatches } from './batches/create-batches.ts';
import { cards } from './cards.ts';
import { CATALOGUES } from './catalogues.ts';
import { below, type CareCloudFacet, type ListFacet, type ObjectFacet, type PagedFacet } from './facet.ts';
import { createFacetRequests } from './facet-requests.ts';
import { createFinders, FINDERS, type FinderName } from './finders.ts';
import { cutShort, isCut, type Members, readMembers } from './members.ts';
import { pointHistory } from './point-history.ts';
import { purchases } from './purchases.ts';
import { membershipsOf, namedSegments, readsMembers, segmentsDeclaration, toNamed } from './segments.ts';
import { properties, relations, SEGMENT_RECORDS, sourceRecords } from './short-lists.ts';
import { tier, tiers } from './tiers.ts';
import { vouchers } from './vouchers.ts';
import { credits, creditsExpiring, points, pointsExpiring, turnover } from './wallet.ts';

/** The most rows of a list that is read whole. */
const MOST_ROWS = 1000;

/** A catalogue that is fresh for an hour may be a day old if CareCloud fails. */
const CATALOGUE_STALE_MS = 86_400_000;

/** A segment's members change more often than the meaning of its id. */
const MEMBERS_PER_CATALOGUE_TTL = 6;

const FACETS: readonly CareCloudFacet[] = [
  ...[tier, tiers, points, pointsExpiring, credits, creditsExpiring, turnover],
  ...[cards, vouchers, purchases, sourceRecords, properties, relations, pointHistory],
];

/** FACET_TTL_SECONDS, CACHE_STALE_SECONDS and CATALOGUE_TTL_SECONDS in milliseconds, MAX_SEGMENT_MEMBERS. */
export interface FacetSettings {
  readonly facetFreshMs: number;
  readonly facetStaleMs: number;
  readonly catalogueFreshMs: number;
  readonly maxSegmentMembers: number;
}

export const FACET_DEFAULTS: FacetSettings = {
  facetFreshMs: 60_000,
  facetStaleMs: 300_000,
  catalogueFreshMs: 3_600_000,
  maxSegmentMembers: 50_000,
};

export interface FacetSourceOptions extends FacetSettings {
  readonly client: UpstreamClient;
  readonly decoding: DecodeOptions;
  readonly language?: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Bounds of times in the vendor's format. */
  readonly localBounds: LocalBounds;
  readonly traits: TraitBook<TraitName>;
  /** How many values an array parameter of the customers' list may have, as far as is known. */
  readonly arrayBatch: Pick<BatchSize, 'size'>;
}

/** CareCloud's data about its accounts apart from the records. */
export function createCareCloudFacets(options: FacetSourceOptions): FacetSource & SegmentReader {
  const { clock, facetFreshMs, facetStaleMs, catalogueFreshMs } = options;
  const refusals = new Refusals(clock.now);
  const requests = createFacetRequests({ ...options, refusals });
  const byName = new Map(FACETS.map((facet) => [facet.declaration.name, facet]));

  const finderLane = (name: string): LaneOptions => ({ name, freshMs: facetFreshMs, staleMs: facetStaleMs });
  const facetLane = (name: string): LaneOptions => ({ ...finderLane(name), isThrottled: true });
  const catalogueLane = (name: string): LaneOptions => ({
    name: `catalogue.${name}`,
    freshMs: catalogueFreshMs,
    staleMs: catalogueFreshMs === 0 ? 0 : CATALOGUE_STALE_MS,
    ignoresNoCache: true,
  });
  const { traits, localBounds } = options;
  const batches = createBatches({ requests, traits, laneOf: facetLane, localBounds, mostRows: MOST_ROWS });
  const finders = createFinders({ requests, laneOf: finderLane, arrayBatch: options.arrayBatch });
  const membersOptions = {
    requests,
    lane: {
      ...catalogueLane('members'),
      freshMs: catalogueFreshMs / MEMBERS_PER_CATALOGUE_TTL,
      staleMs: 0,
      ignoresNoCache: false,
    },
    most: options.maxSegmentMembers,
  };

  async function loadObject(
    facet: ObjectFacet,
    customerId: string,
    args: FacetArguments,
    call: SourceCall,
  ): Promise<unknown> {
    const nothing = facet.nothing?.(args);
    const request = facet.request(customerId, args);
    const lane = facetLane(facet.declaration.name);
    return nothing === undefined ? requests.object(request, lane, facet.decode, call) : nothing;
  }

  async function loadLists(
    facet: ListFacet,
    keys: readonly string[],
    args: FacetArguments,
    call: SourceCall,
  ): Promise<readonly unknown[]> {
    const found = await batches.lists(facet, keys, args, call);
    return keys.map((key) => {
      const rows = found.get(key) ?? null;
      return rows === null || rows instanceof Error
        ? rows
        : facet.value(rows.rows, args, { now: clock.now() });
    });
  }

  async function loadSegments(
    keys: readonly string[],
    args: FacetArguments,
    call: SourceCall,
  ): Promise<readonly unknown[]> {
    const named = await segmentsNamed(args, call);
    if (readsMembers(named, keys.length)) {
      const members = await Promise.all([...named].map((id) => readMembers(id, membersOptions, call))).catch(
        () => null,
      );
      if (members !== null) return keys.map((key) => membershipsOf(key, members));
    }
    return settled(
      keys.map(async (customerId) => {
        const request = below(customerId, 'segment-records');
        const wanted = { decoder: SEGMENT_RECORDS, customerId };
        const found = await requests.rows(request, facetLane('segments'), wanted, call);
        if (found === null) return null;
        if (isCut(found)) throw cutShort('the customer’s segments');
        return (found.rows as readonly CareCloudSegmentMembership[]).filter(
          ({ segmentId }) => named === null || named.has(segmentId),
        );
      }),
    );
  }

  async function segmentsNamed(args: FacetArguments, call: SourceCall): Promise<ReadonlySet<string> | null> {
    const named = toNamed(args);
    if (named.groupTextIds === undefined) return namedSegments(named, new Map(), new Map());
    const [segments, groups] = await Promise.all([
      catalogue('segments', undefined, call),
      catalogue('segmentGroups', undefined, call),
    ]);
    return namedSegments(
      named,
      segments as ReadonlyMap<string, CareCloudSegment>,
      groups as ReadonlyMap<string, CareCloudSegmentGroup>,
    );
  }

  async function catalogue(name: string, language: string | undefined, call: SourceCall) {
    const { path, rows } = CATALOGUES[name as keyof typeof CATALOGUES];
    const wanted = {
      decoder: { ...rows, namesCustomer: false },
      customerId: null,
      most: Number.POSITIVE_INFINITY,
      ...(language !== undefined && { language }),
    };
    const request = { path, route: path, query: [] };
    const found = await requests.allRows(request, catalogueLane(name), wanted, call);
    return new Map((found?.rows ?? []) as readonly (readonly [string, unknown])[]);
  }

  const pagedFacet = (name: string): PagedFacet => {
    const facet = byName.get(name);
    if (facet?.kind !== 'PAGES') throw new RangeError(`CareCloud has no facet ${name} in pages.`);
    return facet;
  };

  return {
    title: titleOf('CARECLOUD'),
    facets: [...FACETS.map(({ declaration }) => batches.declared(declaration)), segmentsDeclaration],
    catalogues: Object.keys(CATALOGUES),
    finders: FINDERS,
    load(name, keys, args, call) {
      if (name === segmentsDeclaration.name) return loadSegments(keys, args, call);
      const facet = byName.get(name);
      if (facet === undefined || facet.kind === 'PAGES') {
        throw new RangeError(`CareCloud has no facet ${name} that is read whole.`);
      }
      if (facet.kind === 'LIST') return loadLists(facet, keys, args, call);
      return settled(keys.map((key) => loadObject(facet, key, args, call)));
    },
    page(name, key, args, range, call): Promise<FacetRows | null> {
      const facet = pagedFacet(name);
      if (facet.isNothing?.(args)) return Promise.resolve({ rows: [], total: 0 });
      return batches.page(facet, key, args, range, call);
    },
    async row(name, id, call) {
      const { one, rows } = pagedFacet(name);
      if (one === undefined) return null;
      return requests.object(one(id), facetLane(name), (data, decoding) => rows.decode(data, decoding), call);
    },
    catalogue,
    find: (finder, values, call) => finders[finder as FinderName](values, call),
    status: (name) => (refusals.of(name) === null ? 'OK' : 'REJECTED'),
    members: (segmentId, call) => readMembers(segmentId, membersOptions, call),
  };
}

/** Needed only by CareCloud's own filter. */
export interface SegmentReader {
  members(segmentId: string, call: SourceCall): Promise<Members>;
}

/** Settles each item on its own: a value, or its error. */
function settled(work: readonly Promise<unknown>[]): Promise<readonly unknown[]> {
  return Promise.all(work.map((each) => each.catch((error: unknown) => error)));
}
