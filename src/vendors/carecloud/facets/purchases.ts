import type { FacetArguments } from '../../../customers/facets/facet-source.ts';
import type {
  CareCloudPurchase,
  CareCloudPurchaseItem,
} from '../../../customers/model/care-cloud-loyalty.ts';
import type { Unproven } from '../../shared/json.ts';
import type { LocalBounds } from '../wire/local-bounds.ts';
import { type FacetDecoding, given, type PagedFacet, perCustomer, plain, type RowsDecoder } from './facet.ts';

/** OpenAPI: schemas/Purchase.yaml */
const PURCHASES: RowsDecoder = {
  key: 'purchases',
  namesCustomer: 'ALWAYS',
  decode(row, decoding): CareCloudPurchase | null {
    const { read, time } = decoding;
    const purchaseId = read.id(row.purchase_id, 'purchases.purchase_id');
    if (purchaseId === null) return null;
    const value = read.number(row.total_price, 'purchases.total_price');
    const currencyId = read.text(row.currency_id, 'purchases.currency_id');
    return {
      purchaseId,
      externalId: read.text(row.external_purchase_id, 'purchases.external_purchase_id'),
      paidAt: read.parsed(row.payment_time, time, 'purchases.payment_time'),
      total: value === null || currencyId === null ? null : { value, currencyId },
      itemsCount: read.integer(row.items_count, 'purchases.items_count'),
      storeId: read.text(row.store_id, 'purchases.store_id'),
      typeId: read.text(row.type_id, 'purchases.type_id'),
      cardNumber: read.text(row.card_number, 'purchases.card_number'),
      cashdeskNumber: read.text(row.cashdesk_number, 'purchases.cashdesk_number'),
      items: read
        .objects<Record<string, unknown>>(row.purchase_items, 'purchases.purchase_items')
        .map((item) => decodeItem(item, decoding)),
      lastChangeAt: read.parsed(row.last_change, time, 'purchases.last_change'),
    };
  },
};

/** Newest first. */
export const purchases: PagedFacet = {
  kind: 'PAGES',
  declaration: {
    ...perCustomer('purchases'),
    pages: {
      direction: 'DESC',
      keyOf: (row: CareCloudPurchase) => row.paidAt,
      identityOf: (row: CareCloudPurchase) => row.purchaseId,
    },
  },
  request: (customerId, args, { offset, limit }, localBounds) =>
    plain('/purchases', [
      ['customer_id', customerId],
      ['count', String(limit)],
      ['offset', String(offset)],
      ['sort_field', 'payment_time'],
      ['sort_direction', 'DESC'],
      ...filters(args, localBounds),
    ]),
  rows: PURCHASES,
  one: (id) => ({
    path: `/purchases/${encodeURIComponent(id)}`,
    route: '/purchases/{purchase_id}',
    query: [],
  }),
};

/** `from` and `to` are instants; `withItems` includes the purchased items in the same response. */
function filters(args: FacetArguments, localBounds: LocalBounds) {
  const { storeId, typeId, from, to, withItems } = args as {
    readonly storeId?: string;
    readonly typeId?: string;
    readonly from?: number;
    readonly to?: number;
    readonly withItems?: boolean;
  };
  return given({
    store_id: storeId,
    type_id: typeId,
    payment_time_from: from === undefined ? undefined : localBounds.from(from),
    payment_time_to: to === undefined ? undefined : localBounds.to(to),
    purchase_items_extension: withItems ? true : undefined,
  });
}

/** OpenAPI: schemas/PurchaseItem.yaml */
function decodeItem(item: Unproven<Record<string, unknown>>, { read }: FacetDecoding): CareCloudPurchaseItem {
  return {
    itemId: read.text(item.purchase_item_id, 'purchase_items.purchase_item_id'),
    productId: read.text(item.product_id, 'purchase_items.product_id'),
    productName: read.text(item.product_name, 'purchase_items.product_name'),
    groupName: read.text(item.product_group_name, 'purchase_items.product_group_name'),
    brandName: read.text(item.product_brand_name, 'purchase_items.product_brand_name'),
    price: read.number(item.price, 'purchase_items.price'),
    amount: read.number(item.amount, 'purchase_items.amount'),
    vatRate: read.number(item.vat_rate, 'purchase_items.vat_rate'),
    typeId: read.text(item.purchase_item_type_id, 'purchase_items.purchase_item_type_id'),
    externalId: read.text(item.external_id, 'purchase_items.external_id'),
  };
}
