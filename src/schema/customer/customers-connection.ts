import type {
  CustomerCount,
  CustomerListEdge,
  CustomerListPage,
  CustomerListRequest,
} from '../../customers/customer-directory.ts';
import { builder } from '../builder.ts';
import { asks } from '../shared/asks.ts';
import { countPrecision, customerSource, identityState, orderDirection } from '../shared/enums.ts';
import { inReadingOrder, listField, pageArguments } from '../shared/list-field.ts';
import { type InputSettings, requireFewValues } from '../shared/parse-input.ts';
import { wantedFacts } from '../shared/selection.ts';
import { customerRef } from '../shared/type-refs.ts';
import { customerFilter, toCustomerFilter } from './customer-filter.ts';
import { sourceReport } from './source-report.ts';

const customerOrderField = builder.enumType('CustomerOrderField', {
  description: 'What a list of people can be sorted by.',
  values: {
    SOURCE: {
      description:
        'The default, and the cheapest: first everyone listed at a CareCloud account, by `customer_id`, then everyone listed at a HelpCrunch profile, by first visit.',
    },
    UPDATED_AT: {
      description: 'By the last change in CareCloud and the last visit in HelpCrunch, interleaved.',
    },
  } as const,
});

const customerOrder = builder.inputType('CustomerOrder', {
  description: 'How to sort the list of people, e.g. `{ field: UPDATED_AT, direction: DESC }`.',
  fields: (t) => ({
    field: t.field({ type: customerOrderField, required: true, description: 'What to sort by.' }),
    direction: t.field({
      type: orderDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Which end of the order comes first.',
    }),
  }),
});

const sourceCount = builder.objectRef<CustomerCount['bySource'][number]>('SourceCount').implement({
  description: 'How many records of one source match.',
  fields: (t) => ({
    source: t.expose('source', {
      type: customerSource,
      nullable: false,
      description: 'The source this is about.',
    }),
    value: t.exposeInt('value', {
      nullable: true,
      description: 'How many, by the source’s own count; null when it was not counted here, or did not say.',
    }),
  }),
});

const customerCount = builder.objectRef<CustomerCount>('CustomerCount').implement({
  description:
    'How many people a list has. A person in both sources is counted once if that is known: see `precision`.',
  fields: (t) => ({
    value: t.exposeInt('value', { nullable: false, description: 'The number of people.' }),
    precision: t.expose('precision', {
      type: countPrecision,
      nullable: false,
      description: 'Whether `value` is exact or a bound.',
    }),
    bySource: t.expose('bySource', {
      type: [sourceCount],
      listSize: { assumedSize: 2 },
      nullable: false,
      description: 'Each source’s own count.',
    }),
  }),
});

const customerEdge = builder.objectRef<CustomerListEdge>('CustomerEdge').implement({
  description: 'One row of the list of people.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      nullable: false,
      description: 'The row’s position, for `after` and `before`. Opaque.',
    }),
    node: t.expose('node', { type: customerRef, nullable: false, description: 'The person.' }),
    source: t.expose('source', {
      type: customerSource,
      nullable: false,
      description: 'The source whose record the person is listed at.',
    }),
    identity: t.expose('identity', {
      type: identityState,
      nullable: false,
      description: 'Whether it is certain that the person is listed only once.',
    }),
  }),
});

const customerConnection = builder.objectRef<CustomerListPage>('CustomerConnection').implement({
  description: 'A page of the list of people, as in Relay’s cursor connections specification.',
  fields: (t) => ({
    edges: t.expose('edges', {
      type: [customerEdge],
      nullable: false,
      description: 'The rows of this page, each with its cursor.',
    }),
    nodes: t.field({
      type: [customerRef],
      nullable: false,
      description: 'The people of this page: `edges` without cursors.',
      resolve: ({ edges }) => edges.map((edge) => edge.node),
    }),
    pageInfo: t.expose('pageInfo', {
      type: builder.pageInfoRef(),
      nullable: false,
      description: 'Where this page is in the list.',
    }),
    totalCount: t.expose('totalCount', {
      type: customerCount,
      nullable: true,
      description:
        'How many people match in all. Requested from the sources only when selected; null if none of them states it.',
    }),
    sources: t.expose('sources', {
      type: [sourceReport],
      listSize: { assumedSize: 2 },
      nullable: false,
      description:
        'What each configured source contributed to this page. Look here for partial failures. `Query.sources` tells how the sources are doing in general.',
    }),
  }),
});

builder.queryField('customers', (t) =>
  t.field({
    ...listField,
    type: customerConnection,
    description:
      'Everyone known to CareCloud, HelpCrunch or both, each person once, page by page in both directions. E.g. `customers(first: 20, filter: { inSources: [CARECLOUD, HELPCRUNCH] })`. Fails only when no source it needs answers; otherwise see `sources`.',
    args: {
      ...inReadingOrder(t.arg.connectionArgs()),
      filter: t.arg({ type: customerFilter, description: 'Which people; everyone by default.' }),
      orderBy: t.arg({ type: customerOrder, description: 'How to sort; `SOURCE`, `ASC` by default.' }),
    },
    extensions: asks<ListArguments>((args, context, field) => [
      { kind: 'LIST', request: toListRequest(args, context, field) },
    ]),
    resolve: (_root, args, context, info) => context.directory.list(toListRequest(args, context, info)),
  }),
);

type ListArguments = Parameters<typeof pageArguments>[0] & {
  readonly filter?: Parameters<typeof toCustomerFilter>[0];
  readonly orderBy?: CustomerListRequest['order'] | null | undefined;
};

function toListRequest(
  { filter, orderBy, ...page }: ListArguments,
  settings: InputSettings,
  field: Parameters<typeof wantedFacts>[0],
): CustomerListRequest {
  const criteria = toCustomerFilter(filter, settings);
  requireFewValues(filter, 'filter');
  return {
    page: pageArguments(page),
    filter: criteria,
    order: orderBy ?? { field: 'SOURCE', direction: 'ASC' },
    want: wantedFacts(field),
  };
}
