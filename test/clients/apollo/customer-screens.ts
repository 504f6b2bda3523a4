import { ApolloClient, gql, HttpLink, InMemoryCache, type TypedDocumentNode } from '@apollo/client';
import { Defer20220824Handler } from '@apollo/client/incremental';
import { relayStylePagination } from '@apollo/client/utilities';
import {
  type CustomerScreens,
  type Member,
  PAGE_SIZE,
  type Person,
  type SourceLine,
} from '../customer-screens.ts';

/**
 * Apollo Client 4 for this gateway: pages of a list are merged into one list, and `@defer` works. Apollo's default
 * caches everything selected with its `id`; `keyFields: ['id']` would do the same but refuse a selection without `id`.
 */
export function createApolloClient(uri: string): ApolloClient {
  return new ApolloClient({
    link: new HttpLink({ uri }),
    incrementalHandler: new Defer20220824Handler(),
    cache: new InMemoryCache({
      possibleTypes: { Node: ['Customer', 'CareCloudCustomer', 'HelpCrunchCustomer'] },
      typePolicies: {
        Query: {
          fields: {
            // Filter and order define a list; first, after, last and before only select a part of it.
            customers: relayStylePagination(['filter', 'orderBy']),
            careCloudCustomers: relayStylePagination(['filter', 'orderBy', 'language', 'shortSalutation']),
            helpCrunchCustomers: relayStylePagination(['filter', 'orderBy']),
          },
        },
      },
    }),
  });
}

const CUSTOMER_LIST: TypedDocumentNode<ListData, ListVariables> = gql`
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
`;

const PERSON: TypedDocumentNode<{ readonly node: Person | null }, { readonly id: string }> = gql`
  query Person($id: ID!) {
    node(id: $id) {
      id
      ... on Customer {
        name
        email
      }
    }
  }
`;

const MEMBERS: TypedDocumentNode<MembersData, Record<string, never>> = gql`
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
`;

interface MembersData {
  readonly customers: {
    readonly edges: readonly { readonly cursor: string; readonly node: Member }[];
    readonly sources: readonly SourceLine[];
  } | null;
}

interface ListVariables {
  readonly first: number;
  readonly after?: string;
  readonly order: 'SOURCE' | 'UPDATED_AT';
}

interface ListData {
  readonly customers: {
    readonly edges: readonly { readonly cursor: string; readonly node: Person }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly sources: readonly SourceLine[];
  } | null;
}

/** The two screens without a view library; with React, `useQuery` replaces `watchQuery`. */
export function createApolloScreens(uri: string): CustomerScreens {
  const client = createApolloClient(uri);
  return {
    async openList(order) {
      const variables: ListVariables = { first: PAGE_SIZE, order };
      await client.query({ query: CUSTOMER_LIST, variables });
      const list = client.watchQuery({ query: CUSTOMER_LIST, variables });
      list.subscribe({});
      const shown = () => client.readQuery({ query: CUSTOMER_LIST, variables })?.customers;
      return {
        rows: () => shown()?.edges.map(({ node }) => node) ?? [],
        sources: () => shown()?.sources ?? [],
        hasNext: () => shown()?.pageInfo.hasNextPage ?? false,
        async loadNext() {
          const after = shown()?.pageInfo.endCursor;
          if (after) await list.fetchMore({ variables: { after } });
        },
      };
    },
    async openMembers() {
      const { data } = await client.query({ query: MEMBERS });
      const { edges = [], sources = [] } = data?.customers ?? {};
      return { rows: edges.map(({ node }) => node), sources };
    },
    async refetchPerson(id) {
      const { data } = await client.query({
        query: PERSON,
        variables: { id },
        fetchPolicy: 'network-only',
        context: { headers: { 'cache-control': 'no-cache' } },
      });
      return data?.node ?? null;
    },
    close: () => client.stop(),
  };
}
