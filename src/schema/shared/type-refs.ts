import type { CareCloudCustomer } from '../../customers/model/care-cloud-customer.ts';
import type { Customer } from '../../customers/model/customer.ts';
import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import { builder } from '../builder.ts';
import type { NodeTypeName } from './global-id.ts';

// The three types refer to each other; their refs live apart from their fields, so that no two files import each other.

export const customerRef = builder.objectRef<Customer>('Customer');
export const careCloudCustomerRef = builder.objectRef<SourceRecord<CareCloudCustomer>>('CareCloudCustomer');
export const helpCrunchCustomerRef =
  builder.objectRef<SourceRecord<HelpCrunchCustomer>>('HelpCrunchCustomer');

/** A value of one of the three types. */
export type Entity = Customer | SourceRecord<CareCloudCustomer> | SourceRecord<HelpCrunchCustomer>;

/** Which of the three types a value has. */
export function entityTypeOf(entity: Entity): NodeTypeName {
  if ('identity' in entity) return 'Customer';
  return entity.source === 'CARECLOUD' ? 'CareCloudCustomer' : 'HelpCrunchCustomer';
}

/** The record as the type of its source reads it; null stays null. */
export function careCloudRecord(record: SourceRecord | null): SourceRecord<CareCloudCustomer> | null {
  return record?.source === 'CARECLOUD' ? (record as SourceRecord<CareCloudCustomer>) : null;
}

/** The record as the type of its source reads it; null stays null. */
export function helpCrunchRecord(record: SourceRecord | null): SourceRecord<HelpCrunchCustomer> | null {
  return record?.source === 'HELPCRUNCH' ? (record as SourceRecord<HelpCrunchCustomer>) : null;
}
