import type { Heading, Position } from '../paging/position.ts';
import type { CustomerListPage } from './customer-directory.ts';

interface ReadPageFacts {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly resume: Position | null;
}

/**
 * Relay's PageInfo. Where the page ended early its last cursor is where to go on, beyond its last edge; cursors are
 * encoded when asked for.
 */
export function toPageInfo(
  { hasNextPage, hasPreviousPage, resume }: ReadPageFacts,
  heading: Heading,
  edges: readonly { readonly cursor: string }[],
  encode: (position: Position) => string,
): CustomerListPage['pageInfo'] {
  const onward = () => (resume === null ? null : encode(resume));
  return {
    hasNextPage,
    hasPreviousPage,
    get startCursor() {
      return (heading === 'DOWN' ? onward() : null) ?? edges[0]?.cursor ?? onward();
    },
    get endCursor() {
      return (heading === 'UP' ? onward() : null) ?? edges.at(-1)?.cursor ?? onward();
    },
  };
}
