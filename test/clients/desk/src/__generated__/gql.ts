/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

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
    "\n  query Panel($id: ID!) {\n    customer(by: { id: $id }) {\n      id\n      name\n      email\n      phone\n      ... @defer {\n        careCloud {\n          id\n          points {\n            available\n          }\n          tier {\n            tier {\n              id\n              name\n            }\n            progress {\n              pointsToNext\n              nextTier {\n                id\n                name\n              }\n            }\n          }\n        }\n      }\n      ... @defer {\n        lastChat {\n          id\n          status\n          lastMessageAt\n          lastMessageText\n        }\n      }\n    }\n  }\n": typeof types.PanelDocument,
    "\n  query People($after: String) {\n    customers(first: 20, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {\n      edges {\n        node {\n          id\n          name\n          email\n          sources\n          lastSeenAt\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      sources {\n        source\n        status\n        error {\n          message\n        }\n      }\n    }\n  }\n": typeof types.PeopleDocument,
    "\n  query Search($text: String!) {\n    searchCustomers(text: $text) {\n      matches {\n        matchedOn\n        customer {\n          id\n          name\n          email\n          sources\n        }\n      }\n      hasMore\n      understoodAs\n      sources {\n        source\n        status\n        coverage\n        error {\n          message\n        }\n      }\n    }\n  }\n": typeof types.SearchDocument,
};
const documents: Documents = {
    "\n  query Panel($id: ID!) {\n    customer(by: { id: $id }) {\n      id\n      name\n      email\n      phone\n      ... @defer {\n        careCloud {\n          id\n          points {\n            available\n          }\n          tier {\n            tier {\n              id\n              name\n            }\n            progress {\n              pointsToNext\n              nextTier {\n                id\n                name\n              }\n            }\n          }\n        }\n      }\n      ... @defer {\n        lastChat {\n          id\n          status\n          lastMessageAt\n          lastMessageText\n        }\n      }\n    }\n  }\n": types.PanelDocument,
    "\n  query People($after: String) {\n    customers(first: 20, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {\n      edges {\n        node {\n          id\n          name\n          email\n          sources\n          lastSeenAt\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      sources {\n        source\n        status\n        error {\n          message\n        }\n      }\n    }\n  }\n": types.PeopleDocument,
    "\n  query Search($text: String!) {\n    searchCustomers(text: $text) {\n      matches {\n        matchedOn\n        customer {\n          id\n          name\n          email\n          sources\n        }\n      }\n      hasMore\n      understoodAs\n      sources {\n        source\n        status\n        coverage\n        error {\n          message\n        }\n      }\n    }\n  }\n": types.SearchDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Panel($id: ID!) {\n    customer(by: { id: $id }) {\n      id\n      name\n      email\n      phone\n      ... @defer {\n        careCloud {\n          id\n          points {\n            available\n          }\n          tier {\n            tier {\n              id\n              name\n            }\n            progress {\n              pointsToNext\n              nextTier {\n                id\n                name\n              }\n            }\n          }\n        }\n      }\n      ... @defer {\n        lastChat {\n          id\n          status\n          lastMessageAt\n          lastMessageText\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Panel($id: ID!) {\n    customer(by: { id: $id }) {\n      id\n      name\n      email\n      phone\n      ... @defer {\n        careCloud {\n          id\n          points {\n            available\n          }\n          tier {\n            tier {\n              id\n              name\n            }\n            progress {\n              pointsToNext\n              nextTier {\n                id\n                name\n              }\n            }\n          }\n        }\n      }\n      ... @defer {\n        lastChat {\n          id\n          status\n          lastMessageAt\n          lastMessageText\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query People($after: String) {\n    customers(first: 20, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {\n      edges {\n        node {\n          id\n          name\n          email\n          sources\n          lastSeenAt\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      sources {\n        source\n        status\n        error {\n          message\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query People($after: String) {\n    customers(first: 20, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {\n      edges {\n        node {\n          id\n          name\n          email\n          sources\n          lastSeenAt\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      sources {\n        source\n        status\n        error {\n          message\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Search($text: String!) {\n    searchCustomers(text: $text) {\n      matches {\n        matchedOn\n        customer {\n          id\n          name\n          email\n          sources\n        }\n      }\n      hasMore\n      understoodAs\n      sources {\n        source\n        status\n        coverage\n        error {\n          message\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Search($text: String!) {\n    searchCustomers(text: $text) {\n      matches {\n        matchedOn\n        customer {\n          id\n          name\n          email\n          sources\n        }\n      }\n      hasMore\n      understoodAs\n      sources {\n        source\n        status\n        coverage\n        error {\n          message\n        }\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;