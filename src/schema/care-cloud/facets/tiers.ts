import type { CareCloudTier } from '../../../customers/model/care-cloud-catalogue.ts';
import type {
  CareCloudTierProgress,
  CareCloudTierRecord,
} from '../../../customers/model/care-cloud-loyalty.ts';
import { builder } from '../../builder.ts';
import { encodeGlobalId } from '../../shared/global-id.ts';
import { nodeInterface } from '../../shared/node-interface.ts';
import { turnoverGoal } from './money.ts';
import { recordState } from './states.ts';
import { allInLanguage, entryOf, inLanguage, type Shown } from './texts.ts';

export const tier = builder.objectRef<Shown<CareCloudTier>>('CareCloudTier').implement({
  description: 'A level of the loyalty programme, such as Gold. CareCloud calls it a status.',
  interfaces: [nodeInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Global id of this tier. Good as a cache key.',
      resolve: ({ tierId }) => encodeGlobalId('CareCloudTier', tierId),
    }),
    tierId: t.exposeID('tierId', {
      nullable: false,
      description: 'CareCloud’s id of the tier (`status_id`), e.g. `"86e05affc7a7abefcd513ab400"`.',
    }),
    textId: t.exposeString('textId', {
      nullable: true,
      description: 'A stable name for programs, e.g. `"gold"`.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'Name, e.g. `"Gold"`.' }),
    description: t.exposeString('description', { nullable: true, description: 'Description.' }),
    discount: t.exposeInt('discount', { nullable: true, description: 'Discount in per cent, e.g. `10`.' }),
    validityPeriod: t.exposeString('validityPeriod', {
      nullable: true,
      description: 'How long the tier is valid, as CareCloud writes it.',
    }),
    qualificationPoints: t.exposeFloat('qualificationPoints', {
      nullable: true,
      description: 'Points needed for this tier.',
    }),
    qualificationTurnover: t.field({
      type: [turnoverGoal],
      nullable: false,
      listSize: { assumedSize: 2 },
      description: 'Amounts to spend for this tier, one per currency.',
      resolve: (step) => allInLanguage(step.qualificationTurnover, step),
    }),
    nextTierId: t.exposeID('nextTierId', { nullable: true, description: 'The tier above; null at the top.' }),
    previousTierId: t.exposeID('previousTierId', {
      nullable: true,
      description: 'The tier below; null at the bottom.',
    }),
  }),
});

const tierProgress = builder.objectRef<Shown<CareCloudTierProgress>>('CareCloudTierProgress').implement({
  description: 'What is missing to keep a tier, and to reach the next one.',
  fields: (t) => ({
    pointsToKeep: t.exposeFloat('pointsToKeep', {
      nullable: true,
      description: 'Points to earn to keep the tier.',
    }),
    pointsToNext: t.exposeFloat('pointsToNext', {
      nullable: true,
      description: 'Points to earn to reach the next one.',
    }),
    turnoverToKeep: t.field({
      type: [turnoverGoal],
      nullable: false,
      listSize: { assumedSize: 2 },
      description: 'Amounts to spend to keep the tier, one per currency.',
      resolve: (progress) => allInLanguage(progress.turnoverToKeep, progress),
    }),
    turnoverToNext: t.field({
      type: [turnoverGoal],
      nullable: false,
      listSize: { assumedSize: 2 },
      description: 'Amounts to spend to reach the next one, one per currency.',
      resolve: (progress) => allInLanguage(progress.turnoverToNext, progress),
    }),
    nextTierId: t.exposeID('nextTierId', { nullable: true, description: 'The next tier; null at the top.' }),
    nextTier: t.field({
      type: tier,
      description: 'The next tier by name.',
      resolve: (progress, _args, context) => entryOf('tiers', progress.nextTierId, progress, context),
    }),
  }),
});

export const tierRecord = builder.objectRef<Shown<CareCloudTierRecord>>('CareCloudTierRecord').implement({
  description: 'A period in which a customer holds, or held, a tier.',
  fields: (t) => ({
    recordId: t.exposeID('recordId', {
      nullable: true,
      description: 'CareCloud’s id of this record (`status_record_id`).',
    }),
    tierId: t.exposeID('tierId', { nullable: false, description: 'CareCloud’s id of the tier.' }),
    tier: t.field({
      type: tier,
      description: 'The tier by name; null when CareCloud’s list of tiers does not have it.',
      resolve: (record, _args, context) => entryOf('tiers', record.tierId, record, context),
    }),
    validFrom: t.expose('validFrom', { type: 'DateTime', nullable: true, description: 'Since when.' }),
    validTo: t.expose('validTo', { type: 'DateTime', nullable: true, description: 'Until when.' }),
    state: t.expose('state', {
      type: recordState,
      nullable: true,
      description: 'State of the record.',
    }),
    lastChangeAt: t.expose('lastChangeAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the record was last changed.',
    }),
    progress: t.field({
      type: tierProgress,
      description: 'What is missing to keep it and to reach the next one; null when CareCloud does not say.',
      resolve: (record) => (record.progress === null ? null : inLanguage(record.progress, record)),
    }),
  }),
});
