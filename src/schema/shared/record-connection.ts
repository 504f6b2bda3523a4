import type { RecordListPage } from '../../customers/customer-directory.ts';
import { builder } from '../builder.ts';
import type { SchemaVendor } from './vendor.ts';

/**
 * The connection and edge types of one source's own list, e.g. `CareCloudCustomerConnection`. `entries` names its rows
 * in the descriptions.
 */
export function recordConnection(nodeRef: SchemaVendor['ref'], entries: string) {
  const edgeRef = builder.objectRef<RecordListPage['edges'][number]>(`${nodeRef.name}Edge`).implement({
    description: `One row of the list of ${entries}.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor', {
        nullable: false,
        description: 'The row’s position, for `after` and `before`. Opaque.',
      }),
      node: t.field({
        type: nodeRef,
        nullable: false,
        description: 'The record.',
        resolve: ({ node }) => asOwn(node),
      }),
    }),
  });

  return builder.objectRef<RecordListPage>(`${nodeRef.name}Connection`).implement({
    description: `A page of the list of ${entries}, as in Relay’s cursor connections specification.`,
    fields: (t) => ({
      edges: t.expose('edges', {
        type: [edgeRef],
        nullable: false,
        description: 'The rows of this page, each with its cursor.',
      }),
      nodes: t.field({
        type: [nodeRef],
        nullable: false,
        description: 'The records of this page: `edges` without cursors.',
        resolve: ({ edges }) => edges.map(({ node }) => asOwn(node)),
      }),
      pageInfo: t.expose('pageInfo', {
        type: builder.pageInfoRef(),
        nullable: false,
        description: 'Where this page is in the list.',
      }),
      totalCount: t.exposeInt('totalCount', {
        nullable: true,
        description: `How many ${entries} match in all, by the source’s own count; null when it does not say.`,
      }),
    }),
  });
}

/** A source's list contains that source's records, which the port's types do not express. */
function asOwn(node: RecordListPage['edges'][number]['node']): never {
  return node as never;
}
