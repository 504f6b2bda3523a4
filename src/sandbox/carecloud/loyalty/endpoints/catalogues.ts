import { agreementRows, channelRows } from '../catalogues/consents.ts';
import { currencyRows } from '../catalogues/currencies.ts';
import { propertyRows } from '../catalogues/properties.ts';
import { segmentGroupRows, segmentRows } from '../catalogues/segments.ts';
import {
  cardTypeRows,
  creditTypeRows,
  customerSourceRows,
  pointTypeRows,
  purchaseTypeRows,
  relationTypeRows,
} from '../catalogues/small.ts';
import { STORES } from '../catalogues/stores.ts';
import { statusRows } from '../catalogues/tiers.ts';
import { type Endpoint, isAsked, isListed, type ListEndpoint, type Row } from './endpoint.ts';
import { LIST, type Parameter, type Parameters, TEXT, TEXT_OR_LIST } from './parameters.ts';

/** The list that needs no login. */
export const OPEN_PATH = '/communication-channels';

type Rows = (language: string) => readonly Row[];

/** A catalogue whose parameters each name a member of the row; it is sorted by members of the row. */
const catalogue = (path: string, key: string, rows: Rows, parameters: Parameters = {}): ListEndpoint => ({
  path,
  key,
  parameters,
  sortFields: [...new Set(rows('cs').flatMap((row) => Object.keys(row)))],
  rows: ({ given, language }) =>
    rows(language).filter((row) =>
      Object.entries(parameters).every(([name, { kind }]) =>
        kind === 'LIST' || kind === 'TEXT_OR_LIST'
          ? isListed(given.list(name), textOf(row[MEMBERS[name] ?? name]))
          : isAsked(given.text(name), textOf(row[MEMBERS[name] ?? name])),
      ),
    ),
});

/** Parameters whose name differs from the member they filter by. */
const MEMBERS: Readonly<Record<string, string>> = {
  segment_group_ids: 'segment_group_id',
  currency_name: 'name',
  currency_code: 'code',
  visible_for_customer: 'visibility_for_customer',
};

const textOf = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;

const storeRows: Rows = () => STORES;

/** No store of the simulated project has properties, so a search by both parameters finds none. */
const STORE_PROPERTY: Parameters = { property_id: TEXT, property_value: TEXT };

const VISIBILITY: Parameter = { kind: 'ONE_OF', values: ['0', '1'] };

const withStoreProperties = (stores: ListEndpoint): ListEndpoint => ({
  ...stores,
  parameters: { ...stores.parameters, ...STORE_PROPERTY },
  rows: (asked) =>
    Object.keys(STORE_PROPERTY).every((name) => asked.given.text(name) !== null) ? [] : stores.rows(asked),
});

export const CATALOGUES: readonly ListEndpoint[] = [
  catalogue('/agreements', 'agreements', agreementRows, { communication_channel_id: TEXT, text_id: TEXT }),
  catalogue(OPEN_PATH, 'communication_channels', channelRows),
  withStoreProperties(
    catalogue('/stores', 'stores', storeRows, { visible_for_customer: VISIBILITY, system_id: TEXT }),
  ),
  catalogue('/statuses', 'statuses', statusRows, { text_id: TEXT }),
  catalogue('/segments', 'segments', segmentRows, { segment_group_ids: LIST }),
  catalogue('/segment-groups', 'segment_groups', segmentGroupRows, { name: TEXT, text_id: TEXT }),
  catalogue('/card-types', 'card_types', cardTypeRows, { name: TEXT, text_id: TEXT_OR_LIST }),
  catalogue('/customer-sources', 'customer_sources', customerSourceRows, { customer_source_text_id: TEXT }),
  catalogue('/currencies', 'currencies', currencyRows, { currency_name: TEXT, currency_code: TEXT }),
  catalogue('/purchase-types', 'purchase_types', purchaseTypeRows, { text_id: TEXT }),
  catalogue('/point-types', 'point_types', pointTypeRows),
  catalogue('/credit-types', 'credit_types', creditTypeRows),
  catalogue('/customer-properties', 'customer_properties', propertyRows, { name: TEXT }),
  catalogue('/customer-relation-types', 'customer_relation_types', relationTypeRows),
];

const oneOf = (path: string, member: string, rows: Rows): Endpoint => ({
  path: `${path}/{id}`,
  parameters: {},
  one: ({ id, language }) => rows(language).find((row) => row[member] === id) ?? null,
});

export const CATALOGUE_ENTRIES: readonly Endpoint[] = [
  oneOf('/statuses', 'status_id', statusRows),
  oneOf('/segments', 'segment_id', segmentRows),
];
