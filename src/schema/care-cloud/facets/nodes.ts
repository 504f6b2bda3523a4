import type { CareCloudCatalogues } from '../../../customers/model/care-cloud-catalogue.ts';
import type { VendorNode } from '../../shared/vendor-node.ts';
import { toCareCloudId } from '../to-id.ts';
import { purchase } from './purchases.ts';
import { segment } from './segments.ts';
import { store } from './stores.ts';
import { tier } from './tiers.ts';
import { voucher } from './vouchers.ts';

/** A node from a catalogue. */
function entry(ref: VendorNode['ref'], what: string, catalogue: keyof CareCloudCatalogues): VendorNode {
  return {
    ref,
    source: 'CARECLOUD',
    requests: 0,
    keyField: `${what}Id`,
    async find(id, { directory }, path) {
      const entries = await directory.facets.catalogue('CARECLOUD', catalogue, undefined);
      return (entries.get(toCareCloudId(id, path, what)) as object | undefined) ?? null;
    },
  };
}

/** A node with its own request. */
function row(ref: VendorNode['ref'], what: string, facet: string): VendorNode {
  return {
    ref,
    source: 'CARECLOUD',
    requests: 1,
    keyField: `${what}Id`,
    async find(id, { directory }, path) {
      return (await directory.facets.row('CARECLOUD', facet, toCareCloudId(id, path, what))) as object | null;
    },
  };
}

/** CareCloud's nodes other than customers. */
export const careCloudNodes: readonly VendorNode[] = [
  entry(tier, 'tier', 'tiers'),
  entry(segment, 'segment', 'segments'),
  entry(store, 'store', 'stores'),
  row(voucher, 'voucher', 'vouchers'),
  row(purchase, 'purchase', 'purchases'),
];
