import { builder } from '../../../../src/schema/builder.ts';
import { orderDirection } from '../../../../src/schema/shared/enums.ts';
import { encodeGlobalId } from '../../../../src/schema/shared/global-id.ts';
import { inReadingOrder, listField, pageArguments } from '../../../../src/schema/shared/list-field.ts';
import { nodeInterface } from '../../../../src/schema/shared/node-interface.ts';
import { toTrimmedText } from '../../../../src/schema/shared/parse-input.ts';
import { recordConnection } from '../../../../src/schema/shared/record-connection.ts';
import { read } from '../../../../src/schema/shared/scopes.ts';
import { wantedFacts } from '../../../../src/schema/shared/selection.ts';
import { customerRef } from '../../../../src/schema/shared/type-refs.ts';
import type { SchemaVendor } from '../../../../src/schema/shared/vendor.ts';
import type { AcmeFilter, AcmeRecord } from '../support/acme-source.ts';

const acmeCustomer = builder.objectRef<AcmeRecord>('AcmeCustomer');

builder.objectType(acmeCustomer, {
  description: 'A person in Acme, the ticket shop.',
  interfaces: [nodeInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Global id.',
      resolve: ({ id }) => encodeGlobalId('AcmeCustomer', id),
    }),
    customerId: t.id({ ...read, nullable: false, description: 'Acme’s id.', resolve: ({ id }) => id }),
    plan: t.string({ ...read, description: 'What they pay for.', resolve: ({ own }) => own.plan }),
    customer: t.field({
      ...read,
      type: customerRef,
      description: 'The person across all sources.',
      resolve: (record, _args, { directory }) => directory.customerOf(record),
    }),
  }),
});

const acmeFilter = builder.inputType('AcmeCustomerFilter', {
  description: 'Acme’s own criteria.',
  fields: (t) => ({ plans: t.stringList({ description: 'Any of these plans.' }) }),
});

const acmeOrderField = builder.enumType('AcmeOrderField', {
  description: 'What Acme sorts by.',
  values: {
    JOINED: { description: 'When they joined.' },
    SEEN: { description: 'When they were seen.' },
  } as const,
});

const acmeOrder = builder.inputType('AcmeOrder', {
  description: 'How Acme should sort.',
  fields: (t) => ({
    field: t.field({ type: acmeOrderField, required: true, description: 'What to sort by.' }),
    direction: t.field({
      type: orderDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Which end first.',
    }),
  }),
});

builder.queryField('acmeCustomers', (t) =>
  t.field({
    ...listField,
    type: recordConnection(acmeCustomer, 'Acme people'),
    description: 'Acme’s own list.',
    args: {
      ...inReadingOrder(t.arg.connectionArgs()),
      filter: t.arg({ type: acmeFilter, description: 'Which people.' }),
      orderBy: t.arg({ type: acmeOrder, description: 'How to sort.' }),
    },
    resolve: (_root, { filter, orderBy, ...page }, { directory }, info) =>
      directory.listRecords('ACME', {
        page: pageArguments(page),
        filter: toAcmeFilter(filter),
        order: orderBy ?? null,
        want: wantedFacts(info),
      }),
  }),
);

export const acme: SchemaVendor = {
  source: 'ACME',
  description: 'Acme, the ticket shop.',
  role: 'PROFILES',
  ref: acmeCustomer,
  toId: toTrimmedText,
  idField: { name: 'acmeId', description: 'Acme’s id.' },
  recordField: { name: 'acme', description: 'The person in Acme.' },
  keys: [{ name: 'acmeId', kind: 'id', description: 'Acme’s id.' }],
  filter: {
    name: 'acme',
    description: 'The person is known to Acme like this.',
    type: acmeFilter,
    parse: (input) =>
      toAcmeFilter(input as { readonly plans?: readonly string[] | null | undefined } | null | undefined),
  },
};

function toAcmeFilter(
  input: { readonly plans?: readonly string[] | null | undefined } | null | undefined,
): AcmeFilter | null {
  return input?.plans == null ? null : { plans: input.plans };
}
