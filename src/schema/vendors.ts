import { careCloud } from './care-cloud/index.ts';
import { helpCrunch } from './help-crunch/index.ts';
import type { SchemaVendor } from './shared/vendor.ts';

/** The vendors of the schema, accounts first. A further vendor is one more entry here. */
export const VENDORS: readonly SchemaVendor[] = [careCloud, helpCrunch];
