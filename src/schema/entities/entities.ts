import { GatewayError } from '../../errors/gateway-error.ts';
import { MOST_VALUES } from '../../paging/limits.ts';
import { builder } from '../builder.ts';
import { setEntityKeys } from '../federation-directives.ts';
import { printSubgraph } from '../print-schema.ts';
import { settleItems } from '../shared/settle-items.ts';
import { customerRef, entityTypeOf } from '../shared/type-refs.ts';
import { allVendorNodes, allVendors, type SchemaVendor } from '../shared/vendor.ts';
import { askedOfMany, asksForEntities, findAsked } from './node.ts';
import { askedEntity, entityKeys } from './resolve-reference.ts';

/** Registers customers, every vendor's records and its other nodes as entities. */
export function addEntities(vendors: readonly SchemaVendor[]): void {
  const ofVendors = [...vendors, ...vendors.flatMap(({ nodes = [] }) => nodes)];
  for (const ref of [customerRef, ...ofVendors.map((each) => each.ref)]) {
    setEntityKeys(ref.name, entityKeys(ref.name));
  }
}

builder.scalarType('_Any', {
  description:
    'Apollo Federation: how another subgraph names an entity, e.g. `{ "__typename": "Customer", "email": "…" }`.',
  serialize: (value) => value,
});

const entity = builder.unionType('_Entity', {
  description: 'Apollo Federation: the types that other subgraphs can extend and refer to.',
  types: () => [customerRef, ...[...allVendors(), ...allVendorNodes()].map(({ ref }) => ref)],
  resolveType: entityTypeOf,
});

const service = builder.objectRef<object>('_Service').implement({
  description: 'Apollo Federation: this subgraph.',
  fields: (t) => ({
    sdl: t.string({
      description: 'The schema of this subgraph, with federation directives.',
      resolve: (_service, _args, _context, info) => printSubgraph(info.schema),
    }),
  }),
});

/*
 * Written here instead of taken from @apollo/subgraph. That resolver fails the whole call for one unknown
 * representation, and marks the objects it returns, which here are shared with the look-up cache.
 */
builder.queryFields((t) => ({
  _service: t.field({
    type: service,
    nullable: false,
    description: 'Apollo Federation: the schema, for routers and registries.',
    resolve: () => ({}),
  }),
  _entities: t.field({
    type: [entity],
    nullable: { list: false, items: true },
    description:
      'Apollo Federation: resolves references from other subgraphs, for routers. In the same order; null for an entity that no source knows; each fails on its own.',
    args: {
      representations: t.arg({
        type: ['_Any'],
        required: true,
        description:
          'References, e.g. `[{ "__typename": "Customer", "careCloudId": "8ea2591121e636086a4a9c0992" }]`.',
      }),
    },
    extensions: asksForEntities<{ readonly representations: readonly unknown[] }>(
      ({ representations }, context) =>
        askedOfMany(representations, (each, index) =>
          askedEntity(each, context, `representations[${index}]`),
        ),
    ),
    resolve: (_root, { representations }, context) => {
      if (representations.length > MOST_VALUES) {
        const message = `representations: expected at most ${MOST_VALUES}, got ${representations.length}.`;
        throw new GatewayError('OPERATION_TOO_COMPLEX', message);
      }
      // All start in this tick, so that they share look-ups.
      return settleItems(
        representations.map((representation, index) =>
          findAsked(() => askedEntity(representation, context, `representations[${index}]`), context),
        ),
      );
    },
  }),
}));
