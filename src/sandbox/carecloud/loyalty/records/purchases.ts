import { CZK, EUR } from '../catalogues/currencies.ts';
import { PURCHASE, RETURN } from '../catalogues/small.ts';
import { STORES, UNKNOWN_STORE } from '../catalogues/stores.ts';
import type { Draw } from '../seeded.ts';
import type { PurchaseItemWire, PurchaseWire } from '../wire.ts';
import { cents, pastTime } from './times.ts';

const PRODUCTS = [
  ['Chléb žitný', 'Pečivo', 'U Mlýna', 62],
  ['Káva zrnková', 'Nápoje', 'Kontora', 249],
  ['Tričko', 'Oblečení', 'Řezníček', 399],
  ['Vitamín C', 'Zdraví', 'Dobrá', 129],
  ['Kniha', 'Knihy', 'Žlutá', 349],
] as const;

/** The most purchases of one customer, the first one of the data. */
export const HEAVY_BUYER_PURCHASES = 300;
const CZK_PER_EUR = 25;

/** Zero to forty, newest last; a few are returns with negative amounts. */
export const makePurchases = (draw: Draw, customerId: string, count?: number): readonly PurchaseWire[] => {
  const random = draw('purchases', customerId);
  const usual = random.chance(0.2) ? 0 : random.int(1, random.chance(0.2) ? 40 : 8);
  const inEuro = random.chance(0.3);
  const times = Array.from({ length: count ?? usual }, () => pastTime(random)).sort();
  return times.map((time) => {
    const isReturn = random.chance(0.06);
    const sign = isReturn ? -1 : 1;
    const items: PurchaseItemWire[] = Array.from({ length: random.int(1, 4) }, () => {
      const product = random.int(0, PRODUCTS.length - 1);
      const [name, group, brand, price] = PRODUCTS[product] ?? PRODUCTS[0];
      return {
        purchase_item_id: `8${random.hex(25)}`,
        product_id: `8d${product}`.padEnd(26, '0'),
        product_name: name,
        product_group_id: `8f${product}`.padEnd(26, '0'),
        product_group_name: group,
        product_brand_id: `8e${product}`.padEnd(26, '0'),
        product_brand_name: brand,
        external_id: `SKU-${100 + product}`,
        purchase_item_type_id: '8801000000000000000000item',
        price: cents(sign * (inEuro ? price / CZK_PER_EUR : price)),
        amount: random.int(1, 3),
        vat_rate: 21,
      };
    });
    return {
      purchase_id: `8${random.hex(25)}`,
      customer_id: customerId,
      store_id: random.chance(0.03) ? UNKNOWN_STORE : random.pick(STORES).store_id,
      external_purchase_id: `R-${random.hex(12).toUpperCase()}`,
      payment_time: time,
      items_count: items.length,
      purchase_items: items,
      type_id: isReturn ? RETURN.id : PURCHASE.id,
      total_price: cents(items.reduce((sum, { price, amount }) => sum + price * amount, 0)),
      currency_id: inEuro ? EUR : CZK,
      ...(random.chance(0.6) && { card_number: `1000${random.int(100_000_000, 999_999_999)}` }),
      cashdesk_number: String(random.int(1, 9)),
      last_change: time,
    };
  });
};
