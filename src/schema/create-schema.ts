import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import { type SchemaOptions, schemaExtensions } from './schema-options.ts';
import { enforceScopes } from './shared/enforce-scopes.ts';

// Each adds its types to the builder; the order is the order of schema.graphql.
import './shared/scalars.ts';
import './entities/node.ts';
import './customer/customer-query.ts';
import './customer/customers-connection.ts';
import './customer/customer-search.ts';
import './care-cloud/customers.ts';
import './help-crunch/customers.ts';
import './sources/source-health.ts';
import './customer/customer.ts';
import './care-cloud/customer.ts';
import './help-crunch/customer.ts';
import './entities/entities.ts';

/**
 * The gateway's GraphQL schema, executable with a GatewayContext. It is the API of clients and an Apollo Federation 2
 * subgraph at once. Every input is checked before the directory is asked; what fails is BAD_USER_INPUT.
 */
export function createSchema(options: SchemaOptions = {}): GraphQLSchema {
  return enforceScopes(builder.toSchema({ sortSchema: false, extensions: schemaExtensions(options) }));
}
