import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { Defer20220824Handler } from '@apollo/client/incremental';
import { relayStylePagination } from '@apollo/client/utilities';
import { type CustomerScreens, PAGE_SIZE } from '../customer-screens.ts';
import { CUSTOMER_LIST, type ListVariables, MEMBERS, PERSON } from '../documents.ts';

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
