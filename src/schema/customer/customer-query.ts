import { builder } from '../builder.ts';
import { asks } from '../shared/asks.ts';
import { read } from '../shared/scopes.ts';
import { customerRef } from '../shared/type-refs.ts';
import { type CustomerKeyInput, customerKeyInput, toCustomerKey } from './customer-key.ts';

builder.queryField('customer', (t) =>
  t.field({
    ...read,
    cost: 2,
    type: customerRef,
    description:
      'One person by exactly one key; null when no source knows it. E.g. `customer(by: { email: "lana.red@example.com" })`.',
    args: { by: t.arg({ type: customerKeyInput, required: true, description: 'The key.' }) },
    extensions: asks<{ readonly by: CustomerKeyInput }>(({ by }, context) => [
      { kind: 'FIND', key: toCustomerKey(by, context) },
    ]),
    resolve: (_root, { by }, context) => context.directory.find(toCustomerKey(by, context)),
  }),
);
