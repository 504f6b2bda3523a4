import type {
  CareCloudProperty,
  CareCloudRelation,
  CareCloudSegmentMembership,
  CareCloudSourceRecord,
} from '../../../customers/model/care-cloud-loyalty.ts';
import { isObject, toList } from '../../shared/json.ts';
import {
  below,
  type FacetDecoding,
  given,
  type ListFacet,
  perCustomer,
  plain,
  type RowsDecoder,
} from './facet.ts';
import { RECORD_STATES } from './record-states.ts';

/** OpenAPI: schemas/SegmentRecord.yaml */
export const SEGMENT_RECORDS: RowsDecoder = {
  key: 'segment_records',
  namesCustomer: true,
  decode(row, { read, time }): CareCloudSegmentMembership | null {
    const segmentId = read.id(row.segment_id, 'segment_records.segment_id');
    if (segmentId === null) return null;
    return {
      segmentId,
      since: read.parsed(row.created_at, time, 'segment_records.created_at'),
      lastChangeAt: read.parsed(row.last_change, time, 'segment_records.last_change'),
    };
  },
};

/** OpenAPI: schemas/CustomerSourceRecord.yaml */
const SOURCE_RECORDS: RowsDecoder = {
  key: 'customer_source_records',
  namesCustomer: 'ALWAYS',
  decode(row, { read, time }): CareCloudSourceRecord | null {
    const sourceId = read.id(row.customer_source_id, 'customer_source_records.customer_source_id');
    if (sourceId === null) return null;
    return {
      recordId: read.text(row.customer_source_record_id, 'customer_source_records.customer_source_record_id'),
      sourceId,
      externalId: read.text(row.external_id, 'customer_source_records.external_id'),
      lastChangeAt: read.parsed(row.last_change, time, 'customer_source_records.last_change'),
    };
  },
};

export const sourceRecords: ListFacet = {
  kind: 'LIST',
  declaration: perCustomer('sourceRecords'),
  request: (customerId) => plain('/customer-source-records', [['customer_id', customerId]]),
  rows: SOURCE_RECORDS,
  value: (rows, { sourceId }) =>
    (rows as readonly CareCloudSourceRecord[]).filter(
      (record) => sourceId === undefined || record.sourceId === sourceId,
    ),
};

/** OpenAPI: schemas/PropertyRecord.yaml. A value of choices is always a list of them. */
const PROPERTY_RECORDS: RowsDecoder = {
  key: 'property_records',
  namesCustomer: false,
  decode(row, decoding): CareCloudProperty | null {
    const { read, time } = decoding;
    const propertyId = read.id(row.property_id, 'property_records.property_id');
    if (propertyId === null) return null;
    return {
      propertyId,
      name: read.text(row.property_name, 'property_records.property_name'),
      ...decodeValue(row.property_value, decoding),
      lastChangeAt: read.parsed(row.last_change, time, 'property_records.last_change'),
    };
  },
};

export const properties: ListFacet = {
  kind: 'LIST',
  declaration: perCustomer('properties'),
  request: (customerId) => below(customerId, 'property-records'),
  rows: PROPERTY_RECORDS,
  value: (rows, args) => {
    const ids = args.propertyIds as readonly string[] | undefined;
    return (rows as readonly CareCloudProperty[]).filter(
      ({ propertyId }) => ids === undefined || ids.includes(propertyId),
    );
  },
};

/** Anything other than a text, number, boolean or choices becomes its JSON text. */
function decodeValue(value: unknown, { read }: FacetDecoding): Pick<CareCloudProperty, 'value' | 'choices'> {
  if (value === null || value === undefined) return { value: null, choices: [] };
  if (typeof value !== 'object') return { value: value as string | number | boolean, choices: [] };
  const list = toList(value);
  if (list === null || !list.every(isObject)) return { value: JSON.stringify(value), choices: [] };
  const choices = list.map((choice) => ({
    id: read.text(choice.id, 'property_items.id'),
    name: read.text(choice.name, 'property_items.name'),
  }));
  return { value: null, choices };
}

/** OpenAPI: schemas/RelatedCustomer.yaml */
const RELATED_CUSTOMERS: RowsDecoder = {
  key: 'related_customers',
  namesCustomer: false,
  decode(row, { read, time }): CareCloudRelation | null {
    const relatedCustomerId = read.id(row.related_customer_id, 'related_customers.related_customer_id');
    if (relatedCustomerId === null) return null;
    return {
      relationId: read.text(row.customer_relation_id, 'related_customers.customer_relation_id'),
      relatedCustomerId,
      shortName: read.text(row.short_name, 'related_customers.short_name'),
      typeId: read.text(row.customer_relation_type_id, 'related_customers.customer_relation_type_id'),
      isLeading: read.boolean(row.is_leading, 'related_customers.is_leading'),
      validFrom: read.parsed(row.valid_from, time, 'related_customers.valid_from'),
      validTo: read.parsed(row.valid_to, time, 'related_customers.valid_to'),
      state: read.code(row.state, RECORD_STATES, 'related_customers.state'),
    };
  },
};

export const relations: ListFacet = {
  kind: 'LIST',
  declaration: perCustomer('relations'),
  request: (customerId, { includePast }) =>
    below(customerId, 'related-customers', given({ all_customer_relations: includePast ? true : undefined })),
  rows: RELATED_CUSTOMERS,
  value: (rows, { typeId }) =>
    (rows as readonly CareCloudRelation[]).filter(
      (relation) => typeId === undefined || relation.typeId === typeId,
    ),
};
