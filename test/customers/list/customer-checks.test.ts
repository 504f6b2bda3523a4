import { describe, expect, it } from 'vitest';
import { checksHold } from '../../../src/customers/list/plan/customer-checks.ts';
import { type CustomerChecks, NO_CHECKS } from '../../../src/customers/list/plan/list-plan.ts';
import { toRecord as toAccount } from '../../../src/vendors/carecloud/record.ts';
import { toRecord as toProfile } from '../../../src/vendors/helpcrunch/record.ts';
import { account } from '../../vendors/carecloud/support/care-cloud.ts';
import { profile } from '../../vendors/helpcrunch/support/profiles.ts';
import { createMemoryVendors } from '../support/memory-vendors.ts';

const [careCloud, helpCrunch] = createMemoryVendors({ careCloud: [], helpCrunch: [] }).sources;
if (careCloud === undefined || helpCrunch === undefined) throw new Error('Expected two sources.');

const ANN = { source: careCloud, record: toAccount(account({ email: 'ann@x.cz', firstName: 'Ann' })) };
const LEAD = {
  source: helpCrunch,
  record: toProfile(profile({ email: 'ann@x.cz', name: 'Anna Red', tags: [{ name: 'Lead', color: null }] })),
};
const isLead: CustomerChecks['own'] = new Map([
  ['HELPCRUNCH', { match: 'ALL' as const, tags: { allOf: ['Lead'] } }],
]);
const isAnn: CustomerChecks['own'] = new Map([['CARECLOUD', { firstName: 'ANN' }]]);

const NONE: Partial<CustomerChecks> = {};

describe('the checks of a list', () => {
  it.each<[string, Partial<CustomerChecks>, readonly boolean[]]>([
    //                                                            [account only, profile only, both]
    ['nothing', NONE, [true, true, true]],
    ['known to CareCloud', { inSources: ['CARECLOUD'] }, [true, false, true]],
    ['known to both', { inSources: ['CARECLOUD', 'HELPCRUNCH'] }, [false, false, true]],
    ['not known to HelpCrunch', { notInSources: ['HELPCRUNCH'] }, [true, false, false]],
    ['a criterion of HelpCrunch', { own: isLead }, [false, true, true]],
    ['criteria of both', { own: new Map([...isLead, ...isAnn]) }, [false, false, true]],
    ['shared, held by the account', { shared: { firstName: 'ann' } }, [true, false, true]],
    ['shared, held by the profile', { shared: { lastName: 'red' } }, [false, true, true]],
    [
      'shared, held by one record each',
      { shared: { firstName: 'ann', lastName: 'red' } },
      [false, false, false],
    ],
    ['shared and own', { shared: { email: 'ANN@x.cz' }, own: isLead }, [false, true, true]],
  ])('hold, with the criteria %s, for account, profile, both: %j → %j', (_, checks, expected) => {
    const holds = [[ANN], [LEAD], [ANN, LEAD]].map((records) =>
      checksHold(
        { ...NO_CHECKS, ...checks },
        { records, isKnownTo: (name) => records.some(({ source }) => source.name === name) },
      ),
    );

    expect(holds).toEqual(expected);
  });
});
