import { type CustomerScreens, PAGE_SIZE } from '../customer-screens.ts';
import { graphql } from './__generated__/gql.ts';
import type { CustomerListQuery, TypedDocumentString } from './__generated__/graphql.ts';

/** A typed client in a dozen lines: graphql-codegen derives a document's variables and result from the schema. */
export async function execute<Data, Variables>(
  url: string,
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  headers: Readonly<Record<string, string>> = {},
): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const { data, errors } = await response.json();
  if (!data) throw new Error(errors?.[0]?.message ?? `Expected data, got status ${response.status}.`);
  return data;
}

export const CUSTOMER_LIST = graphql(`
  query CustomerList($first: Int!, $after: String, $order: CustomerOrderField!) {
    customers(first: $first, after: $after, orderBy: { field: $order }) {
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
`);

export const PERSON = graphql(`
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
`);

export const MEMBERS = graphql(`
  query Members {
    customers(first: 10, filter: { inSources: [CARECLOUD] }) {
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
`);

/** The two screens without any client library: the list is an array with its cursor. */
export function createTypedScreens(url: string): CustomerScreens {
  type Page = NonNullable<CustomerListQuery['customers']>;
  let rows: Page['nodes'] = [];
  return {
    async openList(order) {
      const load = async (after: string | null) => {
        const { customers } = await execute(url, CUSTOMER_LIST, { first: PAGE_SIZE, after, order });
        if (!customers) throw new Error('Expected a page: neither source answered.');
        rows = [...rows, ...customers.nodes];
        return customers;
      };
      let page = await load(null);
      return {
        rows: () => rows,
        sources: () => page.sources,
        hasNext: () => page.pageInfo.hasNextPage,
        async loadNext() {
          page = await load(page.pageInfo.endCursor);
        },
      };
    },
    async openMembers() {
      const { customers } = await execute(url, MEMBERS, {});
      return { rows: customers?.nodes ?? [], sources: customers?.sources ?? [] };
    },
    async refetchPerson(id) {
      const { node } = await execute(url, PERSON, { id }, { 'cache-control': 'no-cache' });
      if (node?.__typename !== 'Customer') return null;
      rows = rows.map((row) => (row.id === node.id ? { ...row, ...node } : row));
      return node;
    },
    close() {},
  };
}
