import type { CustomerFilter } from '../../../src/customers/model/customer-filter.ts';
import { NO_FILTER } from '../../customers/support/filters.ts';
import { createMemoryVendors, type VendorSettings } from '../../customers/support/memory-vendors.ts';
import type { ListSetup } from '../../customers/support/walks.ts';
import { toRows, type World } from '../../customers/support/world.ts';

const ORDER = { field: 'SOURCE', direction: 'ASC' } as const;

/** A list over in-memory vendors with this world. */
export function setUpList(world: World, settings?: VendorSettings) {
  const vendors = createMemoryVendors(toRows(world), settings);
  const setup: ListSetup = { vendors, identityKeys: ['email'] };
  const request = (filter: Partial<CustomerFilter> = {}, size = 20) => ({
    filter: { ...NO_FILTER, ...filter },
    order: ORDER,
    size,
  });
  return { vendors, setup, request };
}
