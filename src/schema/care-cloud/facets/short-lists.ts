import type { CareCloudCustomerSource } from '../../../customers/model/care-cloud-catalogue.ts';
import type {
  CareCloudProperty,
  CareCloudRelation,
  CareCloudSourceRecord,
} from '../../../customers/model/care-cloud-loyalty.ts';
import { builder } from '../../builder.ts';
import { pii, read } from '../../shared/scopes.ts';
import { careCloudCustomerRef } from '../ref.ts';
import { recordState } from './states.ts';
import { entryOf, type Shown } from './texts.ts';

export const customerSource = builder
  .objectRef<CareCloudCustomerSource>('CareCloudCustomerSource')
  .implement({
    description: 'A shop, campaign or system that customers come from.',
    fields: (t) => ({
      sourceId: t.exposeID('sourceId', { nullable: false, description: 'CareCloud’s id of the source.' }),
      textId: t.exposeString('textId', {
        nullable: true,
        description: 'A stable name for programs, e.g. `"eshop"`.',
      }),
      name: t.exposeString('name', { nullable: true, description: 'Name, e.g. `"E-shop"`.' }),
      state: t.expose('state', { type: recordState, nullable: true, description: 'Whether it is in use.' }),
    }),
  });

export const sourceRecord = builder
  .objectRef<Shown<CareCloudSourceRecord>>('CareCloudSourceRecord')
  .implement({
    description: 'Where a customer comes from, and the id that they have there.',
    fields: (t) => ({
      recordId: t.exposeID('recordId', { nullable: true, description: 'CareCloud’s id of this record.' }),
      sourceId: t.exposeID('sourceId', { nullable: false, description: 'CareCloud’s id of the source.' }),
      source: t.field({
        type: customerSource,
        description: 'The source by name.',
        resolve: (record, _args, context) => entryOf('customerSources', record.sourceId, record, context),
      }),
      externalId: t.exposeString('externalId', {
        ...pii,
        nullable: true,
        description: 'The customer’s id in that source.',
      }),
      lastChangeAt: t.expose('lastChangeAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When the record was last changed.',
      }),
    }),
  });

const propertyChoice = builder
  .objectRef<CareCloudProperty['choices'][number]>('CareCloudPropertyChoice')
  .implement({
    description: 'One of a property’s choices.',
    fields: (t) => ({
      id: t.exposeID('id', {
        nullable: true,
        description: 'CareCloud’s id of the choice: not a global id, so not a cache key.',
      }),
      name: t.exposeString('name', { nullable: true, description: 'Name, e.g. `"Blue"`.' }),
    }),
  });

export const property = builder.objectRef<Shown<CareCloudProperty>>('CareCloudProperty').implement({
  description: 'A property that this company defined for its customers.',
  fields: (t) => ({
    propertyId: t.exposeID('propertyId', {
      nullable: false,
      description: 'CareCloud’s id of the property, e.g. `"p1_note"`.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'Name, e.g. `"Note"`.' }),
    dataType: t.string({
      description:
        'What it holds: `string`, `boolean`, `integer`, `date`, `timestamp`, `float`, `enum`, `multiselect`, or a kind of the project’s own.',
      resolve: async (one, _args, context) =>
        (await entryOf('propertyTypes', one.propertyId, one, context))?.dataType,
    }),
    value: t.expose('value', {
      type: 'JSON',
      nullable: true,
      description:
        'The value, e.g. `42`; null where it is a choice. Objects and lists come as their JSON text.',
    }),
    choices: t.expose('choices', {
      type: [propertyChoice],
      nullable: false,
      listSize: { assumedSize: 3 },
      description: 'What was chosen, where it is a choice.',
    }),
    lastChangeAt: t.expose('lastChangeAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last changed.',
    }),
  }),
});

export const relation = builder.objectRef<Shown<CareCloudRelation>>('CareCloudRelation').implement({
  description: 'A relation between two customers, such as parent and child.',
  fields: (t) => ({
    relationId: t.exposeID('relationId', { nullable: true, description: 'CareCloud’s id of the relation.' }),
    customer: t.field({
      ...read,
      type: careCloudCustomerRef,
      description:
        'The other customer; null when the account no longer exists. One request serves all rows of a list.',
      resolve: async ({ relatedCustomerId }, _args, { directory }) =>
        (await directory.record('CARECLOUD', relatedCustomerId)) as never,
    }),
    shortName: t.exposeString('shortName', {
      ...pii,
      nullable: true,
      description: 'The other customer’s short name, e.g. `"Peter D."`.',
    }),
    typeId: t.exposeID('typeId', { nullable: true, description: 'CareCloud’s id of the kind of relation.' }),
    type: t.string({
      description: 'The kind of relation by name, e.g. `"Parent"`.',
      resolve: async (one, _args, context) =>
        (await entryOf('relationTypes', one.typeId, one, context))?.name,
    }),
    isLeading: t.exposeBoolean('isLeading', {
      nullable: true,
      description: 'Whether the other customer is the leading one, as a parent is.',
    }),
    validFrom: t.expose('validFrom', { type: 'DateTime', nullable: true, description: 'Since when.' }),
    validTo: t.expose('validTo', { type: 'DateTime', nullable: true, description: 'Until when.' }),
    state: t.expose('state', {
      type: recordState,
      nullable: true,
      description: 'State of the relation.',
    }),
  }),
});
