import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  CareCloudCustomer,
  CareCloudCustomerFilter,
} from '../../../../src/customers/model/care-cloud-customer.ts';
import {
  type Demand,
  NO_DEMAND,
  type SharedCriteria,
} from '../../../../src/customers/model/customer-filter.ts';
import { matchesDemand, planDemand } from '../../../../src/vendors/carecloud/criteria/filter.ts';
import {
  invisible,
  planOwnFilter,
  toOwnQuery,
} from '../../../../src/vendors/carecloud/criteria/own-filter.ts';
import { toRecord } from '../../../../src/vendors/carecloud/record.ts';
import type { CustomersFilter } from '../../../../src/vendors/carecloud/wire/wire.ts';
import { account } from '../support/care-cloud.ts';

const demand = (shared: SharedCriteria, own: CareCloudCustomerFilter | null = null): Demand => ({
  shared,
  own,
});
const queriesFor = (shared: SharedCriteria, own: CareCloudCustomerFilter | null = null, batch = 100) =>
  planDemand(demand(shared, own), batch).filters;
const elevenPhones = Array.from({ length: 11 }, (_, index) => `+4206012345${index + 10}`);
/** `criterion: handling parameter`, as in a plan. */
const readPlan = (shared: SharedCriteria, own: CareCloudCustomerFilter | null = null, batch = 100) =>
  planDemand(demand(shared, own), batch).criteria.map(({ criterion, handling, parameter }) =>
    [criterion, handling, parameter].filter(Boolean).join(' '),
  );

