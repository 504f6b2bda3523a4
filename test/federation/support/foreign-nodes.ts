const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "@external"])';

/** Another team's invoices with their own `Node`, in every form that other graphs use. */
export const FOREIGN_NODES: Readonly<Record<string, string>> = {
  'an interface and queries of its own': `
    ${LINK}
    type Query { node(id: ID!): Node nodes(ids: [ID!]!): [Node]! invoices: [Invoice!]! }
    interface Node { id: ID! }
    type Invoice implements Node @key(fields: "id") { id: ID! payer: Customer }
    type Customer @key(fields: "careCloudId", resolvable: false) { careCloudId: ID }
  `,
  'shareable queries': `
    ${LINK}
    type Query { node(id: ID!): Node @shareable nodes(ids: [ID!]!): [Node]! @shareable invoices: [Invoice!]! }
    interface Node { id: ID! }
    type Invoice implements Node @key(fields: "id") { id: ID! payer: Customer }
    type Customer @key(fields: "careCloudId", resolvable: false) { careCloudId: ID }
  `,
  'an interface that is an entity': `
    ${LINK}
    type Query { node(id: ID!): Node invoices: [Invoice!]! }
    interface Node @key(fields: "id") { id: ID! }
    type Invoice implements Node @key(fields: "id") { id: ID! payer: Customer }
    type Customer @key(fields: "careCloudId", resolvable: false) { careCloudId: ID }
  `,
  'an interface with more fields': `
    ${LINK}
    type Query { node(id: ID!): Node invoices: [Invoice!]! }
    interface Node { id: ID! createdAt: String! }
    type Invoice implements Node @key(fields: "id") { id: ID! createdAt: String! payer: Customer }
    type Customer @key(fields: "careCloudId", resolvable: false) { careCloudId: ID }
  `,
  'a central one with stubs of our types': `
    ${LINK}
    type Query { node(id: ID!): Node }
    interface Node { id: ID! }
    type Customer implements Node @key(fields: "id", resolvable: false) { id: ID! }
    type CareCloudCustomer implements Node @key(fields: "id", resolvable: false) { id: ID! }
    type HelpCrunchCustomer implements Node @key(fields: "id", resolvable: false) { id: ID! }
  `,
  'one of Federation 1': `
    type Query { node(id: ID!): Node nodes(ids: [ID!]!): [Node]! invoices: [Invoice!]! }
    interface Node { id: ID! }
    type Invoice implements Node @key(fields: "id") { id: ID! payer: Customer }
    extend type Customer @key(fields: "careCloudId") { careCloudId: ID @external }
  `,
};
