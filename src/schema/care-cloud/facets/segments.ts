import type {
  CareCloudSegment,
  CareCloudSegmentGroup,
} from '../../../customers/model/care-cloud-catalogue.ts';
import type { CareCloudSegmentMembership } from '../../../customers/model/care-cloud-loyalty.ts';
import { builder } from '../../builder.ts';
import { encodeGlobalId } from '../../shared/global-id.ts';
import { nodeInterface } from '../../shared/node-interface.ts';
import { entryOf, type Shown } from './texts.ts';

export const segmentGroup = builder.objectRef<CareCloudSegmentGroup>('CareCloudSegmentGroup').implement({
  description: 'A group of segments, such as badges.',
  fields: (t) => ({
    groupId: t.exposeID('groupId', { nullable: false, description: 'CareCloud’s id of the group.' }),
    textId: t.exposeString('textId', {
      nullable: true,
      description: 'A stable name for programs, e.g. `"rfm_badges"`.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'Name, e.g. `"RFM Badges"`.' }),
    parentGroupId: t.exposeID('parentGroupId', {
      nullable: true,
      description: 'The group it belongs to; null at the top.',
    }),
    note: t.exposeString('note', { nullable: true, description: 'Description.' }),
  }),
});

export const segment = builder.objectRef<Shown<CareCloudSegment>>('CareCloudSegment').implement({
  description: 'A group of customers, by a rule or by hand.',
  interfaces: [nodeInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Global id of this segment. Good as a cache key.',
      resolve: ({ segmentId }) => encodeGlobalId('CareCloudSegment', segmentId),
    }),
    segmentId: t.exposeID('segmentId', {
      nullable: false,
      description: 'CareCloud’s id of the segment, e.g. `"8bed991c68a470e7aaeffbf048"`.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'Name, e.g. `"Loyal customers"`.' }),
    note: t.exposeString('note', { nullable: true, description: 'Description.' }),
    pictureUrl: t.exposeString('pictureUrl', { nullable: true, description: 'Where its picture is.' }),
    group: t.field({
      type: segmentGroup,
      description: 'The group it is in.',
      resolve: (part, _args, context) => entryOf('segmentGroups', part.groupId, part, context),
    }),
    lastChangeAt: t.expose('lastChangeAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last changed.',
    }),
  }),
});

export const segmentMembership = builder
  .objectRef<Shown<CareCloudSegmentMembership>>('CareCloudSegmentMembership')
  .implement({
    description: 'A customer’s membership in a segment.',
    fields: (t) => ({
      segmentId: t.exposeID('segmentId', {
        nullable: false,
        description: 'CareCloud’s id of the segment.',
      }),
      segment: t.field({
        type: segment,
        description: 'The segment by name; null when CareCloud’s list of segments does not have it.',
        resolve: (member, _args, context) => entryOf('segments', member.segmentId, member, context),
      }),
      since: t.expose('since', { type: 'DateTime', nullable: true, description: 'Since when.' }),
      lastChangeAt: t.expose('lastChangeAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When the membership was last changed.',
      }),
    }),
  });
