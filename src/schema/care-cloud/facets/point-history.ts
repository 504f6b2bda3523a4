import type { CareCloudPointEntry } from '../../../customers/model/care-cloud-loyalty.ts';
import { builder } from '../../builder.ts';
import { facetConnection } from '../../shared/facets/facet-connection.ts';
import { pii } from '../../shared/scopes.ts';
import { store } from './stores.ts';
import { entryOf, type Shown } from './texts.ts';

const pointEntry = builder.objectRef<Shown<CareCloudPointEntry>>('CareCloudPointEntry').implement({
  description: 'A movement of points: earned or redeemed.',
  fields: (t) => ({
    amount: t.exposeFloat('amount', {
      nullable: true,
      description: 'How many; negative when they were redeemed or expired.',
    }),
    operation: t.exposeString('operation', {
      nullable: true,
      description: 'What happened, as CareCloud calls it.',
    }),
    note: t.exposeString('note', { ...pii, nullable: true, description: 'CareCloud’s note on it.' }),
    pointType: t.string({
      description: 'The kind of points by name.',
      resolve: async (entry, _args, context) =>
        (await entryOf('pointTypes', entry.pointTypeId, entry, context))?.name,
    }),
    store: t.field({
      type: store,
      description: 'The store where it happened.',
      resolve: (entry, _args, context) => entryOf('stores', entry.storeId, entry, context),
    }),
    at: t.expose('at', { type: 'DateTime', nullable: true, description: 'When it happened.' }),
  }),
});

export const pointEntryConnection = facetConnection(pointEntry, 'movements of points');
