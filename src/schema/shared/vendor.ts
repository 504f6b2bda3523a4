import type { InputRef, ObjectRef } from '@pothos/core';
import type { FinderValue } from '../../customers/facets/facet-source.ts';
import type { OwnFilter } from '../../customers/model/customer-filter.ts';
import type { SourceName, SourceRecord } from '../../customers/model/source-record.ts';
import type { InputSettings } from './parse-input.ts';
import type { VendorNode } from './vendor-node.ts';

/** A field of the public schema: its name and what is said of it. */
interface Named {
  readonly name: string;
  readonly description: string;
}

/** By what a record shows, or by what its source finds it (FacetSource.finders). */
type VendorKey = Named & ({ readonly kind: 'id' } | { readonly kind: 'userId' } | FinderKey);

export interface FinderKey {
  readonly kind: 'found';
  readonly finder: string;
  readonly type: 'ID' | 'String' | InputRef<object>;
  /** Whether people are found through personal data by it. */
  readonly isPersonal: boolean;
  /** Checks and translates; throws BAD_USER_INPUT. `path` names the input in the message. */
  parse(input: unknown, path: string): FinderValue;
}

/** All that the shared types of the schema know of a vendor; each vendor's folder exports one (its `index.ts`). */
export interface SchemaVendor {
  /** Its value of the enum `CustomerSource`. */
  readonly source: SourceName;
  /** Of that value. */
  readonly description: string;
  readonly role: 'ACCOUNTS' | 'PROFILES';
  /** Its records' type, which implements `Node` and is an entity by `id` and `customerId`. */
  // biome-ignore lint/suspicious/noExplicitAny: each vendor's records have a type of their own.
  readonly ref: ObjectRef<any, SourceRecord<any>>;
  /** Checks an id of the vendor's; throws BAD_USER_INPUT. `path` names the input in the message. */
  toId(text: string, path: string): string;
  /** `Customer.careCloudId`, which is a key of the entity too. */
  readonly idField: Named;
  /** `Customer.careCloud`: for profiles, the most recently seen of this vendor's. */
  readonly recordField: Named;
  /** `Customer.helpCrunchProfiles`: all of them. */
  readonly profilesField?: Named;
  /** The members of `CustomerKey` by which its records are found. */
  readonly keys: readonly VendorKey[];
  /** Its other things with a global id; absent: none. */
  readonly nodes?: readonly VendorNode[];
  /** The member of `CustomerFilter` with its own criteria. */
  readonly filter: Named & {
    readonly type: InputRef<object>;
    /** Checks and translates; null when it restricts nothing. */
    parse(input: object | null | undefined, settings: InputSettings, path: string): OwnFilter | null;
  };
}

let plugged: readonly SchemaVendor[] | null = null;

/**
 * Says whose types the schema has: once a process, as its type builder is one. True the first time; throws for another
 * list later.
 */
export function plugIn(vendors: readonly SchemaVendor[]): boolean {
  const names = (list: readonly SchemaVendor[]) => list.map(({ source }) => source).join(', ');
  if (plugged !== null && names(plugged) !== names(vendors)) {
    throw new Error(`The schema was built for ${names(plugged)}; it cannot be for ${names(vendors)} too.`);
  }
  const isFirst = plugged === null;
  plugged ??= vendors;
  return isFirst;
}

/** The vendors of the schema, accounts first. */
export function allVendors(): readonly SchemaVendor[] {
  if (plugged === null) throw new Error('createSchema says which vendors there are; it has not run.');
  return plugged;
}

/** The vendor whose records have this source or type; undefined when none has. */
export function vendorOf(key: 'source' | 'type', name: string): SchemaVendor | undefined {
  return allVendors().find(({ source, ref }) => (key === 'source' ? source : ref.name) === name);
}

/** Every vendor's things with a global id that are nobody's record. */
export function allVendorNodes(): readonly VendorNode[] {
  return allVendors().flatMap(({ nodes = [] }) => nodes);
}
