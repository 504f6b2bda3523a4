import { describe, expect, it } from 'vitest';
import type { CustomerListRequest } from '../../../src/customers/customer-directory.ts';
import { NO_FILTER } from '../support/filters.ts';
import { createMemoryVendors, type VendorSettings } from '../support/memory-vendors.ts';
import { type ListSetup, openDirectory } from '../support/walks.ts';
import { accountId, profileId, someAccount, someProfile, toRows } from '../support/world.ts';

const people = [0, 1, 2, 3];
const rows = toRows({
  accounts: people.map((index) =>
    someAccount({ id: accountId(index), email: `p${index}@x.cz`, firstName: 'Jan' }),
  ),
  profiles: people.map((index) =>
    someProfile({ id: profileId(index), email: `q${index}@x.cz`, name: 'Jan' }),
  ),
});
const setUp = (settings: VendorSettings = {}, identityKeys: ListSetup['identityKeys'] = ['email']) =>
  openDirectory({ vendors: createMemoryVendors(rows, settings), identityKeys });

const WANT = { hasNextPage: true, hasPreviousPage: true, totalCount: true };
const LIST: CustomerListRequest = {
  page: { first: 2 },
  filter: NO_FILTER,
  order: { field: 'SOURCE', direction: 'ASC' },
  want: WANT,
};
const BAD = { code: 'BAD_USER_INPUT' };

async function cursorOf(request: CustomerListRequest, settings?: VendorSettings): Promise<string> {
  const { pageInfo } = await setUp(settings).directory.list(request);
  if (pageInfo.endCursor === null) throw new Error('Expected a cursor.');
  return pageInfo.endCursor;
}

describe('a cursor of customers(...)', () => {
  it('continues in the same list', async () => {
    const after = await cursorOf(LIST);
    const { edges } = await setUp().directory.list({ ...LIST, page: { first: 2, after } });

    expect(edges).toHaveLength(2);
  });

  it.each<readonly [string, Partial<CustomerListRequest>]>([
    ['another filter', { filter: { ...NO_FILTER, shared: { firstName: 'Jan' } } }],
    ['another order', { order: { field: 'UPDATED_AT', direction: 'ASC' } }],
    ['the other direction', { order: { field: 'SOURCE', direction: 'DESC' } }],
  ])('is refused under %s, before any request', async (_change, change) => {
    const after = await cursorOf(LIST);
    const { directory, requests } = setUp();

    await expect(directory.list({ ...LIST, ...change, page: { first: 2, after } })).rejects.toMatchObject(
      BAD,
    );
    expect(requests).toEqual({});
  });

  it('is refused by a source’s own list, and the other way round', async () => {
    const after = await cursorOf(LIST);
    const { directory, requests } = setUp();
    const own = { page: { first: 2 }, filter: null, order: null, want: WANT };
    for (const source of ['CARECLOUD', 'HELPCRUNCH']) {
      await expect(
        directory.listRecords(source, { ...own, page: { first: 2, after } }),
      ).rejects.toMatchObject(BAD);
    }
    expect(requests).toEqual({});

    const { pageInfo } = await directory.listRecords('CARECLOUD', own);
    const page = { first: 2, after: pageInfo.endCursor };
    await expect(directory.list({ ...LIST, page })).rejects.toMatchObject(BAD);
    await expect(directory.listRecords('HELPCRUNCH', { ...own, page })).rejects.toMatchObject(BAD);
    expect((await directory.listRecords('CARECLOUD', { ...own, page })).edges).toHaveLength(2);
  });

  it('is refused if a setting changes the legs of the same list', async () => {
    const emails = people.map((index) => `p${index}@x.cz`);
    const request = { ...LIST, filter: { ...NO_FILTER, shared: { emails } } };
    const after = await cursorOf(request, { careCloudBatch: 2 });

    await expect(
      setUp({ careCloudBatch: 100 }).directory.list({ ...request, page: { first: 2, after } }),
    ).rejects.toMatchObject(BAD);
  });

  it('continues, with a warning, if what was learned in the meantime changes the legs of the same list', async () => {
    const many = Array.from({ length: 60 }, (_, index) => index);
    const vendors = createMemoryVendors(
      toRows({
        accounts: [],
        profiles: many.map((index) => someProfile({ id: profileId(index), email: `p${index}@x.cz` })),
      }),
    );
    const filter = { ...NO_FILTER, shared: { emails: many.map((index) => `p${index}@x.cz`) } };
    const seen: string[] = [];
    const warnings: boolean[] = [];
    for (let after: string | null = null; ; ) {
      const operation = openDirectory({ vendors, identityKeys: ['email'] });
      const page = { first: 25, after };
      const { edges, pageInfo } = await operation.directory.list({ ...LIST, filter, page });
      seen.push(...edges.map(({ node }) => node.key));
      warnings.push(operation.warnings.has('INCOMPLETE_SEARCH'));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
      const learnedAt = Date.now();
      vendors.sources[1]?.traitMemory?.takeOver(
        ['search.equals.case', 'search.contains.case'].map((name) => ({
          name,
          value: 'SENSITIVE',
          learnedAt,
        })),
      );
    }
    expect(new Set(seen).size).toBe(60);
    expect(seen).toHaveLength(60);
    expect(warnings).toEqual([false, true, true]);
  });

  it('is refused if other keys join people', async () => {
    const after = await cursorOf(LIST);

    await expect(
      setUp({}, ['userId']).directory.list({ ...LIST, page: { first: 2, after } }),
    ).rejects.toMatchObject(BAD);
  });

  it.each([
    'x',
    'AAAA',
    'not a cursor',
    '%',
    'A'.repeat(10_000),
  ])('is refused if it is invalid: %.20s', async (after) => {
    const { directory, requests } = setUp();

    await expect(directory.list({ ...LIST, page: { first: 2, after } })).rejects.toMatchObject(BAD);
    expect(requests).toEqual({});
  });

  it('is refused if any bit of it was changed, or its end is missing', async () => {
    const after = await cursorOf(LIST);
    const { directory } = setUp();
    const bytes = Buffer.from(after, 'base64url');
    const spoiled = [...bytes.keys()].map((index) => {
      const copy = Buffer.from(bytes);
      copy[index] = (copy[index] ?? 0) ^ 4;
      return copy.toString('base64url');
    });
    for (const cursor of [...spoiled, after.slice(0, -1), after.slice(0, -4), `${after}A`]) {
      await expect(directory.list({ ...LIST, page: { first: 2, after: cursor } })).rejects.toMatchObject(BAD);
    }
  });

  it('contains no personal data', async () => {
    const filter = { ...NO_FILTER, shared: { emails: ['p0@x.cz', 'q1@x.cz'] } };
    const cursor = await cursorOf({ ...LIST, filter });
    const text = Buffer.from(cursor, 'base64url').toString('latin1');

    expect(text).not.toMatch(/@x\.cz|p0@|q1@/i);
    expect(cursor.length).toBeLessThan(200);
  });
});

