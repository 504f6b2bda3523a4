import type { ObjectRef } from '@pothos/core';
import type { FacetPage } from '../../../customers/facets/facet-page.ts';
import type { PageArguments } from '../../../paging/page-request.ts';
import { builder } from '../../builder.ts';

/** A page of one customer's list, with each row as the schema shows it. */
export interface FacetConnection<Row> {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly pageInfo: FacetPage['pageInfo'];
  readonly totalCount: number | null;
}

/** The connection and edge types of a customer's list, e.g. `CareCloudVoucherConnection`: forward only. */
export function facetConnection<Row extends object>(
  // biome-ignore lint/suspicious/noExplicitAny: what its resolvers are given is one thing, what they give another.
  nodeRef: ObjectRef<any, any, Row>,
  rows: string,
) {
  const edgeRef = builder.objectRef<FacetConnection<Row>['edges'][number]>(`${nodeRef.name}Edge`).implement({
    description: `One row of a list of ${rows}.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor', {
        nullable: false,
        description: 'The row’s position, for `after`. Opaque.',
      }),
      node: t.field({
        type: nodeRef,
        nullable: false,
        description: 'The row.',
        resolve: ({ node }) => node as never,
      }),
    }),
  });

  return builder.objectRef<FacetConnection<Row>>(`${nodeRef.name}Connection`).implement({
    description: `A page of a list of ${rows}, as in Relay’s cursor connections specification.`,
    fields: (t) => ({
      edges: t.expose('edges', {
        type: [edgeRef],
        nullable: false,
        description: 'The rows of this page, each with its cursor.',
      }),
      nodes: t.field({
        type: [nodeRef],
        nullable: false,
        description: 'The rows of this page: `edges` without cursors.',
        resolve: ({ edges }) => edges.map(({ node }) => node) as never,
      }),
      pageInfo: t.expose('pageInfo', {
        type: builder.pageInfoRef(),
        nullable: false,
        description: 'Where this page is in the list.',
      }),
      totalCount: t.exposeInt('totalCount', {
        nullable: true,
        description: `How many ${rows} there are in all, by the source’s own count; null when it does not say.`,
      }),
    }),
  });
}

/** Spread into a field that returns such a connection: each field sets its own default of `first`. */
export const forwardList = {
  listSize: {
    slicingArguments: ['first'],
    sizedFields: ['edges', 'nodes'],
    requireOneSlicingArgument: false,
  },
};

/** `first` and `after` in the directory's form. Null is the same as absent. */
export function forwardPage(
  {
    first,
    after,
  }: { readonly first?: number | null | undefined; readonly after?: string | null | undefined },
  defaultSize: number,
): PageArguments {
  return { first: first ?? defaultSize, after: after ?? null, last: null, before: null };
}

/** A page with each row as the schema shows it; null stays null. */
export function mapPage<Row>(
  page: FacetPage | null,
  toRow: (row: never) => Row,
): FacetConnection<Row> | null {
  if (page === null) return null;
  const { pageInfo, totalCount } = page;
  const edges = page.edges.map((edge) => new MappedEdge(edge, toRow));
  return { edges, pageInfo, totalCount };
}

/** Cursors are encoded on access. */
class MappedEdge<Row> {
  readonly #edge: FacetPage['edges'][number];
  readonly node: Row;

  constructor(edge: FacetPage['edges'][number], toRow: (row: never) => Row) {
    this.#edge = edge;
    this.node = toRow(edge.node as never);
  }

  get cursor(): string {
    return this.#edge.cursor;
  }
}
