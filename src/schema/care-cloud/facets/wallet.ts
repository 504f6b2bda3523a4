import type {
  CareCloudCreditBalance,
  CareCloudCredits,
  CareCloudExpiry,
  CareCloudPoints,
} from '../../../customers/model/care-cloud-loyalty.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';
import { builder } from '../../builder.ts';
import { facetField } from '../../shared/facets/facet-field.ts';
import { currency, money } from './money.ts';
import { allInLanguage, entryOf, type Shown } from './texts.ts';

/** A balance and its owner: expiring amounts need a separate request. */
export type OfAccount<T> = Shown<T> & { readonly account: SourceRecord };

const expiry = builder.objectRef<CareCloudExpiry>('CareCloudExpiry').implement({
  description: 'What is about to expire.',
  fields: (t) => ({
    nextAmount: t.exposeFloat('nextAmount', { nullable: true, description: 'How much expires next.' }),
    nextDate: t.expose('nextDate', {
      type: 'Date',
      nullable: true,
      description: 'On which day, e.g. `"2026-01-01"`; null when nothing expires.',
    }),
    thisMonthAmount: t.exposeFloat('thisMonthAmount', {
      nullable: true,
      description: 'How much expires within the current month.',
    }),
  }),
});

export const points = builder.objectRef<OfAccount<CareCloudPoints>>('CareCloudPoints').implement({
  description: 'A customer’s points.',
  fields: (t) => ({
    available: t.exposeFloat('available', {
      nullable: true,
      description: 'Points that can be spent now, e.g. `79.5`, whatever the interval.',
    }),
    earned: t.exposeFloat('earned', {
      nullable: true,
      description: 'Points earned in the interval; without one, in CareCloud’s default interval.',
    }),
    redeemed: t.exposeFloat('redeemed', {
      nullable: true,
      description: 'Points spent in the interval; without one, in CareCloud’s default interval.',
    }),
    value: t.field({
      type: [money],
      nullable: false,
      listSize: { assumedSize: 2 },
      description: 'What the available points are worth, one amount per currency.',
      resolve: (balance) => allInLanguage(balance.value, balance),
    }),
    expiring: t.field({
      ...facetField('CARECLOUD', 'points.expiring'),
      type: expiry,
      description: 'What is about to expire. Costs one further request.',
      resolve: async ({ account }, _args, { directory }) =>
        (await directory.facets.load(account, 'points.expiring')) as CareCloudExpiry | null,
    }),
  }),
});

const creditBalance = builder.objectRef<Shown<CareCloudCreditBalance>>('CareCloudCreditBalance').implement({
  description: 'A customer’s credits of one currency.',
  fields: (t) => ({
    currency: t.field({
      type: currency,
      description: 'The currency by name and code.',
      resolve: (balance, _args, context) => entryOf('currencies', balance.currencyId, balance, context),
    }),
    available: t.exposeFloat('available', { nullable: true, description: 'What can be spent now.' }),
    earned: t.exposeFloat('earned', { nullable: true, description: 'Earned in the interval.' }),
    redeemed: t.exposeFloat('redeemed', { nullable: true, description: 'Spent in the interval.' }),
  }),
});

export const credits = builder.objectRef<OfAccount<CareCloudCredits>>('CareCloudCredits').implement({
  description: 'A customer’s credits.',
  fields: (t) => ({
    available: t.exposeFloat('available', {
      nullable: true,
      description: 'Credits that can be spent now, whatever the interval.',
    }),
    earned: t.exposeFloat('earned', {
      nullable: true,
      description: 'Credits earned in the interval; without one, in CareCloud’s default interval.',
    }),
    redeemed: t.exposeFloat('redeemed', {
      nullable: true,
      description: 'Credits spent in the interval; without one, in CareCloud’s default interval.',
    }),
    byCurrency: t.field({
      type: [creditBalance],
      nullable: false,
      listSize: { assumedSize: 2 },
      description: 'The same per currency.',
      resolve: (balance) => allInLanguage(balance.byCurrency, balance),
    }),
    expiring: t.field({
      ...facetField('CARECLOUD', 'credits.expiring'),
      type: expiry,
      description: 'What is about to expire. Costs one further request.',
      resolve: async ({ account }, _args, { directory }) =>
        (await directory.facets.load(account, 'credits.expiring')) as CareCloudExpiry | null,
    }),
  }),
});
