import { useQuery } from '@apollo/client/react';
import { graphql } from './__generated__/gql.ts';
import { Banner } from './Banner.tsx';
import { More } from './More.tsx';
import { Row } from './Row.tsx';

const PEOPLE = graphql(`
  query People($after: String) {
    customers(first: 20, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      edges {
        node {
          id
          name
          email
          sources
          lastSeenAt
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
          message
        }
      }
    }
  }
`);

/** Everybody, latest activity first. Its rows show while a source is down, and the banner says what they lack. */
export function People() {
  const { data, error, refetch, fetchMore } = useQuery(PEOPLE);
  const { edges = [], pageInfo, sources } = data?.customers ?? {};
  const loadMore = () => fetchMore({ variables: { after: pageInfo?.endCursor } });
  return (
    <>
      <Banner sources={sources} error={error} retry={() => refetch()} />
      <ul className="rows">
        {edges.map(({ node }) => (
          <Row key={node.id} {...node} />
        ))}
      </ul>
      {pageInfo?.hasNextPage && <More key={edges.length} load={loadMore} />}
    </>
  );
}
