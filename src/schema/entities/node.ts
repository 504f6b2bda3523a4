import type { SourceRecord } from '../../customers/model/source-record.ts';
import { badUserInput } from '../../errors/gateway-error.ts';
import { MOST_VALUES } from '../../paging/limits.ts';
import { builder } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { customerKeyOfNode } from '../customer/customer-key.ts';
import { decodeGlobalId } from '../shared/global-id.ts';
import { nodeInterface } from '../shared/node-interface.ts';
import { read } from '../shared/scopes.ts';
import { settleItems } from '../shared/settle-items.ts';
import type { Entity } from '../shared/type-refs.ts';
import { type SchemaVendor, vendorOf } from '../shared/vendor.ts';

/*
 * In a supergraph nobody can say which subgraph a global id belongs to, and no directive makes two `Query.node` fields
 * live side by side: `@shareable` ones are refused by Apollo because their possible types do not intersect, and
 * `@inaccessible` would hide another subgraph's `node` without a word. So the SDL for routers has no `Node` at all
 * (print-schema.ts): whatever other subgraphs call so stays theirs.
 */
builder.queryFields((t) => ({
  node: t.field({
    ...read,
    type: nodeInterface,
    description:
      'The thing with this global id; null when it is gone. Ids that are none of this gateway’s are refused.',
    args: { id: t.arg.id({ required: true, description: 'The `id` of any type that implements `Node`.' }) },
    resolve: (_root, { id }, context) => findNode(id, context, 'id'),
  }),
  nodes: t.field({
    ...read,
    type: [nodeInterface],
    nullable: { list: false, items: true },
    description:
      'The things with these global ids, in the order asked for; null where one is gone. Together they cost little more than one.',
    args: {
      ids: t.arg.idList({ required: true, description: 'Up to 1000 `id`s of types that implement `Node`.' }),
    },
    resolve: (_root, { ids }, context) => {
      if (ids.length > MOST_VALUES)
        throw badUserInput(`ids: expected at most ${MOST_VALUES} values, got ${ids.length}.`);
      // All start in this tick, so that they share look-ups.
      return settleItems(ids.map((id, index) => findNode(id, context, `ids[${index}]`)));
    },
  }),
}));

/** One record by the vendor's own id. */
export async function findRecord(
  { source, toId }: SchemaVendor,
  id: string,
  { directory }: GatewayContext,
  path: string,
): Promise<SourceRecord | null> {
  return await directory.record(source, toId(id, path));
}

/**
 * What a global id names; rejects with BAD_USER_INPUT when it is none, or of another type than asked for.
 * `path` names the input in the message.
 */
export async function findNode(
  id: string,
  context: GatewayContext,
  path: string,
  expected?: string,
): Promise<Entity | null> {
  const { type, key } = decodeGlobalId(id, path);
  if (expected !== undefined && type !== expected) {
    throw badUserInput(`${path}: expected the \`id\` of a ${expected}, got the \`id\` of a ${type}.`);
  }
  const vendor = vendorOf('type', type);
  if (vendor !== undefined) return await findRecord(vendor, key, context, path);
  return await context.directory.find(customerKeyOfNode(key, path));
}