describe('criteria of both sources', () => {
  const filter = {
    ...NO_FILTER,
    own: new Map([
      ['CARECLOUD', { firstName: 'Jan' }],
      ['HELPCRUNCH', { match: 'ALL' as const, name: { eq: 'Jan' }, id: { gt: '0' } }],
    ]),
  };

  it('are driven by the shorter list, CareCloud’s if equal, and by the same one on every page', async () => {
    const { directory, explanations } = setUp();
    await directory.list({ ...LIST, filter });
    expect(explanations[0]?.drivenBy).toBe('CARECLOUD');

    const vendors = createMemoryVendors(rows);
    const first = openDirectory({ vendors, identityKeys: ['email'] });
    vendors.helpCrunch.remove(profileId(0));
    const page = await first.directory.list({ ...LIST, filter, page: { first: 0 } });
    expect(first.explanations[0]?.drivenBy).toBe('HELPCRUNCH');

    for (const index of people.slice(1)) vendors.careCloud.remove(accountId(index));
    const second = openDirectory({ vendors, identityKeys: ['email'] });
    await second.directory.list({ ...LIST, filter, page: { first: 2, after: page.pageInfo.endCursor } });
    expect(second.explanations[0]?.drivenBy).toBe('HELPCRUNCH');
  });

  it('are driven by the list with a total if the other states none', async () => {
    const vendors = createMemoryVendors(rows);
    for (const [silent, driver] of [
      ['CARECLOUD', 'HELPCRUNCH'],
      ['HELPCRUNCH', 'CARECLOUD'],
    ]) {
      const sources = vendors.sources.map((source) =>
        source.name !== silent
          ? source
          : {
              ...source,
              list: async (...asked: Parameters<typeof source.list>) => ({
                ...(await source.list(...asked)),
                total: null,
              }),
            },
      );
      const { directory, explanations } = openDirectory({ vendors: { sources }, identityKeys: ['email'] });

      await directory.list({ ...LIST, filter });
      expect(explanations[0]?.drivenBy).toBe(driver);
    }
  });

  it('wait while one source’s total is unknown, and fail if neither is known', async () => {
    const vendors = createMemoryVendors(rows);
    vendors.fail((source) => source === 'HELPCRUNCH');
    const waiting = await openDirectory({ vendors, identityKeys: ['email'] }).directory.list({
      ...LIST,
      filter,
    });
    expect(waiting).toMatchObject({ edges: [], totalCount: null, pageInfo: { hasNextPage: true } });
    expect(waiting.pageInfo.endCursor).toEqual(expect.any(String));
    expect(waiting.sources.map(({ status }) => status)).toEqual(['OK', 'UNAVAILABLE']);

    vendors.fail(() => true);
    await expect(
      openDirectory({ vendors, identityKeys: ['email'] }).directory.list({ ...LIST, filter }),
    ).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });
});
