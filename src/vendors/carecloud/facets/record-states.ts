import type { CareCloudRecordState } from '../../../customers/model/care-cloud-loyalty.ts';

/** By the vendor's numbers: 0 deleted, 1 active, 2 non active. */
export const RECORD_STATES: readonly CareCloudRecordState[] = ['DELETED', 'ACTIVE', 'INACTIVE'];
