// Each registers its types with the builder; their order is that of schema.graphql. Two vendors' files are listed here
// only for that order: those of a further vendor come with its descriptor (vendors.ts).
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
import { EVERY_NEIGHBOUR, type SubgraphOptions, setSubgraphOptions } from './served-part.ts';
import { enforceScopes } from './shared/enforce-scopes.ts';
import { addSources } from './shared/enums.ts';
import { plugIn, type SchemaVendor } from './shared/vendor.ts';
import { VENDORS } from './vendors.ts';

const DESCRIPTION = `Customers of CareCloud (loyalty CRM) and HelpCrunch (support chat), each person once. Read-only.

**Signing in.** Send an API key in the header \`x-api-key\`, or a key or token as \`authorization: Bearer …\`. Fields say which scope they need (\`@requiresScopes\`). Without it they are null, or an empty list, with a \`FORBIDDEN\` error.

**Cost.** Requests to the vendors are the currency: what is not selected costs none. \`extensions.upstream\` and the header \`server-timing\` say how many requests a response took. \`@cost\` and \`@listSize\` say how an operation is priced before it is executed; \`first\` or \`last\` keeps a list cheap.

**Errors.** \`errors[].extensions.code\` is always a value of \`ErrorCode\`, and \`path\` says which field is missing. When a source is down, only the fields that need it are null; a list’s \`sources\` say how each source did.`;

/**
 * Creates the gateway's GraphQL schema, executable with a GatewayContext. It is both the API of clients and an Apollo
 * Federation 2 subgraph. Every input is validated before the directory is called; invalid input is BAD_USER_INPUT.
 * @param vendors The vendors whose types it has, accounts first; the same in every call of a process.
 * @param subgraph How much of it routers see.
 */
export function createSchema(
  vendors: readonly SchemaVendor[] = VENDORS,
  subgraph: SubgraphOptions = EVERY_NEIGHBOUR,
): GraphQLSchema {
  if (plugIn(vendors)) {
    addSources(vendors);
    addEntities(vendors);
  }
  const schema = enforceScopes(builder.toSchema({ sortSchema: false }));
  schema.description = DESCRIPTION;
  setSubgraphOptions(schema, subgraph);
  return schema;
}
