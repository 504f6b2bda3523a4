import SchemaBuilder from '@pothos/core';
import DirectivesPlugin from '@pothos/plugin-directives';
import RelayPlugin from '@pothos/plugin-relay';
import type { GatewayContext } from './context.ts';
import './federation-directives.ts';

/** The builder's types in addition to the fields: context, scalars, scopes. */
interface GatewayTypes {
  Context: GatewayContext;
  Scalars: {
    ID: { Input: string; Output: string };
    /** Milliseconds since the epoch internally, RFC 3339 externally. */
    DateTime: { Input: number; Output: number };
    /** YYYY-MM-DD internally and externally. */
    Date: { Input: string; Output: string };
    JSON: { Input: unknown; Output: string | number | boolean | null };
    /** An entity representation from another subgraph: any value, validated in entities.ts. */
    _Any: { Input: unknown; Output: unknown };
  };
}

/**
 * The builder that all files of this room add their types to. From the relay plugin it uses PageInfo and the paging
 * arguments. Ids and nodes are in global-id.ts and node.ts, because the plugin's ids cost a promise each and one
 * invalid id fails all of `nodes`.
 */
export const builder = new SchemaBuilder<GatewayTypes>({
  plugins: [RelayPlugin, DirectivesPlugin, 'federationDirectives'],
  relay: {
    firstArgOptions: {
      description:
        'How many rows from the start, or after `after`: 0 to 100. 20 when neither `first` nor `last` is given. Not together with `last`.',
    },
    afterArgOptions: {
      description:
        'The `endCursor` of the page before, to read on from. Valid only with the filter and order it came from.',
    },
    lastArgOptions: {
      description:
        'How many rows from the end, or before `before`: 0 to 100. Rows stay in list order. Not together with `first`.',
    },
    beforeArgOptions: {
      description:
        'The `startCursor` of a page, to read backwards from. Valid only with the filter and order it came from.',
    },
    pageInfoTypeOptions: {
      description: 'Where a page stands in its list, as in Relay’s cursor connections specification.',
      shareable: true,
    },
    hasNextPageFieldOptions: {
      nullable: false,
      description:
        'Whether rows follow this page. Exact in both directions of paging; looked up only when selected. Also true where a page ends early (see `SCAN_LIMITED`).',
    },
    hasPreviousPageFieldOptions: {
      nullable: false,
      description:
        'Whether rows precede this page. Exact in both directions of paging; looked up only when selected.',
    },
    startCursorFieldOptions: {
      description: 'Cursor of the first row, for `before`. Null on an empty page with nothing before it.',
    },
    endCursorFieldOptions: {
      description:
        'The cursor to continue from, for `after`. Present whenever there is a next page, even when this page is empty.',
    },
  },
});

builder.queryType({
  description:
    'What can be queried: people across both sources (`customer`, `customers`, `searchCustomers`), each source by itself (`careCloudCustomers`, `helpCrunchCustomers`, `helpCrunchChats`), and how the sources are doing (`sources`).',
});
