// Each adds its types to the builder; the order is the order of schema.graphql. Two vendors' files stand here for that
// order alone: a further vendor's come with its descriptor (vendors.ts).
import './shared/scalars.ts';
import './shared/enums.ts';
import './entities/node.ts';
import './customer/customer-query.ts';
import './care-cloud/customer-filter.ts';
import './help-crunch/customer-filter.ts';
import './customer/customers-connection.ts';
import './customer/customer-search.ts';
import './care-cloud/customers.ts';
import './help-crunch/customers.ts';
import './sources/source-health.ts';
import './customer/customer.ts';
import './care-cloud/customer.ts';
import './help-crunch/customer.ts';

import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import { addEntities } from './entities/entities.ts';
import { enforceScopes } from './shared/enforce-scopes.ts';
import { addSources } from './shared/enums.ts';
import { plugIn, type SchemaVendor } from './shared/vendor.ts';
import { VENDORS } from './vendors.ts';

/**
 * The gateway's GraphQL schema, executable with a GatewayContext. It is the API of clients and an Apollo Federation 2
 * subgraph at once. Every input is checked before the directory is asked; what fails is BAD_USER_INPUT.
 * @param vendors Whose types it has, accounts first; the same in every call of a process.
 */
export function createSchema(vendors: readonly SchemaVendor[] = VENDORS): GraphQLSchema {
  if (plugIn(vendors)) {
    addSources(vendors);
    addEntities(vendors);
  }
  return enforceScopes(builder.toSchema({ sortSchema: false }));
}
