import { UpstreamError } from '../../errors/gateway-error.ts';
import {
  type Batch,
  forCustomers,
  type OwnedRow,
  ownedRows,
} from '../../vendors/carecloud/facets/batches/batch.ts';
import { judgeTrial, type KnownRows } from '../../vendors/carecloud/facets/batches/judge-trial.ts';
import { cards } from '../../vendors/carecloud/facets/cards.ts';
import { decodeFacetRows } from '../../vendors/carecloud/facets/decode-facet.ts';
import type { FacetRequest, ListFacet, PagedFacet } from '../../vendors/carecloud/facets/facet.ts';
import { purchases } from '../../vendors/carecloud/facets/purchases.ts';
import { sourceRecords } from '../../vendors/carecloud/facets/short-lists.ts';
import { vouchers } from '../../vendors/carecloud/facets/vouchers.ts';
import { FieldReader } from '../../vendors/carecloud/wire/field-reader.ts';
import { createZoneTimeReader } from '../../vendors/carecloud/wire/zone-time.ts';
import type { Asker } from '../asker.ts';
import { cannotTell, holds, type Verdict } from '../verdict.ts';

type CrossList = ListFacet | PagedFacet;

const LISTS: readonly CrossList[] = [cards, sourceRecords, vouchers, purchases];

/** Rows per request: enough to find customers with some. */
const ROWS = 100;

const WORDS = {
  HONOURED: 'taken',
  FOREIGN: 'ignored',
  MISSING: 'read in part',
  UNCLEAR: 'unclear: more rows than came',
} as const;

/** Which lists over all customers accept several of them at once; two requests each. */
export async function checkBatches(asker: Pick<Asker, 'ask'>, timeZone: string): Promise<Verdict> {
  const told: string[] = [];
  let isTold = false;
  for (const list of LISTS) {
    const said = await judgeList(list, asker, timeZone);
    isTold ||= said !== null;
    told.push(`${list.declaration.name} ${said ?? 'unknown'}`);
  }
  return isTold ? holds(told.join(', ')) : cannotTell(told.join(', '));
}

/** Null if too few customers have rows, or the list cannot be read. */
async function judgeList(
  list: CrossList,
  asker: Pick<Asker, 'ask'>,
  timeZone: string,
): Promise<string | null> {
  try {
    const plain = requestOf(list);
    const everybody = await read(
      list,
      { ...plain, query: plain.query.filter(([name]) => name !== 'customer_id') },
      asker,
      timeZone,
    );
    const rows = everybody?.rows ?? [];
    const [first, last, other] = ownersOf(rows);
    if (first === undefined || last === undefined || other === undefined) return null;
    const ids = [first, last];
    const batch = await read(list, forCustomers(plain, ids), asker, timeZone);
    return batch === null ? 'refused' : WORDS[judgeTrial(ids, batch, knownOf(ids, rows, batch))];
  } catch (error) {
    if (error instanceof UpstreamError) return null;
    throw error;
  }
}

/** Those with the fewest rows first, so that all of their rows may fit into one response. */
function ownersOf(rows: readonly OwnedRow[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { owner } of rows) if (owner !== null) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => one - other).map(([owner]) => owner);
}

/** What the whole list showed of them: at least this many rows must come. */
function knownOf(
  ids: readonly string[],
  rows: readonly OwnedRow[],
  batch: Batch,
): ReadonlyMap<string, KnownRows> {
  return new Map(
    ids.map((id) => {
      const isTheirs = ({ owner }: OwnedRow) => owner === id;
      const count = batch.rows.filter(isTheirs).length;
      return [id, { rows: rows.filter(isTheirs).map(({ row }) => row), count }];
    }),
  );
}

/** Never asked for: the request has no range. */
const NO_BOUNDS = { from: String, to: String };

function requestOf(list: CrossList): FacetRequest {
  if (list.kind === 'PAGES') return list.request('', {}, { offset: 0, limit: ROWS }, NO_BOUNDS);
  const request = list.request('', {});
  return { ...request, query: [...request.query, ['count', String(ROWS)]] };
}

async function read(
  { rows: decoder }: CrossList,
  { path, route, query }: FacetRequest,
  { ask }: Pick<Asker, 'ask'>,
  timeZone: string,
): Promise<Batch | null> {
  const time = createZoneTimeReader(timeZone);
  const found = await ask({
    method: 'GET',
    path,
    route,
    query,
    parameters: [],
    decode: (body) =>
      decodeFacetRows(body, ownedRows(decoder), {
        read: new FieldReader(() => {}),
        time,
        customerId: null,
        isStrict: false,
      }),
  });
  if (found === null) return null;
  const { rows, total } = found;
  return {
    rows: rows as readonly OwnedRow[],
    total,
    isWhole: rows.length < ROWS && (total === null || rows.length >= total),
  };
}
