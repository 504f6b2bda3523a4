import { describe, expect, it, onTestFinished } from 'vitest';
import type { CustomerSource, PushDown } from '../../../src/customers/customer-source.ts';
import type { Demand } from '../../../src/customers/model/customer-filter.ts';
import type { HelpCrunchCustomer } from '../../../src/customers/model/help-crunch-customer.ts';
import { isWorthless } from '../../../src/customers/model/identity-keys.ts';
import type { SourceRecord } from '../../../src/customers/model/source-record.ts';
import type { HelpCrunchCustomerWire } from '../../../src/sandbox/helpcrunch/wire.ts';
import { type SandboxOptions, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import type { HelpCrunchSourceOptions } from '../../../src/vendors/helpcrunch/source.ts';
import { openSourceAt, testCall } from './support/help-crunch.ts';

/** Against the simulated vendor, written independently from the same documents. */
async function open(options: SandboxOptions = {}, sourceOptions: Partial<HelpCrunchSourceOptions> = {}) {
  const sandbox = await startSandbox({ people: 450, helpCrunchRequestsPerMinute: null, ...options });
  onTestFinished(() => sandbox.close());
  const { baseUrl, apiKey, rows, requests } = sandbox.helpCrunch;
  return { ...openSourceAt(baseUrl, { apiKey, ...sourceOptions }), sandbox, rows, requests };
}

type Source = CustomerSource<HelpCrunchCustomer>;
type Profile = SourceRecord<HelpCrunchCustomer>;

const FIRST_SEEN = { field: 'FIRST_SEEN', direction: 'ASC' } as const;

/** All profiles of a plan: each leg read to its end, checked and assigned as the plan says. */
async function readAll(source: Source, plan: PushDown, demand: Demand): Promise<readonly string[]> {
  const listed: Profile[] = [];
  for (const [leg, filter] of plan.filters.entries()) {
    for (let offset = 0; ; offset += 100) {
      const query = { filter, order: FIRST_SEEN };
      const { records, total } = await source.list(query, { offset, limit: 100 }, testCall());
      listed.push(
        ...(records as readonly Profile[]).filter(
          (record) =>
            plan.exact || (source.matches(record, demand) && (plan.ownerOf?.(record) ?? leg) === leg),
        ),
      );
      if (offset + 100 >= (total ?? 0)) break;
    }
  }
  return listed.map(({ id }) => id).sort();
}

const lower = (text: string | null) => text?.toLowerCase() ?? null;
const tagged = (row: HelpCrunchCustomerWire, name: string) =>
  row.tags.some((tag) => lower(tag.name) === lower(name));

/**
 * A demand, and the profiles that satisfy it in the simulated vendor's own rows. Values are taken from an existing row.
 */
type Case = readonly [
  what: string,
  demand: (example: HelpCrunchCustomerWire) => Demand,
  holds: (row: HelpCrunchCustomerWire, example: HelpCrunchCustomerWire) => boolean,
];
const own = (filter: object): Demand => ({ shared: {}, own: { match: 'ALL', ...filter } as never });
const nameOf = (row: HelpCrunchCustomerWire) => row.name?.trim().split(/\s+/) ?? [];

const CASES: readonly Case[] = [
  ['nothing', () => ({ shared: {}, own: null }), () => true],
  [
    'an email in other letters',
    (one) => ({ shared: { email: one.email?.toUpperCase() ?? '' }, own: null }),
    (row, one) => lower(row.email) === lower(one.email),
  ],
  [
    'a first name',
    (one) => ({ shared: { firstName: lower(nameOf(one)[0] ?? '') ?? '' }, own: null }),
    (row, one) => lower(nameOf(row)[0] ?? '') === lower(nameOf(one)[0] ?? ''),
  ],
  [
    'a last name with a country',
    (one) => ({
      ...own({ countryCode: { in: ['CZ', 'SK'] } }),
      shared: { lastName: nameOf(one).slice(1).join(' ') },
    }),
    (row, one) =>
      ['cz', 'sk'].includes(lower(row.location.countryCode) ?? '') &&
      lower(nameOf(row).slice(1).join(' ')) === lower(nameOf(one).slice(1).join(' ')),
  ],
  ['a range of ids', (one) => own({ id: { gt: String(one.id) } }), (row, one) => row.id > one.id],
  [
    'a range of last visits between two seconds',
    (one) =>
      own({ lastSeen: { gt: (one.lastSeen ?? 0) * 1000 - 500, lt: (one.lastSeen ?? 0) * 1000 + 500 } }),
    (row, one) => row.lastSeen === one.lastSeen,
  ],
  [
    'tags and country, split',
    (one) => own({ tags: { anyOf: ['Lead', 'direct', one.tags[0]?.name] }, countryCode: { eq: 'CZ' } }),
    (row, one) =>
      lower(row.location.countryCode) === 'cz' &&
      ['Lead', 'direct', one.tags[0]?.name ?? ''].some((name) => tagged(row, name)),
  ],
  [
    'several under ANY',
    (one) =>
      own({
        match: 'ANY',
        id: { in: [String(one.id), '4994'] },
        name: { contains: 'ov' },
        email: { notContains: '@' },
      }),
    (row, one) =>
      [one.id, 4994].includes(row.id) ||
      lower(row.name)?.includes('ov') === true ||
      row.email?.includes('@') !== true,
  ],
];

describe.each(['OLD', 'NEW'] as const)('HelpCrunch, simulated in the %s shape', (helpCrunchShape) => {
  it.each([
    'FIRST_SEEN',
    'LAST_SEEN',
  ] as const)('lists all profiles by %s, and everything decodes', async (field) => {
    const { source, rows, undecodable } = await open({
      helpCrunchShape,
      metaTotal: helpCrunchShape === 'NEW',
    });
    const ascending: Profile[] = [];
    for (let offset = 0; offset < rows.length; offset += 100) {
      const query = { filter: null, order: { field, direction: 'ASC' } as const };
      const page = await source.list(query, { offset, limit: 100 }, testCall());
      expect(page.total).toBe(rows.length);
      ascending.push(...(page.records as readonly Profile[]));
    }
    expect(new Set(ascending.map(({ id }) => id)).size).toBe(rows.length);
    const keys = ascending.map((record) => source.sortKey(record, field) as number | null);
    expect(keys).toEqual([...keys].sort((left, right) => (left ?? -1) - (right ?? -1)));
    expect(undecodable).toEqual([]);
  });

  it.each(CASES)('finds exactly the profiles that satisfy %s', async (_what, demand, holds) => {
    const { source, rows } = await open({ helpCrunchShape });
    const example = rows.find(
      (row) =>
        row.email &&
        row.lastSeen &&
        row.tags.length > 0 &&
        row.location.countryCode === 'CZ' &&
        nameOf(row).length > 1,
    );
    if (example === undefined) throw new Error('the simulated data has no such row any more');
    const asked = demand(example);
    const expected = rows.filter((row) => holds(row, example)).map((row) => String(row.id));
    expect(expected.length).toBeGreaterThan(0);
    expect(await readAll(source, source.plan(asked), asked)).toEqual(expected.sort());
  });

  it('looks up a page of customers by email in one request', async () => {
    const { source, rows, requests } = await open({ helpCrunchShape });
    const known = rows.flatMap((row) => (isWorthless(row.email ?? '') ? [] : [lower(row.email) ?? '']));
    const emails = [...new Set(known)].slice(0, 100);
    const found = await source.lookUp(
      emails.map((value) => ({ kind: 'email', value })),
      testCall(),
    );
    for (const [index, email] of emails.entries()) {
      const expected = rows.filter((row) => lower(row.email) === email).map((row) => String(row.id));
      expect(found[index]?.map(({ id }) => id).sort()).toEqual(expected.sort());
    }
    expect(requests.filter((request) => request.path === '/customers/search').length).toBeLessThanOrEqual(2);
  });

  it('looks up phones in any notation', async () => {
    const { source, rows } = await open({ helpCrunchShape });
    const sample = await source.list(
      { filter: null, order: FIRST_SEEN },
      { offset: 0, limit: 100 },
      testCall(),
    );
    const phones = sample.records.flatMap(({ person }) => person.phone ?? []).slice(0, 20);
    expect(phones.length).toBeGreaterThan(5);
    const found = await source.lookUp(
      phones.map((value) => ({ kind: 'phone', value })),
      testCall(),
    );
    for (const [index, phone] of phones.entries()) {
      const digits = phone.slice(1);
      const written = rows.filter((row) => row.phone?.replace(/\D/g, '').replace(/^00/, '') === digits);
      expect(found[index]?.map(({ id }) => id)).toEqual(
        expect.arrayContaining(written.map(({ id }) => String(id))),
      );
    }
  });

  it('finds the customers of the vendor’s own page', async () => {
    const { source, requests } = await open({ helpCrunchShape });
    const [[vlad], [nobody]] = (await Promise.all([
      source.lookUp([{ kind: 'id', value: '7831682' }], testCall()).then(([records]) => records),
      source.lookUp([{ kind: 'id', value: '1' }], testCall()).then(([records]) => records),
    ])) as [Profile[], Profile[]];
    expect(vlad?.own).toMatchObject({
      name: 'Vlad Darkula',
      lastSeenAt: 1593093642000,
      blocked: true,
      location: { regionCode: '40', countryCode: 'RO', city: 'Cluj-Napoca' },
    });
    expect(vlad?.own.customData[0]).toEqual({ property: 'Role', value: 'agent' });
    expect(nobody).toBeUndefined();
    expect(requests.map(({ path }) => path).sort()).toEqual(['/customers/1', '/customers/7831682']);
  });

  it('refuses a wrong key', async () => {
    const { source } = await open({ helpCrunchShape }, { apiKey: 'wrong' });
    const listed = source.list({ filter: null, order: FIRST_SEEN }, { offset: 0, limit: 1 }, testCall());
    await expect(listed).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED', source: 'HELPCRUNCH' });
  });

  it('receives smaller searches once it has refused a large one', async () => {
    const { source, rows, requests } = await open({ helpCrunchShape, maxConditions: 30 });
    const keys = rows.slice(0, 100).map((row) => ({ kind: 'id' as const, value: String(row.id) }));
    const found = await source.lookUp(keys, testCall());
    expect(found.map((records) => records.map(({ id }) => id))).toEqual(keys.map(({ value }) => [value]));
    // 100 refused, 50 refused, four of 25.
    expect(requests.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 400, 400]);
  });

  it.each([
    'fields',
    'envelope',
  ] as const)('with wrong types in its %s never returns wrong data', async (wrongTypes) => {
    const { source, sandbox, undecodable } = await open({ helpCrunchShape });
    sandbox.helpCrunch.injectFault({ wrongTypes });
    const listed = source.list({ filter: null, order: FIRST_SEEN }, { offset: 0, limit: 5 }, testCall());
    if (wrongTypes === 'envelope') {
      await expect(listed).rejects.toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE' });
    } else {
      const { records } = await listed;
      expect(records).toHaveLength(5);
      expect(undecodable.length).toBeGreaterThan(5);
    }
  });
});
