import { expect, test } from 'vitest';
import type {
  CareCloudCustomer,
  CareCloudCustomerFilter,
} from '../../../../src/customers/model/care-cloud-customer.ts';
import { matchesDemand, planDemand } from '../../../../src/vendors/carecloud/criteria/filter.ts';
import { planOwnFilter } from '../../../../src/vendors/carecloud/criteria/own-filter.ts';
import { recordChecks } from '../../../../src/vendors/carecloud/criteria/record-checks.ts';

const CUSTOMER = {
  state: 'ACTIVE',
  storeId: 's1',
  consents: [
    { consentId: 'news', value: 'YES', lastChangeAt: null },
    { consentId: 'sms', value: null, lastChangeAt: null },
  ],
} as unknown as CareCloudCustomer;
const NOBODY = { state: null, storeId: null, consents: [] } as unknown as CareCloudCustomer;

test.each<[CareCloudCustomerFilter, customer: boolean, nobody: boolean]>([
  [{}, true, true],
  [{ states: ['ACTIVE', 'DELETED'] }, true, false],
  [{ states: ['INACTIVE'] }, false, false],
  [{ storeIds: ['s2', 's1'] }, true, false],
  [{ storeIds: ['S1'] }, false, false],
  [{ consent: { consentId: 'news', value: 'YES' } }, true, false],
  [{ consent: { consentId: 'news', value: 'NO' } }, false, false],
  [{ consent: { consentId: 'other', value: 'NOT_SET' } }, true, true],
  [{ consent: { consentId: 'sms', value: 'NOT_SET' } }, false, true],
  [{ states: ['ACTIVE'], storeIds: ['s2'] }, false, false],
])('%j holds for the customer: %s, for one without known values: %s', (filter, customer, nobody) => {
  const holds = (who: CareCloudCustomer) => recordChecks(filter).every((check) => check.holds(who));
  expect([holds(CUSTOMER), holds(NOBODY)]).toEqual([customer, nobody]);
  const record = { own: CUSTOMER } as Parameters<typeof matchesDemand>[0];
  expect(matchesDemand(record, { shared: {}, own: filter })).toBe(customer);
});

test('criteria without a parameter are checked here, and an empty list matches nothing', () => {
  const own: CareCloudCustomerFilter = { lastName: 'Nováková', states: ['ACTIVE'] };
  expect(planDemand({ shared: {}, own }, 100)).toEqual({
    filters: [{ last_name: 'Nováková' }],
    exact: false,
    criteria: [
      { criterion: 'careCloud.lastName', handling: 'PUSHED_DOWN_AND_RECHECKED', parameter: 'last_name' },
      { criterion: 'careCloud.states', handling: 'RESIDUAL' },
    ],
  });
  expect(planDemand({ shared: {}, own: { storeIds: [] } }, 100).filters).toEqual([]);
  // In the vendor's own list the vendor's matching of names applies: only the rest is checked.
  expect(planOwnFilter(own)).toMatchObject({ exact: false, residual: { states: ['ACTIVE'] } });
});
