import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import { builder } from '../builder.ts';

export const helpCrunchCustomerRef =
  builder.objectRef<SourceRecord<HelpCrunchCustomer>>('HelpCrunchCustomer');
