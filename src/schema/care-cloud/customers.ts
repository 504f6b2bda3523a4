import type { RecordListRequest } from '../../customers/customer-directory.ts';
import type { CareCloudListOptions } from '../../customers/model/care-cloud-customer.ts';
import { builder } from '../builder.ts';
import { asks } from '../shared/asks.ts';
import { orderDirection } from '../shared/enums.ts';
import { inReadingOrder, listField, pageArguments } from '../shared/list-field.ts';
import { type InputSettings, requireFewValues, toLanguage } from '../shared/parse-input.ts';
import { recordConnection } from '../shared/record-connection.ts';
import { wantedFacts } from '../shared/selection.ts';
import { careCloudCustomerFilter, toCareCloudFilter } from './customer-filter.ts';
import { careCloudCustomerRef } from './ref.ts';

const orderField = builder.enumType('CareCloudCustomerOrderField', {
  description: 'What CareCloud sorts accounts by.',
  values: {
    CUSTOMER_ID: { description: 'By CareCloud’s `customer_id`, as text.' },
    LAST_CHANGE: { description: 'By the time of the last change.' },
    STATE: { description: 'By state: deleted, active, inactive.' },
    DOI_EMAIL: { description: 'By the time the email address was confirmed.' },
    DOI_PHONE: { description: 'By the time the phone number was confirmed.' },
  } as const,
});

const order = builder.inputType('CareCloudCustomerOrder', {
  description: 'How CareCloud should sort, e.g. `{ field: LAST_CHANGE, direction: DESC }`.',
  fields: (t) => ({
    field: t.field({ type: orderField, required: true, description: 'What to sort by.' }),
    direction: t.field({
      type: orderDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Which end of the order comes first.',
    }),
  }),
});

builder.queryField('careCloudCustomers', (t) =>
  t.field({
    ...listField,
    type: recordConnection(careCloudCustomerRef, 'CareCloud accounts'),
    description:
      'CareCloud’s own list of accounts, with every parameter its API takes. It compares and sorts as CareCloud does. For people across both sources use `customers`.',
    args: {
      ...inReadingOrder(t.arg.connectionArgs()),
      filter: t.arg({ type: careCloudCustomerFilter, description: 'Which accounts; all by default.' }),
      orderBy: t.arg({ type: order, description: 'How to sort; in CareCloud’s own order by default.' }),
      language: t.arg.string({
        description:
          'Languages for texts that CareCloud writes, such as `salutation`: ISO 639-1 as in the header Accept-Language, e.g. `"cs"` or `"cs, en-gb;q=0.8"`. As configured by default.',
      }),
      shortSalutation: t.arg.boolean({
        description: 'Whether `salutation` is only the first name. The full one by default.',
      }),
    },
    extensions: asks<ListArguments>((args, context, field) => [
      { kind: 'RECORDS', source: 'CARECLOUD', request: toListRequest(args, context, field) },
    ]),
    resolve: (_root, args, context, info) =>
      context.directory.listRecords('CARECLOUD', toListRequest(args, context, info)),
  }),
);

type ListArguments = Parameters<typeof pageArguments>[0] & {
  readonly filter?: Parameters<typeof toCareCloudFilter>[0];
  readonly orderBy?: RecordListRequest['order'] | undefined;
  readonly language?: string | null | undefined;
  readonly shortSalutation?: boolean | null | undefined;
};

function toListRequest(
  { filter, orderBy, language, shortSalutation, ...page }: ListArguments,
  settings: InputSettings,
  field: Parameters<typeof wantedFacts>[0],
): RecordListRequest {
  const criteria = toCareCloudFilter(filter, settings);
  requireFewValues(filter, 'filter');
  return {
    page: pageArguments(page),
    filter: criteria,
    order: orderBy ?? null,
    options: toListOptions(language, shortSalutation),
    want: wantedFacts(field),
  };
}

/** Validates and converts; null is the same as absent. */
export function toListOptions(
  language: string | null | undefined,
  shortSalutation: boolean | null | undefined,
): CareCloudListOptions {
  return {
    ...(language != null && { language: toLanguage(language, 'language') }),
    ...(shortSalutation != null && { shortSalutation }),
  };
}
