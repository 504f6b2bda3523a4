import type { CareCloudPurchaseType } from '../../../customers/model/care-cloud-catalogue.ts';
import type {
  CareCloudPurchase,
  CareCloudPurchaseItem,
} from '../../../customers/model/care-cloud-loyalty.ts';
import { builder } from '../../builder.ts';
import { facetConnection } from '../../shared/facets/facet-connection.ts';
import { encodeGlobalId } from '../../shared/global-id.ts';
import { nodeInterface } from '../../shared/node-interface.ts';
import { pii } from '../../shared/scopes.ts';
import { money } from './money.ts';
import { store } from './stores.ts';
import { entryOf, inLanguage, type Shown } from './texts.ts';

export const purchaseType = builder.objectRef<CareCloudPurchaseType>('CareCloudPurchaseType').implement({
  description: 'A kind of purchase.',
  fields: (t) => ({
    typeId: t.exposeID('typeId', { nullable: false, description: 'CareCloud’s id of the kind of purchase.' }),
    textId: t.exposeString('textId', { nullable: true, description: 'A stable name for programs.' }),
    name: t.exposeString('name', { nullable: true, description: 'Name, e.g. `"In a store"`.' }),
  }),
});

const purchaseItem = builder.objectRef<CareCloudPurchaseItem>('CareCloudPurchaseItem').implement({
  description: 'One line of a receipt.',
  fields: (t) => ({
    itemId: t.exposeID('itemId', { nullable: true, description: 'CareCloud’s id of the line.' }),
    productId: t.exposeID('productId', { nullable: true, description: 'CareCloud’s id of the product.' }),
    productName: t.exposeString('productName', { nullable: true, description: 'The product.' }),
    groupName: t.exposeString('groupName', { nullable: true, description: 'The product’s group.' }),
    brandName: t.exposeString('brandName', { nullable: true, description: 'The product’s brand.' }),
    price: t.exposeFloat('price', { nullable: true, description: 'Price, in the purchase’s currency.' }),
    amount: t.exposeFloat('amount', { nullable: true, description: 'How many, or how much.' }),
    vatRate: t.exposeFloat('vatRate', { nullable: true, description: 'VAT in per cent, e.g. `21`.' }),
    typeId: t.exposeID('typeId', { nullable: true, description: 'CareCloud’s id of the kind of line.' }),
    externalId: t.exposeString('externalId', {
      nullable: true,
      description: 'The line’s id in the system that sold it.',
    }),
  }),
});

export const purchase = builder.objectRef<Shown<CareCloudPurchase>>('CareCloudPurchase').implement({
  description: 'Something bought, or returned (then amounts are negative).',
  interfaces: [nodeInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Global id of this purchase. Good as a cache key.',
      resolve: ({ purchaseId }) => encodeGlobalId('CareCloudPurchase', purchaseId),
    }),
    purchaseId: t.exposeID('purchaseId', { nullable: false, description: 'CareCloud’s id of the purchase.' }),
    externalId: t.exposeString('externalId', {
      nullable: true,
      description: 'The purchase’s id in the system that sold it, such as the number of the receipt.',
    }),
    paidAt: t.expose('paidAt', { type: 'DateTime', nullable: true, description: 'When it was paid.' }),
    total: t.field({
      type: money,
      description: 'What was paid in all.',
      resolve: (one) => (one.total === null ? null : inLanguage(one.total, one)),
    }),
    itemsCount: t.exposeInt('itemsCount', { nullable: true, description: 'How many lines it has.' }),
    store: t.field({
      type: store,
      description: 'The store that sold it.',
      resolve: (one, _args, context) => entryOf('stores', one.storeId, one, context),
    }),
    type: t.field({
      type: purchaseType,
      description: 'The kind of purchase by name.',
      resolve: (one, _args, context) => entryOf('purchaseTypes', one.typeId, one, context),
    }),
    cardNumber: t.exposeString('cardNumber', {
      ...pii,
      nullable: true,
      description: 'The number of the card that was shown.',
    }),
    cashdeskNumber: t.exposeString('cashdeskNumber', {
      nullable: true,
      description: 'The number of the cash desk.',
    }),
    items: t.expose('items', {
      type: [purchaseItem],
      listSize: { assumedSize: 5 },
      description: 'The lines of the receipt. They come with the list, without a further request.',
    }),
    lastChangeAt: t.expose('lastChangeAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last changed.',
    }),
  }),
});

export const purchaseConnection = facetConnection(purchase, 'purchases');
