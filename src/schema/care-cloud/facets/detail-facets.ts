import type {
  CareCloudPointEntry,
  CareCloudProperty,
  CareCloudRelation,
  CareCloudSourceRecord,
  CareCloudTierRecord,
} from '../../../customers/model/care-cloud-loyalty.ts';
import { builder } from '../../builder.ts';
import { forwardList, forwardPage, mapPage } from '../../shared/facets/facet-connection.ts';
import { facetField, facetList } from '../../shared/facets/facet-field.ts';
import { pii } from '../../shared/scopes.ts';
import { careCloudCustomerRef } from '../ref.ts';
import { inOrder, toIds } from './arguments.ts';
import { loadList } from './load.ts';
import { pointEntryConnection } from './point-history.ts';
import { property, relation, sourceRecord } from './short-lists.ts';
import { inLanguage } from './texts.ts';
import { tierRecord } from './tiers.ts';

const POINT_ENTRIES = 20;

builder.objectFields(careCloudCustomerRef, (t) => ({
  sourceRecords: t.field({
    ...facetList('CARECLOUD', 'sourceRecords', 3),
    type: [sourceRecord],
    description: 'Where the customer comes from, and the ids they have there.',
    args: { sourceId: t.arg.id({ description: 'Only from this source.' }) },
    resolve: (record, args, context) =>
      loadList<CareCloudSourceRecord>(record, 'sourceRecords', toIds(args), context),
  }),
  tiers: t.field({
    ...facetList('CARECLOUD', 'tiers', 5),
    type: [tierRecord],
    description: 'The tiers held, past and present, newest first.',
    resolve: (record, _args, context) => loadList<CareCloudTierRecord>(record, 'tiers', {}, context),
  }),
  properties: t.field({
    ...facetList('CARECLOUD', 'properties', 20),
    ...pii,
    type: [property],
    description: 'Further properties that this company defined for its customers.',
    args: { propertyIds: t.arg.idList({ description: 'Only these, at most 1000; all by default.' }) },
    resolve: (record, args, context) =>
      loadList<CareCloudProperty>(record, 'properties', toIds(args), context),
  }),
  relations: t.field({
    ...facetList('CARECLOUD', 'relations', 3),
    type: [relation],
    description: 'Related customers, such as family members.',
    args: {
      includePast: t.arg.boolean({
        defaultValue: false,
        description: 'Include relations that have ended.',
      }),
      typeId: t.arg.id({ description: 'Only relations of this kind.' }),
    },
    resolve: (record, { includePast, typeId }, context) => {
      const wanted = { ...(includePast && { includePast }), ...toIds({ typeId }) };
      return loadList<CareCloudRelation>(record, 'relations', wanted, context);
    },
  }),
  pointHistory: t.field({
    ...facetField('CARECLOUD', 'pointHistory'),
    ...forwardList,
    type: pointEntryConnection,
    description: 'Movements of points, latest first.',
    args: {
      first: t.arg.int({ defaultValue: POINT_ENTRIES, description: 'How many rows: 0 to 100.' }),
      after: t.arg.string({ description: 'The `endCursor` of the page before, to read on from.' }),
      from: t.arg({ type: 'DateTime', description: 'At or after this moment.' }),
      to: t.arg({ type: 'DateTime', description: 'At or before this moment.' }),
      pointTypeId: t.arg.id({ description: 'Only points of this kind.' }),
    },
    resolve: async (record, { from, to, pointTypeId, ...page }, { directory }) => {
      const found = await directory.facets.page(record, 'pointHistory', {
        page: forwardPage(page, POINT_ENTRIES),
        filter: { ...inOrder({ from, to }), ...toIds({ pointTypeId }) },
      });
      return mapPage(found, (entry: CareCloudPointEntry) => inLanguage(entry, record));
    },
  }),
}));
