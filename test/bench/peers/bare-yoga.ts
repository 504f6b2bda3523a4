import { createServer } from 'node:http';
import type { DocumentNode } from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { createSchema, createYoga, type Plugin } from 'graphql-yoga';
import { accountNodes, profileNodes } from './bare-answers.ts';
import { askAccounts, askProfiles, FIRST_ACCOUNTS, FIRST_PROFILES } from './bare-requests.ts';

/**
 * The cost of the framework alone: Yoga and graphql-jit without the gateway's parts (no budget, retries, checks,
 * paging, log or metrics) over the bare server's requests. Supports only the cold operation.
 */
const schema = createSchema({
  typeDefs: `
    type Query {
      careCloudCustomers(first: Int!): CareCloudCustomerConnection
      helpCrunchCustomers(first: Int!): HelpCrunchCustomerConnection
    }
    type CareCloudCustomerConnection { nodes: [CareCloudCustomer!]! }
    type HelpCrunchCustomerConnection { nodes: [HelpCrunchCustomer!]! }
    type CareCloudCustomer { customerId: ID! firstName: String lastName: String email: String phone: String }
    type HelpCrunchCustomer { customerId: ID! name: String email: String company: String phone: String }
  `,
  resolvers: {
    Query: {
      careCloudCustomers: async (_: unknown, { first }: { first: number }) => ({
        nodes: accountNodes(await askAccounts(FIRST_ACCOUNTS), first),
      }),
      helpCrunchCustomers: async (_: unknown, { first }: { first: number }) => ({
        nodes: profileNodes(await askProfiles(FIRST_PROFILES), first),
      }),
    },
  },
});

const compiled = new WeakMap<DocumentNode, CompiledQuery>();
const jit: Plugin = {
  onExecute({ args, setExecuteFn }) {
    const query = compiled.get(args.document) ?? compileQuery(args.schema, args.document);
    if (!isCompiledQuery(query)) throw new Error('Expected an operation that compiles.');
    compiled.set(args.document, query);
    setExecuteFn(() => query.query(args.rootValue, args.contextValue, args.variableValues));
  },
};

const yoga = createYoga({ schema, graphqlEndpoint: '/', graphiql: false, logging: false, plugins: [jit] });
createServer((request, response) => {
  if (request.method === 'POST') return void yoga(request, response);
  response.writeHead(204).end();
}).listen(Number(process.env.PORT), '127.0.0.1');
