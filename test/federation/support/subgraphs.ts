/**
 * Another team's subgraph as they might write it: orders that know a customer by these keys, with their own nodes and
 * pages.
 */
export function ordersKnowing(keys: Readonly<Record<string, string>>): string {
  const directives = Object.keys(keys).map((name) => `@key(fields: "${name}")`);
  const fields = Object.entries(keys).map(([name, type]) => `${name}: ${type}`);
  return `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])
  type Query {
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    orders: OrderConnection!
  }
  interface Node { id: ID! }
  type Order implements Node @key(fields: "id") {
    id: ID!
    total: Int!
    buyer: Customer
  }
  type OrderConnection {
    nodes: [Order!]!
    pageInfo: PageInfo!
  }
  type PageInfo @shareable {
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
    endCursor: String
  }
  type Customer ${directives.join(' ')} {
    ${fields.join(' ')}
    orders: [Order!]!
  }
`;
}

export const ORDERS = ordersKnowing({ email: 'String', careCloudId: 'ID' });

/** Another one: tickets that know a customer by HelpCrunch id. */
export const TICKETS = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Query {
    tickets: [Ticket!]!
  }
  interface Node { id: ID! }
  type Ticket implements Node @key(fields: "id") {
    id: ID!
    subject: String!
    from: Customer
    profile: HelpCrunchCustomer
  }
  type Customer @key(fields: "helpCrunchId") {
    helpCrunchId: ID
    tickets: [Ticket!]!
  }
  type HelpCrunchCustomer @key(fields: "customerId", resolvable: false) {
    customerId: ID!
  }
`;

/** A third: letters that require the address, which only customers have. */
export const MARKETING = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires"])
  type Customer @key(fields: "careCloudId") {
    careCloudId: ID
    email: String @external
    greeting: String @requires(fields: "email")
  }
`;

/** Tickets as the README recommends: they reference a profile, not a customer. */
export const TICKETS_BY_PROFILE = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Query {
    tickets: [Ticket!]!
  }
  type Ticket @key(fields: "id") {
    id: ID!
    subject: String!
    from: HelpCrunchCustomer
  }
  type HelpCrunchCustomer @key(fields: "customerId", resolvable: false) {
    customerId: ID!
  }
`;