describe('the queries of a demand', () => {
  it.each<[string, SharedCriteria, CareCloudCustomerFilter | null, readonly (CustomersFilter | null)[]]>([
    ['nothing: the whole list', {}, null, [null]],
    ['an own filter without criteria: the whole list', {}, {}, [null]],
    ['a lower-case email', { email: 'a@x.cz' }, null, [{ email: 'a@x.cz' }]],
    [
      'an email with capitals, in both spellings',
      { email: ' A@x.cz ' },
      null,
      [{ email_list: ['A@x.cz', 'a@x.cz'] }],
    ],
    [
      'emails, once each',
      { emails: ['a@x', 'B@x', 'b@x', 'a@x'] },
      null,
      [{ email_list: ['a@x', 'B@x', 'b@x'] }],
    ],
    ['one email in a list', { emails: ['a@x'] }, null, [{ email_list: ['a@x'] }]],
    ['a phone as digits', { phone: '+420523828931' }, null, [{ phone: '420523828931' }]],
    [
      'a few phones, a query each',
      { phones: ['+420523828931', '+420601234567', '+420523828931'] },
      null,
      [{ phone: '420523828931' }, { phone: '420601234567' }],
    ],
    [
      'one phone among phones',
      { phone: '+420523828931', phones: ['+420523828931', '+420601234567'] },
      null,
      [{ phone: '420523828931' }],
    ],
    ['no phones: nothing', { phones: [] }, null, []],
    ['more phones than queries are worth: the whole list', { phones: elevenPhones }, null, [null]],
    [
      'phones with an email: the email alone',
      { email: 'a@x.cz', phones: ['+420523828931', '+420601234567'] },
      null,
      [{ email: 'a@x.cz' }],
    ],
    ['names', { firstName: ' Jan ', lastName: 'Novák' }, null, [{ first_name: 'Jan', last_name: 'Novák' }]],
    ['a birthdate', { birthdate: '1985-02-12' }, null, [{ birthdate: '1985-02-12' }]],
    ['a customer source', {}, { customerSourceId: 's' }, [{ customer_source_id: 's' }]],
    ['ids', {}, { customerIds: ['1', '2', '1'] }, [{ customer_ids: ['1', '2'] }]],
    [
      'everything at once, in one query',
      { email: 'a@x', phone: '+420523828931', firstName: 'A', lastName: 'B', birthdate: '1985-02-12' },
      { customerSourceId: 's', customerIds: ['1'] },
      [
        {
          email: 'a@x',
          phone: '420523828931',
          first_name: 'A',
          last_name: 'B',
          birthdate: '1985-02-12',
          customer_source_id: 's',
          customer_ids: ['1'],
        },
      ],
    ],
    [
      'shared and own criteria that say the same, once',
      { firstName: 'Jan' },
      { firstName: 'JAN' },
      [{ first_name: 'Jan' }],
    ],
    ['also phones', { phone: '+420523828931' }, { phone: '420523828931' }, [{ phone: '420523828931' }]],
    ['an email among emails', { email: 'B@x' }, { emails: ['a@x', 'b@x'] }, [{ email_list: ['B@x', 'b@x'] }]],
    [
      'emails that both lists allow',
      { emails: ['a@x', 'b@x'] },
      { emails: ['b@x', 'c@x'] },
      [{ email_list: ['b@x'] }],
    ],
    ['the same email twice', { email: 'a@x' }, { email: 'a@x' }, [{ email: 'a@x' }]],
    ['contradictory names: none', { firstName: 'Jan' }, { firstName: 'Eva' }, []],
    ['contradictory phones: none', { phone: '+420523828931' }, { phone: '420523828932' }, []],
    ['contradictory birthdates: none', { birthdate: '1985-02-12' }, { birthdate: '1985-02-13' }, []],
    ['contradictory emails: none', { email: 'a@x' }, { emails: ['b@x', 'c@x'] }, []],
    ['an empty list of emails: none', { emails: [] }, { firstName: 'Jan' }, []],
    ['an empty list of ids: none', {}, { customerIds: [] }, []],
  ])('%s', (_what, shared, own, queries) => {
    expect(queriesFor(shared, own)).toEqual(queries);
  });

  it('are one per batch of values, with both spellings of an email together', () => {
    expect(queriesFor({ emails: ['a@x', 'B@x', 'c@x', 'D@x'], firstName: 'Jan' }, null, 3)).toEqual([
      { first_name: 'Jan', email_list: ['a@x', 'B@x', 'b@x'] },
      { first_name: 'Jan', email_list: ['c@x', 'D@x', 'd@x'] },
    ]);
    expect(queriesFor({ email: 'A@x' }, null, 1)).toEqual([{ email_list: ['A@x', 'a@x'] }]);
    expect(queriesFor({}, { customerIds: ['1', '2', '3'] }, 2)).toEqual([
      { customer_ids: ['1', '2'] },
      { customer_ids: ['3'] },
    ]);
  });

  it('split ids rather than emails if both are many', () => {
    const emails = ['a@x', 'b@x', 'c@x'];
    const customerIds = ['1', '2', '3'];
    expect(queriesFor({ emails }, { customerIds }, 2)).toEqual([
      { customer_ids: ['1', '2'] },
      { customer_ids: ['3'] },
    ]);
    expect(readPlan({ emails }, { customerIds }, 2)).toEqual([
      'emails RESIDUAL',
      'careCloud.customerIds PUSHED_DOWN customer_ids[]',
    ]);
    expect(queriesFor({ emails }, { customerIds }, 3)).toEqual([
      { email_list: emails, customer_ids: customerIds },
    ]);
  });
});

describe('the plan', () => {
  it('states how each criterion is handled', () => {
    expect(
      readPlan(
        { email: 'A@x', phone: '+420523828931', firstName: 'A', lastName: 'B', birthdate: '1985-02-12' },
        { email: 'a@x', customerSourceId: 's', customerIds: ['1'] },
      ),
    ).toEqual([
      'email PUSHED_DOWN_AND_RECHECKED email_list[]',
      'careCloud.email PUSHED_DOWN_AND_RECHECKED email_list[]',
      'phone PUSHED_DOWN_AND_RECHECKED phone',
      'firstName PUSHED_DOWN_AND_RECHECKED first_name',
      'lastName PUSHED_DOWN_AND_RECHECKED last_name',
      'birthdate PUSHED_DOWN_AND_RECHECKED birthdate',
      'careCloud.customerSourceId PUSHED_DOWN customer_source_id',
      'careCloud.customerIds PUSHED_DOWN customer_ids[]',
    ]);
    expect(readPlan({ firstName: 'Jan' }, { firstName: 'Eva', customerIds: ['1'] })).toEqual([
      'firstName IMPOSSIBLE',
      'careCloud.firstName IMPOSSIBLE',
      'careCloud.customerIds PUSHED_DOWN customer_ids[]',
    ]);
    expect(readPlan({ email: 'a@x' })).toEqual(['email PUSHED_DOWN_AND_RECHECKED email']);
    expect(readPlan({})).toEqual([]);
  });

  it.each<[boolean, SharedCriteria, CareCloudCustomerFilter | null]>([
    [true, {}, null],
    [true, {}, { customerIds: ['1'] }],
    [true, {}, { customerSourceId: 's', customerIds: ['1'] }],
    [false, { email: 'a@x' }, null],
    [false, {}, { customerIds: ['1'], lastName: 'x' }],
    [false, { birthdate: '1985-02-12' }, null],
  ])('is exact (%s) for %j and %j', (exact, shared, own) => {
    expect(planDemand(demand(shared, own), 100).exact).toBe(exact);
  });

  it('is readable without revealing a value', () => {
    const { criteria } = planDemand(demand({ email: 'secret@x' }, { customerIds: ['secret'] }), 100);
    expect(JSON.stringify(criteria)).not.toContain('secret');
  });
});

