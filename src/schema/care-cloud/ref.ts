import type { CareCloudCustomer } from '../../customers/model/care-cloud-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import { builder } from '../builder.ts';

export const careCloudCustomerRef = builder.objectRef<SourceRecord<CareCloudCustomer>>('CareCloudCustomer');
