import type { ObjectRef } from '@pothos/core';
import type { AskedField } from '../../customers/customer-directory.ts';
import type { SourceName } from '../../customers/model/source-record.ts';
import type { GatewayContext } from '../context.ts';

/** A type of a vendor's things with a global id that are nobody's record: a store, a purchase, a chat. */
export interface VendorNode {
  /** Its type, which implements `Node` and is an entity by `id` and `keyField`. */
  // biome-ignore lint/suspicious/noExplicitAny: each has a type of its own.
  readonly ref: ObjectRef<any, any>;
  readonly source: SourceName;
  /** Requests for one of them; 0: it is in a catalogue. */
  readonly requests: number;
  /** The field with the vendor's own id, e.g. `storeId`. */
  readonly keyField: string;
  /** Checks the vendor's id (BAD_USER_INPUT; `path` names it) and finds what has it; null when nothing does. */
  find(id: string, context: GatewayContext, path: string): Promise<object | null>;
}

/** A value that has a global id; found by it, with the name of its type, which nothing else of it tells. */
export interface NodeValue {
  readonly nodeType?: string;
}

/** One of them, before its source is asked. */
export interface AskedThing extends Extract<AskedField, { readonly kind: 'REQUESTS' }> {
  find(context: GatewayContext): Promise<NodeValue | null>;
}

export function askedThing(
  { ref, source, requests, find }: VendorNode,
  id: string,
  path: string,
): AskedThing {
  return {
    kind: 'REQUESTS',
    source,
    name: `${ref.name} ${id}`,
    count: requests,
    async find(context) {
      const value = await find(id, context, path);
      return value === null ? null : { ...value, nodeType: ref.name };
    },
  };
}
