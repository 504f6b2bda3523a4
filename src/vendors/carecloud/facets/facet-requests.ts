import type { SourceCall } from '../../../customers/source-call.ts';
import type { RowRange } from '../../../paging/leg.ts';
import type { UpstreamClient } from '../../../upstream/upstream-client.ts';
import type { UpstreamRequest } from '../../../upstream/upstream-request.ts';
import { type LaneOptions, LaneRequests } from '../../shared/lane-requests.ts';
import type { Refusals } from '../../shared/refusals.ts';
import type { TraitBook } from '../../shared/traits/trait-book.ts';
import { isWholeList } from '../../shared/whole-list.ts';
import { DEFAULT_COUNT } from '../assumptions.ts';
import { isForbidden, isNotFound, namesCount, refusesCount } from '../errors.ts';
import type { TraitName } from '../traits.ts';
import type { DecodeOptions } from '../wire/decode.ts';
import { namesResource } from '../wire/error-body.ts';
import { FieldReader } from '../wire/field-reader.ts';
import { type Batch, type OwnedRow, ownedRows } from './batches/batch.ts';
import { decodeFacetObject, decodeFacetRows } from './decode-facet.ts';
import type { DecodedRows, FacetDecoding, FacetRequest, RowsDecoder } from './facet.ts';
import { createFacetPageSize, type FacetPageSize, type PageRows } from './facet-page-size.ts';
import { tagsOfFacet } from './tags.ts';

export interface FacetRequestsOptions {
  readonly client: UpstreamClient;
  readonly decoding: DecodeOptions;
  /** Default Accept-Language; absent: the vendor's default. */
  readonly language?: string;
  readonly refusals: Refusals;
  readonly traits: Pick<TraitBook<TraitName>, 'currently' | 'isLearned'>;
}

/** The rows of a list that was read on. `isCut`: it has more, but no way was found to read them. */
interface AllRows extends DecodedRows {
  readonly isCut: boolean;
}

/** CareCloud's requests for facets and catalogues, each kind in its own lane. */
export interface FacetRequests {
  /** The content of `data`; null if there is no such customer. */
  object<T>(
    request: FacetRequest,
    lane: LaneOptions,
    decode: (data: Readonly<Record<string, unknown>>, decoding: FacetDecoding) => T,
    call: SourceCall,
  ): Promise<T | null>;
  /** One response's rows; null if there is no such customer. */
  rows(
    request: FacetRequest,
    lane: LaneOptions,
    wanted: WantedRows,
    call: SourceCall,
  ): Promise<DecodedRows | null>;
  /** Rows from an offset on: fewer than requested if CareCloud returns no more at once; null as above. */
  page(
    request: (range: RowRange) => FacetRequest,
    range: RowRange,
    lane: LaneOptions,
    wanted: WantedRows,
    call: SourceCall,
  ): Promise<DecodedRows | null>;
  /** All rows of a list with `count` and `offset`, up to `most`; null as above. */
  allRows(
    request: FacetRequest,
    lane: LaneOptions,
    wanted: WantedRows & { readonly most: number },
    call: SourceCall,
  ): Promise<AllRows | null>;
  /**
   * One response with the rows of several customers, as many as one response holds; null if CareCloud does not know one
   * of them.
   */
  batch(
    request: (limit: number) => FacetRequest,
    lane: LaneOptions,
    wanted: Pick<WantedRows, 'decoder' | 'isStrict'>,
    call: SourceCall,
  ): Promise<Batch | null>;
}

/** The most rows of one response for several customers. */
const MOST_BATCH_ROWS = 1000;

interface WantedRows {
  readonly decoder: RowsDecoder;
  /** The customer that the rows must belong to; null for any. */
  readonly customerId: string | null;
  /** Whether a row that does not decode fails the response. */
  readonly isStrict?: boolean;
  /** In the format of Accept-Language. */
  readonly language?: string;
}

