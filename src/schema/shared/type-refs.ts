import type { Customer } from '../../customers/model/customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import { builder } from '../builder.ts';
import { vendorOf } from './vendor.ts';
import type { NodeValue } from './vendor-node.ts';

/** Separate from its fields, so that no two files import each other. */
export const customerRef = builder.objectRef<Customer>('Customer');

/** A value of a type with a global id: a customer, a record of any vendor, or another node of a vendor. */
export type Entity = Customer | SourceRecord | NodeValue;

/** The name of a value's type. */
export function entityTypeOf(entity: Entity): string {
  if ('nodeType' in entity && entity.nodeType !== undefined) return entity.nodeType;
  if ('identity' in entity) return customerRef.name;
  const source = 'source' in entity ? entity.source : 'nobody';
  const vendor = vendorOf('source', source);
  if (vendor === undefined) throw new Error(`No vendor of the schema has records of ${source}.`);
  return vendor.ref.name;
}
