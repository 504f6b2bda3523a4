/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type CustomerSource =
  | 'CARECLOUD'
  | 'HELPCRUNCH';

export type SourceStatus =
  | 'OK'
  | 'STALE'
  | 'SKIPPED'
  | 'RATE_LIMITED'
  | 'TIMED_OUT'
  | 'UNAVAILABLE'
  | 'REJECTED'
  | 'SCAN_LIMITED';

export type CustomerOrderField =
  | 'SOURCE'
  | 'UPDATED_AT';

export type CustomerListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  order: CustomerOrderField;
}>;


export type CustomerListQuery = { customers: { nodes: Array<{ id: string, name: string | null, email: string | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, sources: Array<{ source: CustomerSource, status: SourceStatus, error: { code: string, retryAfterSeconds: number | null } | null }> } | null };

export type PersonQueryVariables = Exact<{
  id: string | number;
}>;


export type PersonQuery = { node:
    | { __typename: 'Customer', id: string, name: string | null, email: string | null, birthdate: string | null }
    | { __typename: 'CareCloudCustomer' }
    | { __typename: 'HelpCrunchCustomer' }
    | { __typename: 'CareCloudStore' }
    | { __typename: 'CareCloudPurchase' }
    | { __typename: 'CareCloudSegment' }
    | { __typename: 'CareCloudTier' }
    | { __typename: 'CareCloudVoucher' }
    | { __typename: 'HelpCrunchChat' }
   | null };

export type MembersQueryVariables = Exact<{ [key: string]: never; }>;


export type MembersQuery = { customers: { nodes: Array<{ id: string, name: string | null, lastSeenAt: string | null }>, sources: Array<{ source: CustomerSource, status: SourceStatus, error: { code: string, message: string, retryAfterSeconds: number | null } | null }> } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const CustomerListDocument = new TypedDocumentString(`
    query CustomerList($first: Int!, $after: String, $order: CustomerOrderField!) {
  customers(first: $first, after: $after, orderBy: {field: $order}) {
    nodes {
      id
      name
      email
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
    `) as unknown as TypedDocumentString<CustomerListQuery, CustomerListQueryVariables>;
export const PersonDocument = new TypedDocumentString(`
    query Person($id: ID!) {
  node(id: $id) {
    __typename
    ... on Customer {
      id
      name
      email
      birthdate
    }
  }
}
    `) as unknown as TypedDocumentString<PersonQuery, PersonQueryVariables>;
export const MembersDocument = new TypedDocumentString(`
    query Members {
  customers(first: 10, filter: {inSources: [CARECLOUD]}) {
    nodes {
      id
      name
      lastSeenAt
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
    `) as unknown as TypedDocumentString<MembersQuery, MembersQueryVariables>;