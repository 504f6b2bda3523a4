import type { CareCloudCardType } from '../../../customers/model/care-cloud-catalogue.ts';
import type { CareCloudCard } from '../../../customers/model/care-cloud-loyalty.ts';
import { builder } from '../../builder.ts';
import { pii } from '../../shared/scopes.ts';
import { store } from './stores.ts';
import { entryOf, type Shown } from './texts.ts';

export const cardState = builder.enumType('CareCloudCardState', {
  description: 'Whether a card can be used.',
  values: {
    BLOCKED: { description: 'Blocked (CareCloud’s 0).' },
    ACTIVE: { description: 'Active (CareCloud’s 1).' },
  } as const,
});

export const cardType = builder.objectRef<CareCloudCardType>('CareCloudCardType').implement({
  description: 'A kind of card.',
  fields: (t) => ({
    typeId: t.exposeID('typeId', { nullable: false, description: 'CareCloud’s id of the kind of card.' }),
    textId: t.exposeString('textId', { nullable: true, description: 'A stable name for programs.' }),
    name: t.exposeString('name', { nullable: true, description: 'Name, e.g. `"Plastic card"`.' }),
    prefix: t.exposeString('prefix', {
      nullable: true,
      description: 'What numbers of this kind begin with, e.g. `"1000"`.',
    }),
  }),
});

export const card = builder.objectRef<Shown<CareCloudCard>>('CareCloudCard').implement({
  description: 'A loyalty card, plastic or virtual.',
  fields: (t) => ({
    cardId: t.exposeID('cardId', { nullable: true, description: 'CareCloud’s id of the card.' }),
    number: t.exposeString('number', {
      ...pii,
      nullable: true,
      description: 'The number on the card, e.g. `"1000000000016"`.',
    }),
    secondaryNumber: t.exposeString('secondaryNumber', {
      ...pii,
      nullable: true,
      description: 'A second number, such as a chip’s.',
    }),
    type: t.field({
      type: cardType,
      description: 'The kind of card by name.',
      resolve: (one, _args, context) => entryOf('cardTypes', one.typeId, one, context),
    }),
    typeId: t.exposeID('typeId', { nullable: true, description: 'CareCloud’s id of the kind of card.' }),
    validFrom: t.expose('validFrom', { type: 'DateTime', nullable: true, description: 'Since when.' }),
    validTo: t.expose('validTo', { type: 'DateTime', nullable: true, description: 'Until when.' }),
    store: t.field({
      type: store,
      description: 'The store that issued it.',
      resolve: (one, _args, context) => entryOf('stores', one.storeId, one, context),
    }),
    state: t.expose('state', {
      type: cardState,
      nullable: true,
      description: 'Whether it can be used.',
    }),
    lastChangeAt: t.expose('lastChangeAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last changed.',
    }),
  }),
});
