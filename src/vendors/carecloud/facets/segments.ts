import type { FacetArguments, FacetDeclaration } from '../../../customers/facets/facet-source.ts';
import type {
  CareCloudSegment,
  CareCloudSegmentGroup,
} from '../../../customers/model/care-cloud-catalogue.ts';
import type { CareCloudSegmentMembership } from '../../../customers/model/care-cloud-loyalty.ts';
import { perCustomer } from './facet.ts';

/** The assumed size of a group before its catalogue is read. */
const SEGMENTS_IN_A_GROUP = 10;

/**
 * A customer's segments. If segments are named, each one's list of members serves any number of customers; only the
 * catalogue knows how many segments a group has.
 */
export const segmentsDeclaration: FacetDeclaration = {
  ...perCustomer('segments'),
  sharedRequests(valuesIn) {
    const groups = valuesIn('groupTextIds');
    return valuesIn('segmentIds') ?? (groups === null ? null : groups * SEGMENTS_IN_A_GROUP);
  },
};

export interface NamedSegments {
  readonly groupTextIds?: readonly string[];
  readonly segmentIds?: readonly string[];
}

/** The segments that the arguments name; null for all. Pure. */
export function namedSegments(
  { groupTextIds, segmentIds }: NamedSegments,
  segments: ReadonlyMap<string, CareCloudSegment>,
  groups: ReadonlyMap<string, CareCloudSegmentGroup>,
): ReadonlySet<string> | null {
  if (groupTextIds === undefined) return segmentIds === undefined ? null : new Set(segmentIds);
  const inGroups = [...segments.values()].filter(({ groupId }) => {
    const textId = groupId === null ? null : groups.get(groupId)?.textId;
    return textId != null && groupTextIds.includes(textId);
  });
  const ids = inGroups.map(({ segmentId }) => segmentId);
  return new Set(segmentIds === undefined ? ids : ids.filter((id) => segmentIds.includes(id)));
}

/** Whether reading the members of each named segment takes fewer requests than one request per customer. Pure. */
export function readsMembers(
  named: ReadonlySet<string> | null,
  customers: number,
): named is ReadonlySet<string> {
  return named !== null && named.size < customers;
}

export function toNamed(args: FacetArguments): NamedSegments {
  return args as NamedSegments;
}

/** One customer's memberships, from the members of each segment by the segment's id. */
export function membershipsOf(
  customerId: string,
  members: readonly ReadonlyMap<string, CareCloudSegmentMembership>[],
): readonly CareCloudSegmentMembership[] {
  return members.flatMap((each) => each.get(customerId) ?? []);
}
