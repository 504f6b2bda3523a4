import type { CareCloudCatalogues } from '../../../customers/model/care-cloud-catalogue.ts';
import type { FacetDecoding, RowsDecoder } from './facet.ts';
import { RECORD_STATES } from './record-states.ts';
import { decodeGoals } from './tiers.ts';

type Members = Readonly<Record<string, unknown>>;

/** A list that explains all values of some id: read whole and cached for all callers. */
export interface Catalogue {
  readonly path: string;
  /** Each entry under its id; null if it has none. */
  readonly rows: Pick<RowsDecoder, 'key'> & {
    decode(row: Members, decoding: FacetDecoding): readonly [string, unknown] | null;
  };
}

function catalogue<Name extends keyof CareCloudCatalogues>(
  path: string,
  key: string,
  idField: string,
  decode: (row: Members, id: string, decoding: FacetDecoding) => CareCloudCatalogues[Name],
): Catalogue {
  return {
    path,
    rows: {
      key,
      decode(row, decoding) {
        const id = decoding.read.id(row[idField], `${key}.${idField}`);
        return id === null ? null : [id, decode(row, id, decoding)];
      },
    },
  };
}

/** The catalogues by the gateway's names. OpenAPI: `paths/` of the same name, and the schema of an entry. */
export const CATALOGUES: { readonly [Name in keyof CareCloudCatalogues]: Catalogue } = {
  tiers: catalogue<'tiers'>('/statuses', 'statuses', 'status_id', (row, tierId, decoding) => {
    const { read } = decoding;
    return {
      tierId,
      textId: read.text(row.text_id, 'statuses.text_id'),
      name: read.text(row.name, 'statuses.name'),
      description: read.text(row.description, 'statuses.description'),
      discount: read.integer(row.discount, 'statuses.discount'),
      validityPeriod: read.text(row.validity_period, 'statuses.validity_period'),
      qualificationPoints: read.number(row.qualification_points, 'statuses.qualification_points'),
      qualificationTurnover: decodeGoals(row.qualification_turnover, decoding),
      nextTierId: read.text(row.next_status, 'statuses.next_status'),
      previousTierId: read.text(row.previous_status, 'statuses.previous_status'),
    };
  }),
  segments: catalogue<'segments'>(
    '/segments',
    'segments',
    'segment_id',
    (row, segmentId, { read, time }) => ({
      segmentId,
      name: read.text(row.name, 'segments.name'),
      note: read.text(row.note, 'segments.note'),
      pictureUrl: read.text(row.segment_picture_url, 'segments.segment_picture_url'),
      groupId: read.text(row.segment_group_id, 'segments.segment_group_id'),
      lastChangeAt: read.parsed(row.last_change, time, 'segments.last_change'),
    }),
  ),
  segmentGroups: catalogue<'segmentGroups'>(
    '/segment-groups',
    'segment_groups',
    'segment_group_id',
    (row, groupId, { read }) => ({
      groupId,
      textId: read.text(row.text_id, 'segment_groups.text_id'),
      name: read.text(row.name, 'segment_groups.name'),
      parentGroupId: read.text(row.parent_group_id, 'segment_groups.parent_group_id'),
      note: read.text(row.note, 'segment_groups.note'),
    }),
  ),
  stores: catalogue<'stores'>('/stores', 'stores', 'store_id', (row, storeId, { read }) => {
    const address = read.object<Record<string, unknown>>(row.store_address, 'stores.store_address') ?? {};
    return {
      storeId,
      code: read.text(row.store_code, 'stores.store_code'),
      systemId: read.text(row.system_id, 'stores.system_id'),
      name: read.text(row.name, 'stores.name'),
      city: read.text(address.city, 'stores.store_address.city'),
      countryCode: read.text(address.country_code, 'stores.store_address.country_code'),
      phone: read.text(row.phone_number, 'stores.phone_number'),
      email: read.text(row.contact_email, 'stores.contact_email'),
      url: read.text(row.url_address, 'stores.url_address'),
      partnerId: read.text(row.partner_id, 'stores.partner_id'),
      state: read.code(row.state, RECORD_STATES, 'stores.state'),
    };
  }),
  customerSources: catalogue<'customerSources'>(
    '/customer-sources',
    'customer_sources',
    'customer_source_id',
    (row, sourceId, { read }) => ({
      sourceId,
      textId: read.text(row.customer_source_text_id, 'customer_sources.customer_source_text_id'),
      name: read.text(row.name, 'customer_sources.name'),
      state: read.code(row.state, RECORD_STATES, 'customer_sources.state'),
    }),
  ),
  consents: catalogue<'consents'>(
    '/agreements',
    'agreements',
    'agreement_id',
    (row, consentId, { read, time }) => ({
      consentId,
      textId: read.text(row.text_id, 'agreements.text_id'),
      name: read.text(row.name, 'agreements.name'),
      channelId: read.text(row.communication_channel_id, 'agreements.communication_channel_id'),
      lastChangeAt: read.parsed(row.last_change, time, 'agreements.last_change'),
    }),
  ),
  channels: catalogue<'channels'>(
    '/communication-channels',
    'communication_channels',
    'communication_channel_id',
    (row, channelId, { read }) => ({
      channelId,
      textId: read.text(row.text_id, 'communication_channels.text_id'),
      name: read.text(row.name, 'communication_channels.name'),
    }),
  ),
  cardTypes: catalogue<'cardTypes'>('/card-types', 'card_types', 'card_type_id', (row, typeId, { read }) => ({
    typeId,
    textId: read.text(row.text_id, 'card_types.text_id'),
    name: read.text(row.name, 'card_types.name'),
    prefix: read.text(row.prefix, 'card_types.prefix'),
  })),
  currencies: catalogue<'currencies'>(
    '/currencies',
    'currencies',
    'currency_id',
    (row, currencyId, { read }) => ({
      currencyId,
      name: read.text(row.name, 'currencies.name'),
      code: read.text(row.code, 'currencies.code'),
    }),
  ),
  purchaseTypes: catalogue<'purchaseTypes'>(
    '/purchase-types',
    'purchase_types',
    'type_id',
    (row, typeId, { read }) => ({
      typeId,
      textId: read.text(row.text_id, 'purchase_types.text_id'),
      name: read.text(row.name, 'purchase_types.name'),
    }),
  ),
  pointTypes: catalogue<'pointTypes'>(
    '/point-types',
    'point_types',
    'point_type_id',
    (row, id, { read }) => ({
      id,
      name: read.text(row.name, 'point_types.name'),
    }),
  ),
  relationTypes: catalogue<'relationTypes'>(
    '/customer-relation-types',
    'customer_relation_types',
    'customer_relation_type_id',
    (row, id, { read }) => ({ id, name: read.text(row.name, 'customer_relation_types.name') }),
  ),
  propertyTypes: catalogue<'propertyTypes'>(
    '/customer-properties',
    'customer_properties',
    'property_id',
    (row, id, { read }) => ({
      id,
      name: read.text(row.name, 'customer_properties.name'),
      dataType: read.text(row.data_type, 'customer_properties.data_type'),
    }),
  ),
};
