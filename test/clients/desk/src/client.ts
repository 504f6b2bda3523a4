import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { Defer20220824Handler } from '@apollo/client/incremental';
import { SetContextLink } from '@apollo/client/link/context';
import { relayStylePagination } from '@apollo/client/utilities';

/** The key that somebody typed in, where the gateway wants one. The tab forgets it when it closes. */
const API_KEY = 'api-key';

const withApiKey = new SetContextLink(({ headers }) => {
  const key = sessionStorage.getItem(API_KEY);
  return { headers: key === null ? headers : { ...headers, 'x-api-key': key } };
});

export const client = new ApolloClient({
  link: withApiKey.concat(new HttpLink({ uri: '/graphql' })),
  incrementalHandler: new Defer20220824Handler(),
  cache: new InMemoryCache({
    typePolicies: { Query: { fields: { customers: relayStylePagination(['filter', 'orderBy']) } } },
  }),
});

/** Asks for everything on the page again, with this key. What fails again says so where it is shown. */
export async function setApiKey(key: string): Promise<void> {
  sessionStorage.setItem(API_KEY, key);
  await client.resetStore().catch(() => undefined);
}
