import { RESTDataSource } from '@apollo/datasource-rest';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import DataLoader from 'dataloader';
import { parse } from 'graphql';

/**
 * Apollo Server 5 as its documentation recommends: a RESTDataSource per API, created per operation and passed in the
 * context; a DataLoader inside the data source where rows would otherwise be fetched one by one; a federated schema.
 */
const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Query {
    careCloudCustomers(first: Int!): CareCloudCustomerConnection
    helpCrunchCustomers(first: Int!): HelpCrunchCustomerConnection
    customers(first: Int!): CustomerConnection
  }
  type PageInfo { hasNextPage: Boolean! }
  type CustomerConnection { nodes: [Customer!]! pageInfo: PageInfo! }
  type CareCloudCustomerConnection { nodes: [CareCloudCustomer!]! }
  type HelpCrunchCustomerConnection { nodes: [HelpCrunchCustomer!]! }
  enum CustomerSource { CARECLOUD HELPCRUNCH }
  enum State { DELETED ACTIVE INACTIVE }
  type Customer @key(fields: "careCloudId") {
    id: ID!
    careCloudId: ID!
    name: String
    email: String
    sources: [CustomerSource!]!
    careCloud: CareCloudCustomer
    helpCrunch: HelpCrunchCustomer
  }
  type CareCloudCustomer {
    customerId: ID!
    firstName: String
    lastName: String
    email: String
    phone: String
    state: State
  }
  type Tag { name: String! }
  type HelpCrunchCustomer {
    customerId: ID!
    name: String
    email: String
    company: String
    phone: String
    lastSeenAt: String
    tags: [Tag!]!
  }
`);

class CareCloudAPI extends RESTDataSource {
  baseURL = `${process.env.CARECLOUD_BASE_URL}/`;
  #byId = new DataLoader((ids) => this.#readByIds(ids));

  willSendRequest(_path, request) {
    request.headers.authorization = `Bearer ${process.env.CARECLOUD_TOKEN}`;
  }

  async list(count) {
    const { data } = await this.get('customers', {
      params: { count: String(count), offset: '0', sort_field: 'customer_id', sort_direction: 'ASC' },
    });
    return data.customers;
  }

  one(id) {
    return this.#byId.load(id);
  }

  async #readByIds(ids) {
    const params = new URLSearchParams({
      count: String(2 * ids.length),
      offset: '0',
      sort_field: 'customer_id',
      sort_direction: 'ASC',
    });
    for (const id of ids) params.append('customer_ids[]', id);
    const { data } = await this.get('customers', { params });
    const byId = new Map(data.customers.map((account) => [account.customer_id, account]));
    return ids.map((id) => byId.get(id) ?? null);
  }
}

class HelpCrunchAPI extends RESTDataSource {
  baseURL = `${process.env.HELPCRUNCH_BASE_URL}/`;
  #byEmail = new DataLoader((emails) => this.#searchByEmails(emails));

  willSendRequest(_path, request) {
    request.headers.authorization = `Bearer ${process.env.HELPCRUNCH_API_KEY}`;
  }

  async list(limit) {
    const { data } = await this.get('customers', {
      params: { sort: 'customers.firstSeen', order: 'asc', limit: String(limit), offset: '0' },
    });
    return data;
  }

  /** Null if no profile has this email; the last seen if several have. */
  async withEmail(email) {
    return email ? (await this.#byEmail.load(email.trim().toLowerCase()))[0] : null;
  }

  async #searchByEmails(emails) {
    const { data } = await this.post('customers/search', {
      body: {
        comparison: 'OR',
        filter: emails.map((value) => ({ field: 'customers.email', operator: '=', value })),
        sort: 'customers.firstSeen',
        order: 'ASC',
        limit: 100,
        offset: 0,
      },
    });
    return emails.map((email) =>
      data
        .filter((profile) => profile.email?.trim().toLowerCase() === email)
        .sort((a, b) => (b.lastSeen ?? -1) - (a.lastSeen ?? -1) || a.id - b.id),
    );
  }
}

const STATES = { 0: 'DELETED', 1: 'ACTIVE', 2: 'INACTIVE' };
const personal = (field) => (account) => account.personal_information[field] || null;
const profileOf = (account, { dataSources }) =>
  dataSources.helpCrunch.withEmail(account.personal_information.email);

const resolvers = {
  Query: {
    careCloudCustomers: async (_, { first }, { dataSources }) => {
      const rows = await dataSources.careCloud.list(first + 1);
      return { nodes: rows.slice(0, first) };
    },
    helpCrunchCustomers: async (_, { first }, { dataSources }) => {
      const rows = await dataSources.helpCrunch.list(first + 1);
      return { nodes: rows.slice(0, first) };
    },
    customers: async (_, { first }, { dataSources }) => {
      const rows = await dataSources.careCloud.list(first + 1);
      return { nodes: rows.slice(0, first), pageInfo: { hasNextPage: rows.length > first } };
    },
  },
  Customer: {
    __resolveReference: ({ careCloudId }, { dataSources }) => dataSources.careCloud.one(careCloudId),
    id: ({ customer_id }) => Buffer.from(`Customer:CARECLOUD:${customer_id}`).toString('base64'),
    careCloudId: ({ customer_id }) => customer_id,
    name: async (account, _, context) => {
      const { first_name, last_name } = account.personal_information;
      return (
        [first_name, last_name].filter(Boolean).join(' ') || (await profileOf(account, context))?.name || null
      );
    },
    email: personal('email'),
    sources: async (account, _, context) =>
      (await profileOf(account, context)) ? ['CARECLOUD', 'HELPCRUNCH'] : ['CARECLOUD'],
    careCloud: (account) => account,
    helpCrunch: (account, _, context) => profileOf(account, context),
  },
  CareCloudCustomer: {
    customerId: ({ customer_id }) => customer_id,
    firstName: personal('first_name'),
    lastName: personal('last_name'),
    email: personal('email'),
    phone: personal('phone'),
    state: ({ state }) => STATES[state],
  },
  HelpCrunchCustomer: {
    customerId: ({ id }) => id,
    name: ({ name }) => name || null,
    email: ({ email }) => email || null,
    phone: ({ phone }) => phone || null,
    lastSeenAt: ({ lastSeen }) =>
      lastSeen && `${new Date(Number(lastSeen) * 1000).toISOString().slice(0, 19)}Z`,
  },
};

const server = new ApolloServer({ schema: buildSubgraphSchema({ typeDefs, resolvers }) });
await startStandaloneServer(server, {
  listen: { port: Number(process.env.PORT), host: '127.0.0.1' },
  context: async () => {
    const { cache } = server;
    return {
      dataSources: { careCloud: new CareCloudAPI({ cache }), helpCrunch: new HelpCrunchAPI({ cache }) },
    };
  },
});
