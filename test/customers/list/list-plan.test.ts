import { describe, expect, it } from 'vitest';
import {
  dependsOnIdentity,
  type ListPlan,
  NO_CHECKS,
  planList,
} from '../../../src/customers/list/plan/list-plan.ts';
import type { CustomerFilter, OwnFilter } from '../../../src/customers/model/customer-filter.ts';
import type { IdentityKey } from '../../../src/customers/model/source-record.ts';
import { NO_FILTER } from '../support/filters.ts';
import { createMemoryVendors } from '../support/memory-vendors.ts';

const { sources } = createMemoryVendors({ careCloud: [], helpCrunch: [] });
const own = (filters: { CARECLOUD?: OwnFilter; HELPCRUNCH?: OwnFilter }) =>
  new Map(Object.entries(filters)) as CustomerFilter['own'];
const plan = (filter: Partial<CustomerFilter>, identityKeys: readonly IdentityKey[] = ['email']) =>
  planList({ ...NO_FILTER, ...filter }, { sources, identityKeys });

/** `SOURCE(parameters sent) [checks]` per list, one entry per variant. */
function outline({ variants }: ListPlan): readonly (readonly string[])[] {
  return variants.map((lists) =>
    lists.map(({ source, pushDown, checks }) => {
      const asked = pushDown.criteria
        .filter(({ handling }) => handling.startsWith('PUSHED_DOWN'))
        .map(({ criterion }) => criterion);
      const checked = [
        ...Object.keys(checks.shared ?? {}).map((name) => `any ${name}`),
        ...(['updatedAt', 'lastSeenAt'] as const).filter((name) => checks[name] !== undefined),
        ...[...checks.own.keys()].map((name) => `own ${name}`),
        ...checks.inSources.map((name) => `in ${name}`),
        ...checks.notInSources.map((name) => `not in ${name}`),
      ];
      return `${source.name}(${asked.join(' ')}) [${checked.join(', ')}]`;
    }),
  );
}

const PAID = { match: 'ALL', tags: { anyOf: ['Paid'] } } as const;

const SINCE = { gte: 1_593_000_000_000 };

