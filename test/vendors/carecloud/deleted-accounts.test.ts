import { expect, it } from 'vitest';
import { judgeDeleted } from '../../../src/vendors/carecloud/deleted-accounts.ts';

type State = 'DELETED' | 'ACTIVE' | 'INACTIVE' | null;
const page = (states: readonly State[], total: number | null) =>
  ({ records: states.map((state) => ({ own: { state } })), total }) as never;

it.each<[readonly State[], number | null, 'SHOWN' | 'HIDDEN' | null]>([
  [['DELETED', 'ACTIVE'], 2, 'SHOWN'],
  [[null, 'DELETED'], 900, 'SHOWN'],
  [[null, 'ACTIVE'], 900, 'HIDDEN'],
  [[null, null], 2, 'HIDDEN'],
  [[null, null], 900, null],
  [[null, null], null, null],
])('if the list by state begins with %j of %j, deleted accounts are %j', (states, total, expected) => {
  expect(judgeDeleted(page(states, total))).toBe(expected);
});
