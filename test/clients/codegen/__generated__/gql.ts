/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query CustomerList($first: Int!, $after: String, $order: CustomerOrderField!) {\n    customers(first: $first, after: $after, orderBy: { field: $order }) {\n      nodes {\n        id\n        name\n        email\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      sources {\n        source\n        status\n        error {\n          code\n          retryAfterSeconds\n        }\n      }\n    }\n  }\n": typeof types.CustomerListDocument,
    "\n  query Person($id: ID!) {\n    node(id: $id) {\n      __typename\n      ... on Customer {\n        id\n        name\n        email\n        birthdate\n      }\n    }\n  }\n": typeof types.PersonDocument,
    "\n  query Members {\n    customers(first: 10, filter: { inSources: [CARECLOUD] }) {\n      nodes {\n        id\n        name\n        lastSeenAt\n      }\n      sources {\n        source\n        status\n        error {\n          code\n          message\n          retryAfterSeconds\n        }\n      }\n    }\n  }\n": typeof types.MembersDocument,
};
const documents: Documents = {
    "\n  query CustomerList($first: Int!, $after: String, $order: CustomerOrderField!) {\n    customers(first: $first, after: $after, orderBy: { field: $order }) {\n      nodes {\n        id\n        name\n        email\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      sources {\n        source\n        status\n        error {\n          code\n          retryAfterSeconds\n        }\n      }\n    }\n  }\n": types.CustomerListDocument,
    "\n  query Person($id: ID!) {\n    node(id: $id) {\n      __typename\n      ... on Customer {\n        id\n        name\n        email\n        birthdate\n      }\n    }\n  }\n": types.PersonDocument,
    "\n  query Members {\n    customers(first: 10, filter: { inSources: [CARECLOUD] }) {\n      nodes {\n        id\n        name\n        lastSeenAt\n      }\n      sources {\n        source\n        status\n        error {\n          code\n          message\n          retryAfterSeconds\n        }\n      }\n    }\n  }\n": types.MembersDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CustomerList($first: Int!, $after: String, $order: CustomerOrderField!) {\n    customers(first: $first, after: $after, orderBy: { field: $order }) {\n      nodes {\n        id\n        name\n        email\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      sources {\n        source\n        status\n        error {\n          code\n          retryAfterSeconds\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').CustomerListDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Person($id: ID!) {\n    node(id: $id) {\n      __typename\n      ... on Customer {\n        id\n        name\n        email\n        birthdate\n      }\n    }\n  }\n"): typeof import('./graphql.ts').PersonDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Members {\n    customers(first: 10, filter: { inSources: [CARECLOUD] }) {\n      nodes {\n        id\n        name\n        lastSeenAt\n      }\n      sources {\n        source\n        status\n        error {\n          code\n          message\n          retryAfterSeconds\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').MembersDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
