import type { AskedField } from '../../customers/customer-directory.ts';
import { badUserInput } from '../../errors/gateway-error.ts';
import { MOST_VALUES } from '../../paging/limits.ts';
import { builder } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { customerKeyOfNode } from '../customer/customer-key.ts';
import { asks, leadsTo } from '../shared/asks.ts';
import { decodeGlobalId } from '../shared/global-id.ts';
import { nodeInterface } from '../shared/node-interface.ts';
import { read } from '../shared/scopes.ts';
import { settleItems } from '../shared/settle-items.ts';
import { customerRef, type Entity } from '../shared/type-refs.ts';
import { allVendorNodes, type SchemaVendor, vendorOf } from '../shared/vendor.ts';
import { type AskedThing, askedThing } from '../shared/vendor-node.ts';

/*
 * In a supergraph it is unknown which subgraph a global id belongs to, and no directive lets two `Query.node` fields
 * coexist: Apollo refuses `@shareable` ones because their possible types do not intersect, and `@inaccessible` would
 * silently hide another subgraph's `node`. So the SDL for routers has no `Node` at all (print-schema.ts), and other
 * subgraphs may use the name.
 */
builder.queryFields((t) => ({
  node: t.field({
    ...read,
    type: nodeInterface,
    description:
      'The node with this global id, or null if it no longer exists. Ids that this gateway did not issue are refused.',
    args: { id: t.arg.id({ required: true, description: 'The `id` of any type that implements `Node`.' }) },
    extensions: asksForEntities<{ readonly id: string }>(({ id }) => [askedNode(id, 'id')]),
    resolve: (_root, { id }, context) => findAsked(() => askedNode(id, 'id'), context),
  }),
  nodes: t.field({
    ...read,
    type: [nodeInterface],
    nullable: { list: false, items: true },
    description:
      'The nodes with these global ids, in the same order; null where one no longer exists. Together they cost little more than one.',
    args: {
      ids: t.arg.idList({ required: true, description: 'Up to 1000 `id`s of types that implement `Node`.' }),
    },
    extensions: asksForEntities<{ readonly ids: readonly string[] }>(({ ids }) =>
      askedOfMany(ids, (id, index) => askedNode(id, `ids[${index}]`)),
    ),
    resolve: (_root, { ids }, context) => {
      if (ids.length > MOST_VALUES)
        throw badUserInput(`ids: expected at most ${MOST_VALUES} values, got ${ids.length}.`);
      // All start in this tick, so that they share look-ups.
      return settleItems(ids.map((id, index) => findAsked(() => askedNode(id, `ids[${index}]`), context)));
    },
  }),
}));

/** One customer, record or other node of a vendor, identified before any request. */
export type AskedEntity = Extract<AskedField, { readonly kind: 'FIND' | 'RECORD' }> | AskedThing;

/** One record by the vendor's own id. */
export function askedRecord({ source, toId }: SchemaVendor, id: string, path: string): AskedEntity {
  return { kind: 'RECORD', source, id: toId(id, path) };
}

/**
 * What a global id refers to. Throws BAD_USER_INPUT if it is invalid, or of another type than expected. `path` names
 * the input in the message.
 */
export function askedNode(id: string, path: string, expected?: string): AskedEntity {
  const { type, key } = decodeGlobalId(id, path);
  if (expected !== undefined && type !== expected) {
    throw badUserInput(`${path}: expected the \`id\` of a ${expected}, got the \`id\` of a ${type}.`);
  }
  const vendor = vendorOf('type', type);
  if (vendor !== undefined) return askedRecord(vendor, key, path);
  const thing = allVendorNodes().find(({ ref }) => ref.name === type);
  if (thing !== undefined) return askedThing(thing, key, path);
  return { kind: 'FIND', key: customerKeyOfNode(key, path) };
}

/** Rejects as `toAsked` throws. */
export async function findAsked(
  toAsked: () => AskedEntity | null,
  context: GatewayContext,
): Promise<Entity | null> {
  const { directory } = context;
  const asked = toAsked();
  if (asked === null) return null;
  if (asked.kind === 'FIND') return await directory.find(asked.key);
  if (asked.kind === 'RECORD') return await directory.record(asked.source, asked.id);
  return await asked.find(context);
}

/**
 * The extensions of a field that finds entities: its look-ups, and how many entities of which type its arguments name.
 */
export function asksForEntities<Args>(of: (args: Args, context: GatewayContext) => readonly AskedEntity[]) {
  return {
    ...asks<Args>(of),
    ...leadsTo<Args>((args, context) => {
      const keysByType = new Map<string, Set<string>>();
      for (const asked of of(args, context)) {
        const type = typeOfAsked(asked);
        const keys = keysByType.get(type) ?? new Set();
        keysByType.set(type, keys.add(JSON.stringify(asked)));
      }
      return [...keysByType].map(([type, keys]) => ({ type, count: keys.size, among: [...keys].join() }));
    }),
  };
}

function typeOfAsked(asked: AskedEntity): string {
  if (asked.kind === 'REQUESTS') return asked.type;
  if (asked.kind === 'FIND') return customerRef.name;
  return vendorOf('source', asked.source)?.ref.name ?? '';
}

/** The valid items of a list; each of the others fails on its own. */
export function askedOfMany<Item>(
  items: readonly Item[],
  toAsked: (item: Item, index: number) => AskedEntity | null,
): readonly AskedEntity[] {
  return items.slice(0, MOST_VALUES).flatMap((item, index) => {
    try {
      return toAsked(item, index) ?? [];
    } catch {
      return [];
    }
  });
}
