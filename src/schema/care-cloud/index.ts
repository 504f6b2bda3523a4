import type { SchemaVendor } from '../shared/vendor.ts';
import { careCloudCustomerFilter, toCareCloudFilter } from './customer-filter.ts';
import { CARD_NUMBER, EXTERNAL_ID, VOUCHER_CODE } from './customer-keys.ts';
import { careCloudNodes } from './facets/nodes.ts';
import { careCloudCustomerRef } from './ref.ts';
import { toCareCloudId } from './to-id.ts';

// Its type and its own list register themselves with the builder.
import './customers.ts';
import './customer.ts';
import './facets/customer-facets.ts';
import './facets/detail-facets.ts';
import './facets/catalogue.ts';

export const careCloud: SchemaVendor = {
  source: 'CARECLOUD',
  description:
    'CareCloud, the loyalty CRM: who customers are, how to address them, what they consented to. Its records are called accounts here.',
  role: 'ACCOUNTS',
  ref: careCloudCustomerRef,
  toId: toCareCloudId,
  idField: {
    name: 'careCloudId',
    description: 'CareCloud’s `customer_id`, e.g. `"8ea2591121e636086a4a9c0992"`; null without an account.',
  },
  recordField: {
    name: 'careCloud',
    description: 'The CareCloud account, with loyalty details and consents; null without one.',
  },
  keys: [
    {
      name: 'careCloudId',
      kind: 'id',
      description: 'CareCloud’s `customer_id`, e.g. `"8ea2591121e636086a4a9c0992"`.',
    },
    CARD_NUMBER,
    EXTERNAL_ID,
    VOUCHER_CODE,
  ],
  nodes: careCloudNodes,
  filter: {
    name: 'careCloud',
    description: 'The person has a CareCloud account that matches this.',
    type: careCloudCustomerFilter,
    parse: toCareCloudFilter,
  },
};
