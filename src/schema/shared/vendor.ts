import type { InputRef, ObjectRef } from '@pothos/core';
import type { FinderValue } from '../../customers/facets/facet-source.ts';
import type { OwnFilter } from '../../customers/model/customer-filter.ts';
import type { SourceName, SourceRecord } from '../../customers/model/source-record.ts';
import type { InputSettings } from './parse-input.ts';
import type { VendorNode } from './vendor-node.ts';

/** A field of the public schema: its name and description. */
interface Named {
  readonly name: string;
  readonly description: string;
}

/** By a field of the record, or by the source's finder (FacetSource.finders). */
type VendorKey = Named & ({ readonly kind: 'id' } | { readonly kind: 'userId' } | FinderKey);

export interface FinderKey {
  readonly kind: 'found';
  readonly finder: string;
  readonly type: 'ID' | 'String' | InputRef<object>;
  /** Whether it finds people by personal data. */
  readonly isPersonal: boolean;
  /** Validates and converts; throws BAD_USER_INPUT. `path` names the input in the message. */
  parse(input: unknown, path: string): FinderValue;
}

/**
 * Everything that the shared types of the schema know about a vendor; each vendor's folder exports one (its
 * `index.ts`).
 */
export interface SchemaVendor {
  /** Its value of the enum `CustomerSource`. */
  readonly source: SourceName;
  /** The description of that value. */
  readonly description: string;
  readonly role: 'ACCOUNTS' | 'PROFILES';
  /** Its records' type, which implements `Node` and is an entity by `id` and `customerId`. */
  // biome-ignore lint/suspicious/noExplicitAny: each vendor's records have a type of their own.
  readonly ref: ObjectRef<any, SourceRecord<any>>;
  /** Validates an id of the vendor; throws BAD_USER_INPUT. `path` names the input in the message. */
  toId(text: string, path: string): string;
  /** `Customer.careCloudId`, which is also a key of the entity. */
  readonly idField: Named;
  /** `Customer.careCloud`; for profiles, the vendor's most recently seen. */
  readonly recordField: Named;
  /** `Customer.helpCrunchProfiles`: all of them. */
  readonly profilesField?: Named;
  /** The members of `CustomerKey` that find its records. */
  readonly keys: readonly VendorKey[];
  /** Its other nodes; absent: none. */
  readonly nodes?: readonly VendorNode[];
  /** The member of `CustomerFilter` with its own criteria. */
  readonly filter: Named & {
    readonly type: InputRef<object>;
    /** Validates and converts; null if it restricts nothing. */
    parse(input: object | null | undefined, settings: InputSettings, path: string): OwnFilter | null;
  };
}

let plugged: readonly SchemaVendor[] | null = null;

/**
 * Sets the vendors of the schema, once per process, because there is one type builder. True the first time; throws for
 * a different list later.
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

/** The vendor whose records have this source or type; undefined if there is none. */
export function vendorOf(key: 'source' | 'type', name: string): SchemaVendor | undefined {
  return allVendors().find(({ source, ref }) => (key === 'source' ? source : ref.name) === name);
}

/** Every vendor's nodes other than records. */
export function allVendorNodes(): readonly VendorNode[] {
  return allVendors().flatMap(({ nodes = [] }) => nodes);
}
