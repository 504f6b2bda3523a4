import type { ObjectRef } from '@pothos/core';
import type { AskedField } from '../../customers/customer-directory.ts';
import type { SourceName } from '../../customers/model/source-record.ts';
import type { GatewayContext } from '../context.ts';

/** A vendor's type with a global id that is not a record: a store, a purchase, a chat. */
export interface VendorNode {
  /** Its type, which implements `Node` and is an entity by `id` and `keyField`. */
  // biome-ignore lint/suspicious/noExplicitAny: each has a type of its own.
  readonly ref: ObjectRef<any, any>;
  readonly source: SourceName;
  /** Requests for one node; 0 if it is in a catalogue. */
  readonly requests: number;
  /** The field with the vendor's own id, e.g. `storeId`. */
  readonly keyField: string;
  /** Validates the vendor's id (BAD_USER_INPUT; `path` names it) and finds its object; null if there is none. */
  find(id: string, context: GatewayContext, path: string): Promise<object | null>;
}

/** A value with a global id, found by it, with the name of its type, which it does not show otherwise. */
export interface NodeValue {
  readonly nodeType?: string;
}

/** One node, before a request is sent. */
export interface AskedThing extends Extract<AskedField, { readonly kind: 'REQUESTS' }> {
  /** Its type's name. */
  readonly type: string;
  find(context: GatewayContext): Promise<NodeValue | null>;
}

export function askedThing(
  { ref, source, requests, find }: VendorNode,
  id: string,
  path: string,
): AskedThing {
  return {
    kind: 'REQUESTS',
    type: ref.name,
    source,
    name: `${ref.name} ${id}`,
    count: requests,
    async find(context) {
      const value = await find(id, context, path);
      return value === null ? null : { ...value, nodeType: ref.name };
    },
  };
}
