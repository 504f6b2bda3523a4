import type { Customer } from '../../customers/model/customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import { builder } from '../builder.ts';
import { vendorOf } from './vendor.ts';

/** Apart from its fields, so that no two files import each other. */
export const customerRef = builder.objectRef<Customer>('Customer');

/** A value of a type with a global id: a customer, or a record of any vendor. */
export type Entity = Customer | SourceRecord;

/** The name of the type a value has. */
export function entityTypeOf(entity: Entity): string {
  if ('identity' in entity) return customerRef.name;
  const vendor = vendorOf('source', entity.source);
  if (vendor === undefined) throw new Error(`No vendor of the schema has records of ${entity.source}.`);
  return vendor.ref.name;
}
