import type { CareCloudRow } from '../wire.ts';
import { FREE_CARDS, makeCards, sharedNumberCard } from './records/cards.ts';
import { makeCredits } from './records/credits.ts';
import { makePointHistory } from './records/points.ts';
import { makePropertyRecords } from './records/property-records.ts';
import { HEAVY_BUYER_PURCHASES, makePurchases } from './records/purchases.ts';
import { makeRelations } from './records/relations.ts';
import { makeSegmentRecords } from './records/segment-records.ts';
import { makeSourceRecords, sharedIdRecord } from './records/source-records.ts';
import { makeStatusRecords } from './records/status-records.ts';
import { makeVouchers } from './records/vouchers.ts';
import { createDraw, type Draw } from './seeded.ts';
import type {
  CardWire,
  CreditMovement,
  PointHistoryWire,
  PropertyRecordWire,
  PurchaseWire,
  RelatedCustomerWire,
  SegmentRecordWire,
  SourceRecordWire,
  StatusRecordWire,
  VoucherWire,
} from './wire.ts';

/** A customer's data, by the vendor's name of the list. */
export type LoyaltyRows = {
  readonly cards: CardWire;
  readonly credits: CreditMovement;
  readonly customer_source_records: SourceRecordWire;
  readonly point_history: PointHistoryWire;
  readonly property_records: PropertyRecordWire;
  readonly purchases: PurchaseWire;
  readonly related_customers: RelatedCustomerWire;
  readonly segment_records: SegmentRecordWire;
  readonly status_records: StatusRecordWire;
  readonly vouchers: VoucherWire;
};
export type LoyaltyList = keyof LoyaltyRows;

type Accounts = {
  readonly rows: readonly CareCloudRow[];
  find(customerId: string): CareCloudRow | undefined;
};

/**
 * Every customer's loyalty data, generated on first access from the seed and the customer's id alone, so that the order
 * of access makes no difference. A test may replace it.
 */
export class LoyaltyData {
  readonly #accounts: Accounts;
  readonly #draw: Draw;
  /** The first four customers of the data, which are special cases. */
  readonly #special: readonly (string | undefined)[];
  readonly #made = new Map<string, readonly unknown[]>();

  constructor(seed: number, accounts: Accounts) {
    this.#accounts = accounts;
    this.#draw = createDraw(seed);
    this.#special = accounts.rows.slice(0, 4).map((row) => row.customer_id);
  }

  hasCustomer(customerId: string): boolean {
    return this.#accounts.find(customerId) !== undefined;
  }

  /** A customer's rows of one list; empty for an unknown customer. */
  of<List extends LoyaltyList>(list: List, customerId: string): readonly LoyaltyRows[List][] {
    const key = `${list}/${customerId}`;
    const known = this.#made.get(key);
    if (known) return known as readonly LoyaltyRows[List][];
    const account = this.#accounts.find(customerId);
    if (!account) return [];
    const made = this.#make(list, account);
    // Relations depend on neighbouring customers, which may be added and removed.
    if (list !== 'related_customers') this.#made.set(key, made);
    return made as readonly LoyaltyRows[List][];
  }

  /** All customers' rows of one list, free cards included. */
  all<List extends LoyaltyList>(list: List): readonly LoyaltyRows[List][] {
    const rows = this.#accounts.rows.flatMap(({ customer_id: id }) => this.of(list, id));
    return list === 'cards' ? [...rows, ...(FREE_CARDS as readonly LoyaltyRows[List][])] : rows;
  }

  /** Replaces a customer's rows. */
  set<List extends LoyaltyList>(list: List, customerId: string, rows: readonly LoyaltyRows[List][]): void {
    this.#made.set(`${list}/${customerId}`, rows);
  }

  #make(list: LoyaltyList, account: CareCloudRow): readonly unknown[] {
    const { customer_id: id } = account;
    const special = this.#special.indexOf(id);
    const draw = this.#draw;
    switch (list) {
      case 'cards': {
        const cards = makeCards(draw, id);
        return special === 0 || special === 1 ? [...cards, sharedNumberCard(id, special)] : cards;
      }
      case 'customer_source_records': {
        const records = makeSourceRecords(draw, account);
        return special === 2 || special === 3 ? [...records, sharedIdRecord(id, special)] : records;
      }
      case 'purchases':
        return makePurchases(draw, id, special === 0 ? HEAVY_BUYER_PURCHASES : undefined);
      case 'point_history':
        return makePointHistory(draw, id, this.of('purchases', id));
      case 'credits':
        return makeCredits(draw, id);
      case 'property_records':
        return makePropertyRecords(draw, id);
      case 'related_customers':
        return makeRelations(this.#accounts.rows, id);
      case 'segment_records':
        return makeSegmentRecords(draw, id);
      case 'status_records':
        return makeStatusRecords(draw, id);
      case 'vouchers':
        return makeVouchers(draw, id);
    }
  }
}