describe('the plan of a list', () => {
  it.each<readonly [string, Partial<CustomerFilter>, readonly string[]]>([
    ['everybody', {}, ['CARECLOUD() []', 'HELPCRUNCH() []']],
    ['an email', { shared: { email: 'a@x.cz' } }, ['CARECLOUD(email) []', 'HELPCRUNCH(email) []']],
    [
      'emails',
      { shared: { emails: ['a@x.cz', 'b@x.cz'] } },
      ['CARECLOUD(emails) []', 'HELPCRUNCH(emails) []'],
    ],
    ['a phone', { shared: { phone: '+420523828931' } }, ['CARECLOUD(phone) []', 'HELPCRUNCH(phone) []']],
    [
      'a first name',
      { shared: { firstName: 'Jan' } },
      ['CARECLOUD(firstName) []', 'HELPCRUNCH(firstName) []'],
    ],
    ['a last name', { shared: { lastName: 'Roe' } }, ['CARECLOUD(lastName) []', 'HELPCRUNCH(lastName) []']],
    [
      'phones',
      { shared: { phones: ['+420523828931', '+420601234567'] } },
      ['CARECLOUD(phones) []', 'HELPCRUNCH(phones) []'],
    ],
    [
      'who changed: profiles only where nobody claims them',
      { updatedAt: SINCE },
      ['CARECLOUD() []', 'HELPCRUNCH(updatedAt) [updatedAt]'],
    ],
    [
      'who changed and has a name: a profile’s person may have an account that says when',
      { shared: { firstName: 'Jan' }, updatedAt: SINCE },
      ['CARECLOUD(firstName) []', 'HELPCRUNCH(firstName) [updatedAt]'],
    ],
    [
      'leads who changed',
      { notInSources: ['CARECLOUD'], updatedAt: SINCE },
      ['HELPCRUNCH(updatedAt) [updatedAt, not in CARECLOUD]'],
    ],
    ['who was seen', { lastSeenAt: SINCE }, ['HELPCRUNCH(lastSeenAt) []']],
    [
      'who was seen and has a name, be it the account’s',
      { shared: { firstName: 'Jan' }, lastSeenAt: SINCE },
      ['HELPCRUNCH(lastSeenAt) [any firstName]'],
    ],
    [
      'who was seen, by whichever profile, and has a tag',
      { own: own({ HELPCRUNCH: PAID }), lastSeenAt: SINCE },
      ['HELPCRUNCH(helpCrunch.tags) [lastSeenAt]'],
    ],
    ['a birthdate', { shared: { birthdate: '1985-02-12' } }, ['CARECLOUD(birthdate) []']],
    ['people in CareCloud', { inSources: ['CARECLOUD'] }, ['CARECLOUD() []']],
    [
      'people in HelpCrunch',
      { inSources: ['HELPCRUNCH'] },
      ['CARECLOUD() [in HELPCRUNCH]', 'HELPCRUNCH() []'],
    ],
    ['people in both', { inSources: ['CARECLOUD', 'HELPCRUNCH'] }, ['CARECLOUD() [in HELPCRUNCH]']],
    ['leads', { notInSources: ['CARECLOUD'] }, ['HELPCRUNCH() [not in CARECLOUD]']],
    ['members who never chatted', { notInSources: ['HELPCRUNCH'] }, ['CARECLOUD() [not in HELPCRUNCH]']],
    [
      'leads twice in the filter',
      { inSources: ['HELPCRUNCH'], notInSources: ['CARECLOUD'] },
      ['HELPCRUNCH() [not in CARECLOUD]'],
    ],
    [
      'CareCloud criteria',
      { own: own({ CARECLOUD: { customerIds: ['a1'] } }) },
      ['CARECLOUD(careCloud.customerIds) []'],
    ],
    ['HelpCrunch criteria', { own: own({ HELPCRUNCH: PAID }) }, ['HELPCRUNCH(helpCrunch.tags) []']],
    [
      'CareCloud and shared criteria: a profile may satisfy the latter',
      { shared: { firstName: 'Jan' }, own: own({ CARECLOUD: { customerIds: ['a1'] } }) },
      ['CARECLOUD(firstName careCloud.customerIds) []', 'HELPCRUNCH(firstName) [own CARECLOUD]'],
    ],
    [
      'HelpCrunch and shared criteria: any record may satisfy the latter',
      { shared: { firstName: 'Jan' }, own: own({ HELPCRUNCH: PAID }) },
      ['HELPCRUNCH(helpCrunch.tags) [any firstName]'],
    ],
    [
      'HelpCrunch criteria and an email, which all records of a customer have alike',
      { shared: { email: 'a@x.cz' }, own: own({ HELPCRUNCH: PAID }) },
      ['HELPCRUNCH(email helpCrunch.tags) [any email]'],
    ],
    [
      'HelpCrunch criteria of members',
      { inSources: ['CARECLOUD'], own: own({ HELPCRUNCH: PAID }) },
      ['HELPCRUNCH(helpCrunch.tags) [in CARECLOUD]'],
    ],
    [
      'a shared criterion of members: a profile may satisfy it',
      { inSources: ['CARECLOUD'], shared: { firstName: 'Jan' } },
      ['CARECLOUD(firstName) []', 'HELPCRUNCH(firstName) [in CARECLOUD]'],
    ],
  ])('for %s', (_people, filter, lists) => {
    expect(outline(plan(filter))).toEqual([lists]);
  });

  it('drives criteria of both sources by either list and checks the other', () => {
    const both = plan({ own: own({ CARECLOUD: { customerIds: ['a1'] }, HELPCRUNCH: PAID }) });

    expect(outline(both)).toEqual([
      ['CARECLOUD(careCloud.customerIds) [own HELPCRUNCH]'],
      ['HELPCRUNCH(helpCrunch.tags) [own CARECLOUD]'],
    ]);
  });

  it('drives by last visits, or by CareCloud criteria', () => {
    const filter = { own: own({ CARECLOUD: { customerIds: ['a1'] } }), lastSeenAt: SINCE };

    expect(outline(plan(filter))).toEqual([
      ['CARECLOUD(careCloud.customerIds) [lastSeenAt]'],
      ['HELPCRUNCH(lastSeenAt) [own CARECLOUD]'],
    ]);
  });

  it('leaves shared criteria to any record if one list drives', () => {
    const filter = {
      shared: { firstName: 'Jan' },
      own: own({ CARECLOUD: { customerIds: ['a1'] }, HELPCRUNCH: PAID }),
    };

    expect(outline(plan(filter))).toEqual([
      ['CARECLOUD(careCloud.customerIds) [any firstName, own HELPCRUNCH]'],
      ['HELPCRUNCH(helpCrunch.tags) [any firstName, own CARECLOUD]'],
    ]);
  });

  it('does not require an email of a record if another record of the same customer may have it, unless only email joins them', () => {
    const filter = { shared: { email: 'a@x.cz' }, own: own({ HELPCRUNCH: PAID }) };

    expect(outline(plan(filter, ['email', 'userId']))).toEqual([['HELPCRUNCH(helpCrunch.tags) [any email]']]);
    expect(outline(plan(filter, ['phone']))).toEqual([['HELPCRUNCH(helpCrunch.tags) [any email]']]);
  });

  it.each<readonly [string, Partial<CustomerFilter>]>([
    ['in and not in a source', { inSources: ['CARECLOUD'], notInSources: ['CARECLOUD'] }],
    ['in no source', { notInSources: ['CARECLOUD', 'HELPCRUNCH'] }],
    [
      'criteria of a source they are not in',
      { notInSources: ['HELPCRUNCH'], own: own({ HELPCRUNCH: PAID }) },
    ],
    ['any of no emails', { shared: { emails: [] } }],
    ['any of no phones', { shared: { phones: [] } }],
    ['changed in an empty range', { updatedAt: { gt: 5, lt: 6 } }],
    ['seen by a source they are not in', { notInSources: ['HELPCRUNCH'], lastSeenAt: SINCE }],
    ['any of no ids', { own: own({ CARECLOUD: { customerIds: [] } }) }],
    ['any of no tags', { own: own({ HELPCRUNCH: { match: 'ALL', tags: { anyOf: [] } } }) }],
    [
      'any of no tags, and CareCloud criteria',
      { own: own({ CARECLOUD: { firstName: 'Jan' }, HELPCRUNCH: { match: 'ALL', tags: { anyOf: [] } } }) },
    ],
    ['two emails at once', { shared: { email: 'a@x.cz', emails: ['b@x.cz'] } }],
    ['a birthdate without CareCloud', { shared: { birthdate: '1985-02-12' }, notInSources: ['CARECLOUD'] }],
    ['in a source that is not configured', { inSources: ['ELSEWHERE'] }],
  ])('has no list for %s, and states why', (_people, filter) => {
    const { variants, skipped } = plan(filter);

    expect(variants).toEqual([[]]);
    expect([...skipped.keys()].sort()).toEqual(['CARECLOUD', 'HELPCRUNCH']);
    for (const reason of skipped.values()) expect(reason).not.toBe('');
  });

  it('checks nothing for people not in a source that is not configured: there is none', () => {
    expect(outline(plan({ notInSources: ['ELSEWHERE'] }))).toEqual([['CARECLOUD() []', 'HELPCRUNCH() []']]);
    const alone = planList(
      { ...NO_FILTER, notInSources: ['CARECLOUD'] },
      { sources: sources.filter(({ name }) => name === 'HELPCRUNCH'), identityKeys: ['email'] },
    );
    expect(outline(alone)).toEqual([['HELPCRUNCH() []']]);
  });

  it('states why a source is skipped', () => {
    const reasons = (filter: Partial<CustomerFilter>) => Object.fromEntries(plan(filter).skipped);

    expect(reasons({})).toEqual({});
    expect(reasons({ notInSources: ['CARECLOUD'] })).toEqual({
      CARECLOUD: 'the filter excludes its people',
    });
    expect(reasons({ own: own({ HELPCRUNCH: PAID }) })).toEqual({
      CARECLOUD: 'people are listed where the criteria of the filter are known',
    });
    expect(reasons({ shared: { birthdate: '1985-02-12' } })).toEqual({
      HELPCRUNCH: 'none of its records can satisfy the filter',
    });
  });
});

describe('a list', () => {
  it('depends on identity if the filter is about known sources, or about several sources', () => {
    expect(dependsOnIdentity(NO_CHECKS, 'CARECLOUD')).toBe(false);
    expect(dependsOnIdentity({ ...NO_CHECKS, inSources: ['HELPCRUNCH'] }, 'CARECLOUD')).toBe(false);
    expect(dependsOnIdentity({ ...NO_CHECKS, inSources: ['CARECLOUD'] }, 'CARECLOUD')).toBe(true);
    expect(dependsOnIdentity({ ...NO_CHECKS, notInSources: ['CARECLOUD'] }, 'CARECLOUD')).toBe(true);
    expect(dependsOnIdentity({ ...NO_CHECKS, own: own({ CARECLOUD: {} }) }, 'CARECLOUD')).toBe(true);
  });
});
