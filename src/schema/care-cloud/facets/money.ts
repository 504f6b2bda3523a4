import type { CareCloudCurrency } from '../../../customers/model/care-cloud-catalogue.ts';
import type { CareCloudMoney, CareCloudTurnoverGoal } from '../../../customers/model/care-cloud-loyalty.ts';
import { builder } from '../../builder.ts';
import { entryOf, type Shown } from './texts.ts';

export const currency = builder.objectRef<CareCloudCurrency>('CareCloudCurrency').implement({
  description: 'A currency that CareCloud knows.',
  fields: (t) => ({
    currencyId: t.exposeID('currencyId', {
      nullable: false,
      description: 'CareCloud’s id of the currency, e.g. `"86e05affc7a7abefcd513ab400"`.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'Name, e.g. `"Czech crown"`.' }),
    code: t.exposeString('code', { nullable: true, description: 'Code as ISO 4217, e.g. `"CZK"`.' }),
  }),
});

export const money = builder.objectRef<Shown<CareCloudMoney>>('CareCloudMoney').implement({
  description: 'An amount of money.',
  fields: (t) => ({
    value: t.exposeFloat('value', { nullable: false, description: 'The amount, e.g. `349.9`.' }),
    currencyId: t.exposeID('currencyId', { nullable: false, description: 'CareCloud’s id of the currency.' }),
    currency: t.field({
      type: currency,
      description: 'The currency by name and code.',
      resolve: (amount, _args, context) => entryOf('currencies', amount.currencyId, amount, context),
    }),
  }),
});

export const turnoverGoal = builder
  .objectRef<Shown<CareCloudTurnoverGoal>>('CareCloudTurnoverGoal')
  .implement({
    description: 'An amount to spend.',
    fields: (t) => ({
      value: t.exposeFloat('value', { nullable: false, description: 'The amount, e.g. `5000`.' }),
      currencyId: t.exposeID('currencyId', {
        nullable: false,
        description: 'CareCloud’s id of the currency.',
      }),
      currency: t.field({
        type: currency,
        description: 'The currency by name and code.',
        resolve: (goal, _args, context) => entryOf('currencies', goal.currencyId, goal, context),
      }),
      dueDate: t.expose('dueDate', {
        type: 'Date',
        nullable: true,
        description: 'The last day, e.g. `"2026-12-31"`; null without a limit.',
      }),
    }),
  });
