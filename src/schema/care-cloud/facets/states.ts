import { builder } from '../../builder.ts';

export const recordState = builder.enumType('CareCloudRecordState', {
  description: 'The state of a CareCloud record.',
  values: {
    DELETED: { description: 'Deleted (CareCloud’s 0).' },
    ACTIVE: { description: 'Active (CareCloud’s 1).' },
    INACTIVE: { description: 'Not active (CareCloud’s 2).' },
  } as const,
});
