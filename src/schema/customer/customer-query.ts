import { builder } from '../builder.ts';
import { read } from '../shared/scopes.ts';
import { customerRef } from '../shared/type-refs.ts';
import { customerKeyInput, toCustomerKey } from './customer-key.ts';

builder.queryField('customer', (t) =>
  t.field({
    ...read,
    cost: 2,
    type: customerRef,
    description:
      'One person by exactly one key; null when no source knows it. E.g. `customer(by: { email: "lana.red@example.com" })`.',
    args: { by: t.arg({ type: customerKeyInput, required: true, description: 'The key.' }) },
    resolve: (_root, { by }, context) => context.directory.find(toCustomerKey(by, context)),
  }),
);
