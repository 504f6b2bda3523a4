import type { CareCloudReward, CareCloudVoucher } from '../../../customers/model/care-cloud-loyalty.ts';
import { builder } from '../../builder.ts';
import { facetConnection } from '../../shared/facets/facet-connection.ts';
import { encodeGlobalId } from '../../shared/global-id.ts';
import { nodeInterface } from '../../shared/node-interface.ts';
import { pii } from '../../shared/scopes.ts';
import { recordState } from './states.ts';
import { store } from './stores.ts';
import { entryOf, type Shown } from './texts.ts';

const rewardGroup = builder.enumType('CareCloudRewardGroup', {
  description: 'How a reward is given.',
  values: {
    CASH_DESK: { description: 'At the cash desk (CareCloud’s 0).' },
    CATALOG: { description: 'From the catalogue (CareCloud’s 1).' },
    CAMPAIGN: { description: 'By a campaign (CareCloud’s 2).' },
    SIMPLE: { description: 'Simple (CareCloud’s 4).' },
    GIFT: { description: 'As a gift (CareCloud’s 5).' },
    OTHER: { description: 'In a way that CareCloud does not document.' },
  } as const,
});

const reward = builder.objectRef<CareCloudReward>('CareCloudReward').implement({
  description: 'What a voucher is for.',
  fields: (t) => ({
    rewardId: t.exposeID('rewardId', { nullable: true, description: 'CareCloud’s id of the reward.' }),
    code: t.exposeString('code', { nullable: true, description: 'Code of the reward.' }),
    name: t.exposeString('name', { nullable: true, description: 'Name, e.g. `"Coffee for free"`.' }),
    subtitle: t.exposeString('subtitle', { nullable: true, description: 'Subtitle of the name.' }),
    note: t.exposeString('note', { nullable: true, description: 'Description.' }),
    pointsCost: t.exposeFloat('pointsCost', { nullable: true, description: 'Points that it costs.' }),
    group: t.expose('group', { type: rewardGroup, nullable: true, description: 'How it is given.' }),
    typeId: t.exposeID('typeId', { nullable: true, description: 'CareCloud’s id of the kind of reward.' }),
    priority: t.exposeInt('priority', { nullable: true, description: 'From 1 to 9.' }),
    isAutomated: t.exposeBoolean('isAutomated', {
      nullable: true,
      description: 'Whether CareCloud gives it automatically.',
    }),
    imageUrls: t.exposeStringList('imageUrls', { nullable: false, description: 'Where its pictures are.' }),
    externalUrl: t.exposeString('externalUrl', { nullable: true, description: 'A page about it.' }),
    tags: t.exposeStringList('tags', { nullable: false, description: 'Names of its tags.' }),
    state: t.expose('state', { type: recordState, nullable: true, description: 'Whether it is in use.' }),
    lastChangeAt: t.expose('lastChangeAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last changed.',
    }),
  }),
});

export const voucher = builder.objectRef<Shown<CareCloudVoucher>>('CareCloudVoucher').implement({
  description: 'A customer’s voucher.',
  interfaces: [nodeInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Global id of this voucher. Good as a cache key.',
      resolve: ({ voucherId }) => encodeGlobalId('CareCloudVoucher', voucherId),
    }),
    voucherId: t.exposeID('voucherId', { nullable: false, description: 'CareCloud’s id of the voucher.' }),
    code: t.exposeString('code', {
      ...pii,
      nullable: true,
      description: 'The code, e.g. `"w7TU7KfeE"`: whoever has it can redeem the voucher.',
    }),
    value: t.exposeFloat('value', { nullable: true, description: 'What it was worth when it was applied.' }),
    validFrom: t.expose('validFrom', { type: 'DateTime', nullable: true, description: 'Since when.' }),
    validTo: t.expose('validTo', { type: 'DateTime', nullable: true, description: 'Until when.' }),
    appliedAt: t.expose('appliedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was applied; null when it was not.',
    }),
    appliedIn: t.field({
      type: store,
      description: 'The store where it was applied.',
      resolve: (one, _args, context) => entryOf('stores', one.storeId, one, context),
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was given.',
    }),
    lastChangeAt: t.expose('lastChangeAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last changed.',
    }),
    state: t.expose('state', { type: recordState, nullable: true, description: 'Whether it is in use.' }),
    note: t.exposeString('note', { ...pii, nullable: true, description: 'A note on the voucher.' }),
    reward: t.expose('reward', { type: reward, nullable: true, description: 'The reward it is for.' }),
  }),
});

export const voucherConnection = facetConnection(voucher, 'vouchers');
