/** Of the gateway's schema, what the company's operations use. */
export const typeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Query {
    searchCustomers(text: String!, first: Int!): CustomerSearch!
    customer(by: CustomerKey!): Customer
    customers(first: Int!, after: String, filter: CustomerFilter, orderBy: CustomerOrder): CustomerConnection!
  }
  input CustomerKey { id: ID }
  input CustomerOrder { field: OrderField!, direction: Direction! }
  enum OrderField { UPDATED_AT }
  enum Direction { DESC }
  input CustomerFilter { helpCrunch: HelpCrunchFilter, careCloud: CareCloudFilter, notInSources: [CustomerSource!] }
  input HelpCrunchFilter { tags: TagFilter }
  input TagFilter { anyOf: [String!] }
  input CareCloudFilter { lastName: String }
  enum CustomerSource { CARECLOUD HELPCRUNCH }
  type CustomerSearch { matches: [Match!]! hasMore: Boolean! }
  type Match { customer: Customer! }
  type CustomerConnection { nodes: [Customer!]! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Customer @key(fields: "careCloudId") {
    id: ID!
    careCloudId: ID
    name: String
    email: String
    phone: String
    updatedAt: String
    sources: [CustomerSource!]!
    careCloud: CareCloudCustomer
    helpCrunch: HelpCrunchCustomer
    lastChat: Chat
  }
  type CareCloudCustomer { state: String tier: TierRecord points: Points }
  type TierRecord { tier: Tier }
  type Tier { name: String }
  type Points { available: Float }
  type HelpCrunchCustomer { lastSeenAt: String tags: [Tag!]! }
  type Tag { name: String! }
  type Chat { status: String lastMessageAt: String }
`;