describe('an account', () => {
  const record = toRecord(
    account({
      customerId: '1',
      firstName: 'Jan  Karel ',
      lastName: 'NOVÁK',
      email: 'Jan@X.cz',
      phone: '420523828931',
      birthdate: '1985-02-12',
    }),
  );
  const nobody = toRecord(account({ customerId: '2' }));

  it.each<[boolean, SharedCriteria, CareCloudCustomerFilter | null]>([
    [true, {}, null],
    [true, { email: 'jan@x.cz', firstName: 'jan karel', lastName: 'novák' }, null],
    [true, { phone: '+420523828931', birthdate: '1985-02-12' }, { phone: '420523828931' }],
    [true, { emails: ['other@x', 'JAN@x.cz'] }, { customerIds: ['3', '1'] }],
    [true, {}, { customerSourceId: 'only the vendor knows' }],
    [false, { firstName: 'Jan' }, null],
    [false, { email: 'jan@x' }, null],
    [false, { emails: [] }, null],
    [false, { phone: '+420523828932' }, null],
    [false, { birthdate: '1985-02-13' }, null],
    [false, {}, { customerIds: [] }],
    [false, {}, { customerIds: ['11'] }],
    [false, { firstName: 'jan karel' }, { firstName: 'eva' }],
  ])('matches (%s) %j with %j', (expected, shared, own) => {
    expect(matchesDemand(record, demand(shared, own))).toBe(expected);
  });

  it.each<SharedCriteria>([
    { email: 'a@x' },
    { phone: '+420523828931' },
    { firstName: 'Jan' },
    { lastName: 'x' },
    { birthdate: '1985-02-12' },
  ])('without a value does not match %j', (shared) => {
    expect(matchesDemand(nobody, demand(shared))).toBe(false);
    expect(matchesDemand(nobody, NO_DEMAND)).toBe(true);
  });

  it('shows everything except its customer source', () => {
    expect(invisible({ customerSourceId: 's', email: 'a@x' })).toEqual({ customerSourceId: 's' });
    expect(invisible({ email: 'a@x' })).toBeNull();
  });
});

