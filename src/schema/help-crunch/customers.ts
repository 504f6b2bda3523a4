import type { RecordListRequest } from '../../customers/customer-directory.ts';
import { builder } from '../builder.ts';
import { asks } from '../shared/asks.ts';
import { orderDirection } from '../shared/enums.ts';
import { inReadingOrder, listField, pageArguments } from '../shared/list-field.ts';
import { requireFewValues } from '../shared/parse-input.ts';
import { recordConnection } from '../shared/record-connection.ts';
import { wantedFacts } from '../shared/selection.ts';
import { helpCrunchCustomerFilter, toHelpCrunchFilter } from './customer-filter.ts';
import { helpCrunchCustomerRef } from './ref.ts';

const orderField = builder.enumType('HelpCrunchCustomerOrderField', {
  description: 'What HelpCrunch sorts profiles by.',
  values: {
    FIRST_SEEN: { description: 'By the time of the first visit.' },
    LAST_SEEN: { description: 'By the time of the last visit.' },
  } as const,
});

const order = builder.inputType('HelpCrunchCustomerOrder', {
  description: 'How HelpCrunch should sort, e.g. `{ field: LAST_SEEN, direction: DESC }`.',
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

builder.queryField('helpCrunchCustomers', (t) =>
  t.field({
    ...listField,
    type: recordConnection(helpCrunchCustomerRef, 'HelpCrunch profiles'),
    description:
      'HelpCrunch’s own list and search of profiles. It compares and sorts as HelpCrunch does. For people across both sources use `customers`.',
    args: {
      ...inReadingOrder(t.arg.connectionArgs()),
      filter: t.arg({ type: helpCrunchCustomerFilter, description: 'Which profiles; all by default.' }),
      orderBy: t.arg({ type: order, description: 'How to sort; by first visit by default.' }),
    },
    extensions: asks<ListArguments>((args, _context, field) => [
      { kind: 'RECORDS', source: 'HELPCRUNCH', request: toListRequest(args, field) },
    ]),
    resolve: (_root, args, { directory }, info) =>
      directory.listRecords('HELPCRUNCH', toListRequest(args, info)),
  }),
);

type ListArguments = Parameters<typeof pageArguments>[0] & {
  readonly filter?: Parameters<typeof toHelpCrunchFilter>[0];
  readonly orderBy?: RecordListRequest['order'] | undefined;
};

function toListRequest(
  { filter, orderBy, ...page }: ListArguments,
  field: Parameters<typeof wantedFacts>[0],
): RecordListRequest {
  const criteria = toHelpCrunchFilter(filter);
  requireFewValues(filter, 'filter');
  return {
    page: pageArguments(page),
    filter: criteria,
    order: orderBy ?? null,
    want: wantedFacts(field),
  };
}
