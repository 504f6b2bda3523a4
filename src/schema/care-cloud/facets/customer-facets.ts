import type {
  CareCloudCard,
  CareCloudCredits,
  CareCloudMoney,
  CareCloudPoints,
  CareCloudPurchase,
  CareCloudSegmentMembership,
  CareCloudTierRecord,
} from '../../../customers/model/care-cloud-loyalty.ts';
import { builder } from '../../builder.ts';
import { forwardList, forwardPage, mapPage } from '../../shared/facets/facet-connection.ts';
import { facetField, facetList } from '../../shared/facets/facet-field.ts';
import { read } from '../../shared/scopes.ts';
import { selects } from '../../shared/selection.ts';
import { careCloudCustomerRef } from '../ref.ts';
import { inOrder, toIds } from './arguments.ts';
import { card, cardState } from './cards.ts';
import { loadFacet, loadList } from './load.ts';
import { money } from './money.ts';
import { purchaseConnection } from './purchases.ts';
import { segmentMembership } from './segments.ts';
import { store } from './stores.ts';
import { entryOf, inLanguage } from './texts.ts';
import { tierRecord } from './tiers.ts';
import { voucherConnection } from './vouchers.ts';
import { credits, points } from './wallet.ts';

const PURCHASES = 5;
const VOUCHERS = 10;

/** What a list or a support panel shows; fields for a page about one customer are in detail-facets.ts. */
builder.objectFields(careCloudCustomerRef, (t) => {
  const interval = () => ({
    from: t.arg({
      type: 'Date',
      description: 'The interval’s first day; CareCloud’s default interval if omitted.',
    }),
    to: t.arg({ type: 'Date', description: 'The interval’s last day.' }),
  });
  return {
    store: t.field({
      ...read,
      cost: 1,
      type: store,
      description: 'The store where the customer registered.',
      resolve: (record, _args, context) => entryOf('stores', record.own.storeId, record, context),
    }),
    tier: t.field({
      ...facetField('CARECLOUD', 'tier'),
      type: tierRecord,
      description: 'The current tier, with progress to the next one; null without one.',
      resolve: (record, _args, context) => loadFacet<CareCloudTierRecord>(record, 'tier', {}, context),
    }),
    points: t.field({
      ...facetField('CARECLOUD', 'points'),
      type: points,
      description: 'Points: the balance, its worth, and what was earned and redeemed.',
      args: interval(),
      resolve: async (record, args, context) => {
        const found = await loadFacet<CareCloudPoints>(record, 'points', inOrder(args), context);
        return found === null ? null : { ...found, account: record };
      },
    }),
    credits: t.field({
      ...facetField('CARECLOUD', 'credits'),
      type: credits,
      description: 'Credits: the balance, and what was earned and redeemed.',
      args: {
        ...interval(),
        creditTypeIds: t.arg.idList({ description: 'Only these kinds, at most 1000; all by default.' }),
      },
      resolve: async (record, { creditTypeIds, ...args }, context) => {
        const wanted = { ...inOrder(args), ...toIds({ creditTypeIds }) };
        const found = await loadFacet<CareCloudCredits>(record, 'credits', wanted, context);
        return found === null ? null : { ...found, account: record };
      },
    }),
    turnover: t.field({
      ...facetList('CARECLOUD', 'turnover', 2),
      type: [money],
      description: 'What the customer spent, one amount per currency.',
      args: interval(),
      resolve: (record, args, context) =>
        loadList<CareCloudMoney>(record, 'turnover', inOrder(args), context),
    }),
    segments: t.field({
      ...facetList('CARECLOUD', 'segments', 10),
      type: [segmentMembership],
      description:
        'The segments the customer is in; badges are segments of a group. With segments or groups named, many customers cost at most one request for each segment.',
      args: {
        groupTextIds: t.arg.stringList({
          description: 'Only of the groups with one of these `textId`s, at most 1000, e.g. `["rfm_badges"]`.',
        }),
        segmentIds: t.arg.idList({ description: 'Only these segments, at most 1000.' }),
      },
      resolve: (record, args, context) =>
        loadList<CareCloudSegmentMembership>(record, 'segments', toIds(args), context),
    }),
    cards: t.field({
      ...facetList('CARECLOUD', 'cards', 3),
      type: [card],
      description: 'Loyalty cards.',
      args: {
        validNow: t.arg.boolean({
          description: 'True: only cards valid now; false: only cards that are not.',
        }),
        state: t.arg({ type: cardState, description: 'Only cards in this state.' }),
        cardTypeIds: t.arg.idList({ description: 'Only cards of these kinds, at most 1000.' }),
      },
      resolve: (record, { validNow, state, cardTypeIds }, context) => {
        const wanted = {
          ...(validNow != null && { validNow }),
          ...(state != null && { state }),
          ...toIds({ cardTypeIds }),
        };
        return loadList<CareCloudCard>(record, 'cards', wanted, context);
      },
    }),
    vouchers: t.field({
      ...facetField('CARECLOUD', 'vouchers'),
      ...forwardList,
      type: voucherConnection,
      description: 'Vouchers, latest first.',
      args: {
        first: t.arg.int({ defaultValue: VOUCHERS, description: 'How many rows: 0 to 100.' }),
        after: t.arg.string({ description: 'The `endCursor` of the page before, to read on from.' }),
        validNow: t.arg.boolean({
          description: 'True: only vouchers valid now; false: only vouchers that are not.',
        }),
        applied: t.arg.boolean({
          description:
            'True: only vouchers that were applied or reserved; false: only vouchers that were not.',
        }),
        rewardIds: t.arg.idList({ description: 'Only vouchers for these rewards, at most 1000.' }),
      },
      resolve: async (record, { validNow, applied, rewardIds, ...page }, { directory }) => {
        const filter = {
          ...(validNow != null && { validNow }),
          ...(applied != null && { applied }),
          ...toIds({ rewardIds }),
        };
        const found = await directory.facets.page(record, 'vouchers', {
          page: forwardPage(page, VOUCHERS),
          filter,
        });
        return mapPage(found, (voucher: object) => inLanguage(voucher, record) as never);
      },
    }),
    purchases: t.field({
      ...facetField('CARECLOUD', 'purchases'),
      ...forwardList,
      type: purchaseConnection,
      description:
        'Purchases, latest first. `totalCount` comes in the same response: how often the customer bought.',
      args: {
        first: t.arg.int({ defaultValue: PURCHASES, description: 'How many rows: 0 to 100.' }),
        after: t.arg.string({ description: 'The `endCursor` of the page before, to read on from.' }),
        from: t.arg({ type: 'DateTime', description: 'Paid at or after this moment.' }),
        to: t.arg({ type: 'DateTime', description: 'Paid at or before this moment.' }),
        storeId: t.arg.id({ description: 'Only purchases in this store.' }),
        typeId: t.arg.id({ description: 'Only purchases of this kind.' }),
      },
      resolve: async (record, { from, to, storeId, typeId, ...page }, { directory }, info) => {
        const withItems = ['nodes', 'edges.node'].some((path) =>
          selects(info, [...path.split('.'), 'items']),
        );
        const found = await directory.facets.page(record, 'purchases', {
          page: forwardPage(page, PURCHASES),
          filter: { ...inOrder({ from, to }), ...toIds({ storeId, typeId }) },
          extras: { withItems },
        });
        return mapPage(found, (purchase: CareCloudPurchase) => inLanguage(purchase, record));
      },
    }),
  };
});
