import type { FinderDeclaration, FinderValue } from '../../../customers/facets/facet-source.ts';
import type { SourceCall } from '../../../customers/source-call.ts';
import type { LaneOptions } from '../../shared/lane-requests.ts';
import { BatchSize, chunks } from '../../shared/look-up/batch-size.ts';
import { mayBeBatch, namesUnknown } from '../errors.ts';
import { areLongValues } from '../wire/long-values.ts';
import { given, plain, type RowsDecoder } from './facet.ts';
import type { FacetRequests } from './facet-requests.ts';
import { cutShort } from './members.ts';

/** As many values as the vendor documents for array parameters. */
const BATCH = 1000;

export const FINDERS = [
  { name: 'cardNumber', batch: BATCH },
  { name: 'externalId', batch: BATCH },
  { name: 'voucherCode', batch: 1 },
] as const satisfies readonly FinderDeclaration[];

/** In addition to the declared ones, one kind of card number: each is one request. */
export type FinderName = (typeof FINDERS)[number]['name'] | 'firstCardNumber' | 'secondCardNumber';

/** The most rows read per search; a value is on a handful of rows. */
const MOST_ROWS = 10_000;

/** A row with a customer: the value it was found by, and its owner; null without one. */
interface Holding {
  readonly value: string | null;
  readonly customerId: string | null;
}

const holdings = (key: string, valueField: string): RowsDecoder => ({
  key,
  namesCustomer: false,
  decode: (row, { read }): Holding => ({
    value: read.text(row[valueField], `${key}.${valueField}`),
    customerId: read.text(row.customer_id, `${key}.customer_id`),
  }),
});

const CARDS = holdings('cards', 'card_number');
const SECOND_CARDS = holdings('cards', 'secondary_card_number');
const SOURCE_RECORDS = holdings('customer_source_records', 'external_id');
const VOUCHERS = holdings('vouchers', 'code');

interface FinderOptions {
  readonly requests: FacetRequests;
  readonly laneOf: (name: string) => LaneOptions;
  /** How many values an array parameter of another list may have, as far as is known. */
  readonly arrayBatch: Pick<BatchSize, 'size'>;
}

/** The ids of the customers with each value, aligned to the values. */
export function createFinders({ requests, laneOf, arrayBatch }: FinderOptions) {
  const search = async (
    path: string,
    lane: string,
    decoder: RowsDecoder,
    parameters: Parameters<typeof given>[0],
    call: SourceCall,
  ): Promise<readonly Holding[]> => {
    const request = plain(path, given(parameters));
    const wanted = { decoder, customerId: null, most: MOST_ROWS };
    const found = await requests.allRows(request, laneOf(lane), wanted, call);
    if (found?.isCut === true) throw cutShort(`the ${decoder.key} that were looked up`);
    return (found?.rows ?? []) as readonly Holding[];
  };

  const batch = new BatchSize(BATCH, { mayBeSize: mayBeBatch, isOversized: areLongValues, like: arrayBatch });

  /** In batches of as many values as CareCloud accepts. A batch refused for an unknown value is halved. */
  async function searchMany(
    values: readonly string[],
    ask: (piece: readonly string[]) => Promise<readonly Holding[]>,
  ): Promise<readonly Holding[]> {
    const askPiece = async (piece: readonly string[]): Promise<readonly Holding[]> => {
      try {
        return await ask(piece);
      } catch (error) {
        if (!namesUnknown(error)) throw error;
        const halves = piece.length < 2 ? [] : chunks(piece, Math.ceil(piece.length / 2));
        return (await Promise.all(halves.map(askPiece))).flat();
      }
    };
    return (await batch.ask(values, askPiece)).flat();
  }

  const holdersOf = (found: readonly Holding[], value: string): readonly string[] => [
    ...new Set(found.flatMap((each) => (each.value === value && each.customerId) || [])),
  ];

  type Find = (values: readonly FinderValue[], call: SourceCall) => Promise<readonly (readonly string[])[]>;

  /** CareCloud searches one kind of card numbers at a time. */
  const byCards =
    (decoder: RowsDecoder, kind: Parameters<typeof given>[0]): Find =>
    async (values, call) => {
      const numbers = values.map(({ value }) => value);
      const found = await searchMany(numbers, (some) =>
        search('/cards', 'cardNumber', decoder, { card_number_list: some, ...kind }, call),
      );
      return numbers.map((number) => holdersOf(found, number));
    };
  const byFirstCardNumber = byCards(CARDS, {});
  const bySecondCardNumber = byCards(SECOND_CARDS, { search_secondary_card_number: true });

  /** By the number on the card, then by the second number if nothing was found. */
  async function byCardNumber(values: readonly FinderValue[], call: SourceCall) {
    const found = await byFirstCardNumber(values, call);
    const open = values.filter((_, index) => found[index]?.length === 0);
    const second = await bySecondCardNumber(open, call);
    const secondOf = new Map(open.map((value, index) => [value, second[index] ?? []]));
    return values.map((value, index) => secondOf.get(value) ?? found[index] ?? []);
  }

  /** Restricted to one source of ids, or any. */
  async function inScope(ids: readonly string[], scope: string | undefined, call: SourceCall) {
    const ask = (some: readonly string[]) =>
      search(
        '/customer-source-records',
        'externalId',
        SOURCE_RECORDS,
        { external_ids: some, customer_source_id: scope },
        call,
      );
    const found = await searchMany(ids, ask);
    const holders = new Map(ids.map((id) => [id, holdersOf(found, id)]));
    // A record may be found by a former id that it no longer shows. Then only a search for that one id reveals the
    // owner.
    const isExplained = ({ value }: Holding) => value !== null && holders.has(value);
    const unexplained = found.filter((each) => !isExplained(each));
    const open = ids.filter((id) => holders.get(id)?.length === 0);
    if (unexplained.length === 0 || open.length === 0) return holders;
    const alone =
      open.length === 1 ? [unexplained] : await Promise.all(open.map((id) => searchMany([id], ask)));
    open.forEach((id, index) => {
      holders.set(id, [...new Set((alone[index] ?? []).flatMap(({ customerId }) => customerId ?? []))]);
    });
    return holders;
  }

  async function byExternalId(values: readonly FinderValue[], call: SourceCall) {
    const scopes = [...new Set(values.map(({ scope }) => scope))];
    const found = await Promise.all(
      scopes.map(async (scope) => {
        const ids = new Set(values.filter((each) => each.scope === scope).map(({ value }) => value));
        return [scope, await inScope([...ids], scope, call)] as const;
      }),
    );
    const byScope = new Map(found);
    return values.map(({ value, scope }) => byScope.get(scope)?.get(value) ?? []);
  }

  async function byVoucherCode(values: readonly FinderValue[], call: SourceCall) {
    return Promise.all(
      values.map(async ({ value }) =>
        holdersOf(
          await searchMany([value], ([code]) => search('/vouchers', 'voucherCode', VOUCHERS, { code }, call)),
          value,
        ),
      ),
    );
  }

  return {
    cardNumber: byCardNumber,
    firstCardNumber: byFirstCardNumber,
    secondCardNumber: bySecondCardNumber,
    externalId: byExternalId,
    voucherCode: byVoucherCode,
  } satisfies Record<
    FinderName,
    (values: readonly FinderValue[], call: SourceCall) => Promise<readonly (readonly string[])[]>
  >;
}