describe('any demand', () => {
  const EMAILS = ['a@x', 'A@x', 'b@x', 'B@X', 'c@x', 'd@x'];
  const NAMES = ['Jan', 'JAN', 'Eva'];
  const IDS = ['1', '2', '3', '4', '5'];
  const email = fc.constantFrom(...EMAILS);
  const name = fc.constantFrom(...NAMES);
  const emails = fc.array(email, { maxLength: 6 });
  const customerIds = fc.array(fc.constantFrom(...IDS), { maxLength: 5 });
  const shared = fc.record({ email, emails, firstName: name }, { requiredKeys: [] });
  const own = fc.record({ email, emails, firstName: name, customerIds }, { requiredKeys: [] });

  /** Every possible account. */
  const accounts = IDS.flatMap((customerId) =>
    [null, ...EMAILS].flatMap((address) =>
      [null, ...NAMES].map((firstName) => toRecord(account({ customerId, email: address, firstName }))),
    ),
  );

  /** The vendor under the strictest assumptions: emails and ids compared exactly, names ignoring letter case. */
  function vendorFinds(query: CustomersFilter | null, row: CareCloudCustomer): boolean {
    const { email: one, email_list: many, first_name: first, customer_ids: ids } = query ?? {};
    return (
      (one === undefined || row.email === one) &&
      (many === undefined || many.includes(row.email ?? '')) &&
      (first === undefined || row.firstName?.toLowerCase() === first.toLowerCase()) &&
      (ids === undefined || ids.includes(row.customerId))
    );
  }

  it('has one query for every matching account with the given or lower-case spelling, and assigns it to it', () => {
    fc.assert(
      fc.property(shared, own, fc.integer({ min: 1, max: 4 }), (criteria, filter, batch) => {
        const wanted = demand(criteria, filter);
        const { filters, ownerOf } = planDemand(wanted, batch);
        const given = [criteria.email, filter.email, ...(criteria.emails ?? []), ...(filter.emails ?? [])];
        const isReachable = ({ email: address }: CareCloudCustomer) =>
          address === null ||
          address === address.toLowerCase() ||
          given.includes(address) ||
          given.every((text) => text === undefined);
        for (const row of accounts.filter((any) => matchesDemand(any, wanted) && isReachable(any.own))) {
          const finding = filters.map((query) => vendorFinds(query as CustomersFilter | null, row.own));
          expect(finding[ownerOf?.(row) ?? 0]).toBe(true);
          expect(finding.filter(Boolean)).toHaveLength(1);
        }
        if (filters.length > 1) expect(ownerOf).toBeDefined();
        if (filters.length === 0) expect(accounts.some((row) => matchesDemand(row, wanted))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('sends no more values at once than a batch, or one email’s spellings', () => {
    fc.assert(
      fc.property(shared, own, fc.integer({ min: 1, max: 4 }), (criteria, filter, batch) => {
        for (const query of planDemand(demand(criteria, filter), batch).filters as CustomersFilter[]) {
          expect(query?.customer_ids?.length ?? 0).toBeLessThanOrEqual(batch);
          const emails = query?.email_list ?? [];
          const people = new Set(emails.map((text) => text.toLowerCase())).size;
          expect(emails.length <= batch || people === 1).toBe(true);
          expect(new Set(emails).size).toBe(emails.length);
        }
      }),
    );
  });
});

describe('the vendor’s own filter', () => {
  it('is sent unchanged', () => {
    const filter = {
      email: ' A@x',
      emails: ['B@x', 'b@x', 'B@x'],
      phone: '420523828931',
      firstName: ' Jan ',
      lastName: 'N',
      birthdate: '1985-02-12',
      customerSourceId: 's',
      customerIds: ['1', '1'],
    };
    const query = {
      email: ' A@x',
      email_list: ['B@x', 'b@x', 'B@x'],
      phone: '420523828931',
      first_name: ' Jan ',
      last_name: 'N',
      birthdate: '1985-02-12',
      customer_source_id: 's',
      customer_ids: ['1', '1'],
    };
    expect(toOwnQuery(filter)).toEqual(query);
    expect(planOwnFilter(filter)).toEqual({
      filters: [query],
      exact: true,
      criteria: [
        { criterion: 'email', handling: 'PUSHED_DOWN', parameter: 'email' },
        { criterion: 'emails', handling: 'PUSHED_DOWN', parameter: 'email_list[]' },
        { criterion: 'phone', handling: 'PUSHED_DOWN', parameter: 'phone' },
        { criterion: 'firstName', handling: 'PUSHED_DOWN', parameter: 'first_name' },
        { criterion: 'lastName', handling: 'PUSHED_DOWN', parameter: 'last_name' },
        { criterion: 'birthdate', handling: 'PUSHED_DOWN', parameter: 'birthdate' },
        { criterion: 'customerSourceId', handling: 'PUSHED_DOWN', parameter: 'customer_source_id' },
        { criterion: 'customerIds', handling: 'PUSHED_DOWN', parameter: 'customer_ids[]' },
      ],
    });
  });

  it('is never split', () => {
    const emails = Array.from({ length: 1000 }, (_, index) => `p${index}@x`);
    expect(planOwnFilter({ emails }).filters).toEqual([{ email_list: emails }]);
  });

  it('requests the whole list if it is empty, and nothing if one of its lists is', () => {
    expect(planOwnFilter(null)).toEqual({ filters: [null], exact: true, criteria: [] });
    expect(planOwnFilter({}).filters).toEqual([null]);
    expect(planOwnFilter({ emails: [], firstName: 'x' }).filters).toEqual([]);
    expect(planOwnFilter({ customerIds: [] }).criteria).toEqual([
      { criterion: 'customerIds', handling: 'IMPOSSIBLE' },
    ]);
  });
});
