import type { SourceCall } from '../../../customers/source-call.ts';
import type { UpstreamError } from '../../../errors/gateway-error.ts';
import type { RowRange } from '../../../paging/leg.ts';
import type { Lifetime, RequestLane } from '../../../upstream/lanes/request-lane.ts';
import type { UpstreamClient } from '../../../upstream/upstream-client.ts';
import type { UpstreamRequest } from '../../../upstream/upstream-request.ts';
import { PageSize } from '../../shared/page-size.ts';
import type { Refusals } from '../../shared/refusals.ts';
import { DEFAULT_COUNT, LARGEST_PAGE } from '../assumptions.ts';
import { isForbidden, isNotFound, namesCount, refusesCount } from '../errors.ts';
import type { DecodeOptions } from '../wire/decode.ts';
import { FieldReader } from '../wire/field-reader.ts';
import { type Batch, type OwnedRow, ownedRows } from './batches/batch.ts';
import { decodeFacetObject, decodeFacetRows } from './decode-facet.ts';
import type { DecodedRows, FacetDecoding, FacetRequest, RowsDecoder } from './facet.ts';
import { tagsOfFacet } from './tags.ts';

export interface FacetRequestsOptions {
  readonly client: UpstreamClient;
  readonly decoding: DecodeOptions;
  /** Default Accept-Language; absent: the vendor's default. */
  readonly language?: string;
  readonly refusals: Refusals;
}

/** How one kind of request is cached; the name is the facet's or the catalogue's. */
export interface LaneOptions extends Lifetime {
  readonly name: string;
  readonly ignoresNoCache?: boolean;
  /** One request per customer, so many come at once. */
  readonly isThrottled?: boolean;
}

/** CareCloud's requests for facets and catalogues, each kind in its own lane. */
export interface FacetRequests {
  /** The content of `data`; null for 404. */
  object<T>(
    request: FacetRequest,
    lane: LaneOptions,
    decode: (data: Readonly<Record<string, unknown>>, decoding: FacetDecoding) => T,
    call: SourceCall,
  ): Promise<T | null>;
  /** One response's rows; null for 404. */
  rows(
    request: FacetRequest,
    lane: LaneOptions,
    wanted: WantedRows,
    call: SourceCall,
  ): Promise<DecodedRows | null>;
  /** All rows of a list with `count` and `offset`, up to `most`; null for 404. */
  allRows(
    request: FacetRequest,
    lane: LaneOptions,
    wanted: WantedRows & { readonly most: number },
    call: SourceCall,
  ): Promise<DecodedRows | null>;
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
  const { client, decoding, refusals } = options;
  const pageSize = new PageSize(LARGEST_PAGE, [DEFAULT_COUNT]);
  const lanes = new Map<string, RequestLane>();

  function laneOf({ name, ...lifetime }: LaneOptions): RequestLane {
    const key = `${name} ${lifetime.isThrottled === true}`;
    const known = lanes.get(key);
    if (known !== undefined) return known;
    const lane = { name, ...lifetime, refusal: () => refusals.of(name) };
    lanes.set(key, lane);
    return lane;
  }

  async function send<T>(
    request: FacetRequest,
    lane: LaneOptions,
    parts: Pick<UpstreamRequest<T | null>, 'decode' | 'countRows'> & {
      readonly language?: string | undefined;
    },
    call: SourceCall,
  ): Promise<T | null> {
    const language = parts.language ?? options.language;
    const refusal = refusals.of(lane.name);
    if (refusal !== null) throw refusal;
    try {
      return await client.request<T | null>(
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
          lane: laneOf(lane),
          tags: tagsOfFacet(lane.name, request),
        },
        call,
      );
    } catch (error) {
      if (isForbidden(error)) refusals.remember(lane.name, error as UpstreamError);
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

  return {
    object(request, lane, decode, call) {
      return send(request, lane, { decode: (body) => decode(decodeFacetObject(body), newDecoding()) }, call);
    },
    rows,

    async batch(request, lane, { decoder, isStrict = false }, call) {
      const wanted = { decoder: ownedRows(decoder), customerId: null, isStrict };
      let asked = 0;
      const ask = (limit: number) => {
        asked = limit;
        return rows(withCount(request(limit), limit), lane, wanted, call);
      };
      const found = await pageSize.ask(MOST_BATCH_ROWS, ask, namesCount);
      if (found === null) return null;
      const { rows: told, total, came } = found;
      const isWhole = came < asked && (total === null || came >= total);
      return { rows: told as readonly OwnedRow[], total, isWhole };
    },

    async allRows(request, lane, wanted, call) {
      const page = ({ offset, limit }: RowRange) =>
        rows(
          { ...request, query: [...request.query, ['count', String(limit)], ...from(offset)] },
          lane,
          wanted,
          call,
        );
      const found: unknown[] = [];
      let came = 0;
      for (;;) {
        const offset = came;
        const limit = wanted.most - offset;
        const part = await pageSize.ask(limit, (size) => page({ offset, limit: size }), refusesCount);
        if (part === null) return null;
        found.push(...part.rows);
        came += part.came;
        const total = part.total ?? came;
        // A page that ends before the vendor's total is still the end.
        if (part.came === 0 || came >= Math.min(total, wanted.most)) {
          return { rows: found, total, came };
        }
      }
    },
  };
}

function withCount(request: FacetRequest, limit: number): FacetRequest {
  const others = request.query.filter(([name]) => name !== 'count');
  return { ...request, query: [...others, ['count', String(limit)]] };
}

function from(offset: number): FacetRequest['query'] {
  return offset === 0 ? [] : [['offset', String(offset)]];
}
