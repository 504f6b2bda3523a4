import type { TypedDocumentNode } from '@apollo/client';
import { parse } from 'graphql';
import type { Member, Person, SourceLine } from './customer-screens.ts';

// The same for Apollo Client and urql: both join `edges { node }`, and take any parsed document.

export const CUSTOMER_LIST: TypedDocumentNode<ListData, ListVariables> = parse(`
  query CustomerList($first: Int!, $after: String, $order: CustomerOrderField!) {
    customers(first: $first, after: $after, orderBy: { field: $order }) {
      edges {
        cursor
        node {
          id
          name
          email
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      sources {
        source
        status
        error {
          code
          retryAfterSeconds
        }
      }
    }
  }
`);

export const PERSON: TypedDocumentNode<{ readonly node: Person | null }, { readonly id: string }> = parse(`
  query Person($id: ID!) {
    node(id: $id) {
      id
      ... on Customer {
        name
        email
      }
    }
  }
`);

export const MEMBERS: TypedDocumentNode<MembersData, Record<string, never>> = parse(`
  query Members {
    customers(first: 10, filter: { inSources: [CARECLOUD] }) {
      edges {
        cursor
        node {
          id
          name
          lastSeenAt
        }
      }
      sources {
        source
        status
        error {
          code
          message
          retryAfterSeconds
        }
      }
    }
  }
`);

interface MembersData {
  readonly customers: {
    readonly edges: readonly { readonly cursor: string; readonly node: Member }[];
    readonly sources: readonly SourceLine[];
  } | null;
}

/** A page of the list. */
export type ListVariables = {
  readonly first: number;
  readonly after?: string;
  readonly order: 'SOURCE' | 'UPDATED_AT';
};

interface ListData {
  readonly customers: {
    readonly edges: readonly { readonly cursor: string; readonly node: Person }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly sources: readonly SourceLine[];
  } | null;
}
