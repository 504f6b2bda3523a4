import relay, {
  type CacheConfig,
  type ConcreteRequest,
  type Environment,
  type ReaderFragment,
  type RequestParameters,
  type Variables,
} from 'relay-runtime';
import { type CustomerScreens, PAGE_SIZE, type Person } from '../customer-screens.ts';
import type { customerScreens_list$data } from './__generated__/customerScreens_list.graphql.ts';
import type { customerScreens_person$data } from './__generated__/customerScreens_person.graphql.ts';
import type { customerScreensMembersQuery$data } from './__generated__/customerScreensMembersQuery.graphql.ts';
import { graphql } from './artifacts.ts';

/** Relay needs only the address of this gateway: global ids, connections and `node` are as Relay expects them. */
function createRelayEnvironment(url: string): Environment {
  const ask = async (request: RequestParameters, variables: Variables, { metadata }: CacheConfig) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(metadata?.fresh ? { 'cache-control': 'no-cache' } : {}),
      },
      body: JSON.stringify({ query: request.text, variables }),
    });
    return await response.json();
  };
  return new relay.Environment({
    network: relay.Network.create(ask),
    store: new relay.Store(new relay.RecordSource()),
  });
}

const LIST_QUERY: ConcreteRequest = graphql`
  query customerScreensListQuery($count: Int!, $orderBy: CustomerOrder!) {
    ...customerScreens_list @arguments(count: $count, orderBy: $orderBy)
  }
`;

const LIST: ReaderFragment = graphql`
  fragment customerScreens_list on Query
  @argumentDefinitions(
    count: { type: "Int!" }
    cursor: { type: "String" }
    orderBy: { type: "CustomerOrder!" }
  )
  @refetchable(queryName: "customerScreensPaginationQuery") {
    customers(first: $count, after: $cursor, orderBy: $orderBy)
      @connection(key: "customerScreens_customers", filters: ["orderBy"]) {
      edges {
        node {
          ...customerScreens_person
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

const MEMBERS: ConcreteRequest = graphql`
  query customerScreensMembersQuery {
    customers(first: 10, filter: { inSources: [CARECLOUD] }) {
      edges {
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

const PERSON: ReaderFragment = graphql`
  fragment customerScreens_person on Customer @refetchable(queryName: "customerScreensRefetchQuery") {
    id
    name
    email
  }
`;

/** The two screens with the parts of `usePaginationFragment` and `useRefetchableFragment`, without React. */
export function createRelayScreens(url: string): CustomerScreens {
  const environment = createRelayEnvironment(url);
  const fetch = (query: ConcreteRequest, variables: Variables, metadata = {}) =>
    relay
      .fetchQuery(environment, query, variables, { networkCacheConfig: { force: true, metadata } })
      .toPromise();
  const read = <Data>(fragment: ReaderFragment, reference: unknown): Data => {
    const selector = relay.getSingularSelector(fragment, reference);
    if (!selector) throw new Error(`Expected a reference to ${fragment.name}.`);
    return environment.lookup(selector).data as Data;
  };

  return {
    async openList(order) {
      const variables = { count: PAGE_SIZE, orderBy: { field: order, direction: 'ASC' } };
      const operation = relay.createOperationDescriptor(LIST_QUERY, variables);
      environment.retain(operation);
      await fetch(LIST_QUERY, variables);
      const shown = () =>
        read<customerScreens_list$data>(LIST, environment.lookup(operation.fragment).data).customers;
      return {
        rows: () => shown()?.edges.map(({ node }) => read<customerScreens_person$data>(PERSON, node)) ?? [],
        sources: () => shown()?.sources ?? [],
        hasNext: () => shown()?.pageInfo.hasNextPage ?? false,
        async loadNext() {
          const { paginationRequest, paginationMetadata } = relay.getPaginationMetadata(LIST, 'the list');
          const { getPaginationVariables } = relay;
          const cursor = shown()?.pageInfo.endCursor;
          await fetch(
            paginationRequest,
            getPaginationVariables('forward', PAGE_SIZE, cursor, variables, {}, paginationMetadata),
          );
        },
      };
    },
    async openMembers() {
      const { customers } = (await fetch(MEMBERS, {})) as customerScreensMembersQuery$data;
      const { edges = [], sources = [] } = customers ?? {};
      return { rows: edges.map(({ node }) => node), sources };
    },
    async refetchPerson(id) {
      const { refetchableRequest } = relay.getRefetchMetadata(PERSON, 'the person');
      const data = (await fetch(refetchableRequest, { id }, { fresh: true })) as { readonly node: unknown };
      return data.node === null ? null : read<Person>(PERSON, data.node);
    },
    close() {},
  };
}