export function createFacetRequests(options: FacetRequestsOptions): FacetRequests {
  const { client, decoding, refusals, traits } = options;
  /** What is known about the pages of each list, by its name in the responses. */
  const lists = new Map<string, { readonly pageSize: FacetPageSize; fullPage: number }>();
  const lanes = new LaneRequests({ client, refusals, isForbidden });

  async function send<T>(
    request: FacetRequest,
    lane: LaneOptions,
    parts: Pick<UpstreamRequest<T | null>, 'decode' | 'countRows'> & {
      readonly language?: string | undefined;
    },
    call: SourceCall,
  ): Promise<T | null> {
    const language = parts.language ?? options.language;
    try {
      return await lanes.send<T | null>(
        {
          method: 'GET',
          path: request.path,
          route: request.route,
          query: request.query,
          headers: language === undefined ? {} : { 'accept-language': language },
          parameters: [...new Set(request.query.map(([name]) => name))],
          decode: parts.decode,
          ...(parts.countRows && { countRows: parts.countRows }),
          ifNotFound: null,
          meansNotFound: (body) => isOfResource(request.route, namesResource(body)),
          tags: tagsOfFacet(lane.name, request),
        },
        lane,
        call,
      );
    } catch (error) {
      // A list may answer 400 where a path answers 404.
      if (isNotFound(error)) return null;
      throw error;
    }
  }

  const newDecoding = (): FacetDecoding => ({ read: new FieldReader(decoding.report), time: decoding.time });

  function rows(request: FacetRequest, lane: LaneOptions, wanted: WantedRows, call: SourceCall) {
    const { decoder, customerId, isStrict = false, language } = wanted;
    const decode = (body: unknown) =>
      decodeFacetRows(body, decoder, { ...newDecoding(), customerId, isStrict });
    const countRows = (found: DecodedRows | null) => found?.rows.length ?? 0;
    return send<DecodedRows>(request, lane, { decode, countRows, language }, call);
  }

  function pagesOf({ key }: RowsDecoder) {
    // Until a page shows more: without a total, only an empty page ends a list.
    const pages = lists.get(key) ?? { pageSize: createFacetPageSize(traits), fullPage: 1 };
    lists.set(key, pages);
    return pages;
  }

  function isWhole(decoder: RowsDecoder, { came, total }: DecodedRows, before = 0): boolean {
    const pages = pagesOf(decoder);
    const { fullPage } = pages;
    pages.fullPage = Math.max(fullPage, came);
    const areTotalsWrong = traits.currently('totals') !== 'EXACT';
    return isWholeList({
      rows: came,
      total: total === null ? null : total - before,
      fullPage,
      areTotalsWrong,
    });
  }

  return {
    object(request, lane, decode, call) {
      return send(request, lane, { decode: (body) => decode(decodeFacetObject(body), newDecoding()) }, call);
    },
    rows,

    async page(request, range, lane, wanted, call) {
      const ask = (size: PageRows) =>
        rows(withCount(request({ ...range, limit: size.limit }), size), lane, wanted, call);
      const found = await pagesOf(wanted.decoder).pageSize.ask(range.limit, ask, refusesCount);
      if (found === null || found.came <= range.limit) return found;
      return { ...found, rows: found.rows.slice(0, range.limit), came: range.limit };
    },

    async batch(request, lane, { decoder, isStrict = false }, call) {
      const wanted = { decoder: ownedRows(decoder), customerId: null, isStrict };
      let asked = 0;
      const ask = (size: PageRows) => {
        asked = size.limit;
        return rows(withCount(request(size.limit), size), lane, wanted, call);
      };
      // A refusal that does not name `count` may be one of several customers.
      const found = await pagesOf(decoder).pageSize.ask(MOST_BATCH_ROWS, ask, namesCount);
      if (found === null) return null;
      const { rows: told, total, came } = found;
      return { rows: told as readonly OwnedRow[], total, isWhole: isWhole(decoder, found) && came < asked };
    },

    async allRows(request, lane, wanted, call) {
      const { pageSize } = pagesOf(wanted.decoder);
      const found: unknown[] = [];
      for (let came = 0; ; ) {
        const from = came === 0 ? [] : ([['offset', String(came)]] as const);
        const ask = (size: PageRows) => {
          const part = withCount(request, size);
          return rows({ ...part, query: [...part.query, ...from] }, lane, wanted, call);
        };
        const part = await pageSize.ask(wanted.most - came, ask, refusesCount);
        if (part === null) return null;
        // A page without rows is the end, whatever the vendor's total.
        const isEnd = part.came === 0 || isWhole(wanted.decoder, part, came);
        if (came > 0 && areKnown(part.rows, found)) {
          const isCut = part.total === null ? came === DEFAULT_COUNT : came < part.total;
          return { rows: found, total: part.total ?? came, came, isCut };
        }
        found.push(...part.rows);
        came += part.came;
        if (isEnd || came >= wanted.most) {
          return { rows: found, total: part.total ?? came, came, isCut: false };
        }
      }
    },
  };
}

/**
 * Whether a 404 means that the customer or the resource in the path does not exist. At a path without one, such as
 * `/cards`, it may mean that CareCloud does not offer the list at all, and says nothing about anybody. Pure.
 *
 * @param namesResource Whether the response names the resource that does not exist.
 */
export function isOfResource(route: string, namesResource: boolean): boolean {
  return namesResource || route.includes('{');
}

/** Whether a later page only repeats earlier rows: CareCloud did not go on, for example because it ignores `offset`. */
function areKnown(rows: readonly unknown[], found: readonly unknown[]): boolean {
  const known = new Set(found.map((row) => JSON.stringify(row)));
  return rows.length > 0 && rows.every((row) => known.has(JSON.stringify(row)));
}

/** The vendor's default applies if no size is stated. */
function withCount(request: FacetRequest, { limit, isStated }: PageRows): FacetRequest {
  const others = request.query.filter(([name]) => name !== 'count');
  return { ...request, query: isStated ? [...others, ['count', String(limit)]] : others };
}
