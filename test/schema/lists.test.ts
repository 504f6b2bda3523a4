import { expect, test } from 'vitest';
import { account, customer, fakeDirectory, globalId, profile, runQuery } from './support/fake-directory.ts';

const NOTHING_WANTED = { hasNextPage: false, hasPreviousPage: false, totalCount: false };
const FIRST_PAGE = { first: null, after: null, last: null, before: null };
const NO_FILTER = { shared: {}, inSources: [], notInSources: [], own: new Map() };

test('customers without arguments is the first page of everyone, in the default order', async () => {
  const { directory, calls } = fakeDirectory();
  await runQuery('{ customers { nodes { id } } }', { directory });
  expect(calls).toEqual([
    [
      'list',
      {
        page: FIRST_PAGE,
        filter: NO_FILTER,
        order: { field: 'SOURCE', direction: 'ASC' },
        want: NOTHING_WANTED,
      },
    ],
  ]);
});

test('paging arguments are passed on unchanged, to be validated by the paging rules', async () => {
  const { directory, calls } = fakeDirectory();
  await runQuery(
    '{ customers(first: -1, after: "x", last: 101, before: "", orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { id } } }',
    { directory },
  );
  expect(calls).toMatchObject([
    [
      'list',
      {
        page: { first: -1, after: 'x', last: 101, before: '' },
        order: { field: 'UPDATED_AT', direction: 'DESC' },
      },
    ],
  ]);
});

test('a source’s own list is requested with all its parameters', async () => {
  const { directory, calls } = fakeDirectory();
  await runQuery(
    `{
      a: careCloudCustomers(first: 3, filter: { emails: ["a@example.com"] }, orderBy: { field: DOI_EMAIL }, language: "cs", shortSalutation: true) { totalCount }
      b: careCloudCustomers(filter: {}, orderBy: null, language: null) { nodes { id } }
      c: helpCrunchCustomers(last: 2, filter: { company: { eq: "X" } }, orderBy: { field: LAST_SEEN, direction: DESC }) { pageInfo { hasNextPage hasPreviousPage } }
    }`,
    { directory },
  );
  expect(calls).toEqual([
    [
      'listRecords',
      'CARECLOUD',
      {
        page: { ...FIRST_PAGE, first: 3 },
        filter: { emails: ['a@example.com'] },
        order: { field: 'DOI_EMAIL', direction: 'ASC' },
        options: { language: 'cs', shortSalutation: true },
        want: { ...NOTHING_WANTED, totalCount: true },
      },
    ],
    [
      'listRecords',
      'CARECLOUD',
      { page: FIRST_PAGE, filter: null, order: null, options: {}, want: NOTHING_WANTED },
    ],
    [
      'listRecords',
      'HELPCRUNCH',
      {
        page: { ...FIRST_PAGE, last: 2 },
        filter: { match: 'ALL', company: { eq: 'X' } },
        order: { field: 'LAST_SEEN', direction: 'DESC' },
        want: { hasNextPage: true, hasPreviousPage: true, totalCount: false },
      },
    ],
  ]);
});

test('a page of people is returned whole, with what each source contributed', async () => {
  const { directory } = fakeDirectory({
    list: async () => ({
      edges: [
        {
          cursor: 'c1',
          node: customer({ account: account({ customerId: 'a' }) }),
          source: 'CARECLOUD',
          identity: 'RESOLVED',
        },
        {
          cursor: 'c2',
          node: customer({ profile: profile({ customerId: '7' }), identity: 'UNRESOLVED' }),
          source: 'HELPCRUNCH',
          identity: 'UNRESOLVED',
        },
      ],
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: 'c1', endCursor: 'c2' },
      totalCount: {
        value: 9,
        precision: 'AT_MOST',
        bySource: [
          { source: 'CARECLOUD', value: null },
          { source: 'HELPCRUNCH', value: 9 },
        ],
      },
      sources: [
        {
          source: 'CARECLOUD',
          status: 'TIMED_OUT',
          requests: 2,
          ageSeconds: null,
          error: {
            code: 'UPSTREAM_TIMEOUT',
            message: 'CareCloud did not answer in time.',
            retryAfterSeconds: 5,
          },
        },
        { source: 'HELPCRUNCH', status: 'OK', requests: 1, ageSeconds: 0, error: null },
      ],
    }),
  });
  const source = `{
    customers {
      edges { cursor source identity node { id } }
      nodes { id }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      totalCount { value precision bySource { source value } }
      sources { source status requests ageSeconds error { code message retryAfterSeconds } }
    }
  }`;
  const ids = [globalId('Customer', 'CARECLOUD:a'), globalId('Customer', 'HELPCRUNCH:7')];
  expect(await runQuery(source, { directory })).toEqual({
    data: {
      customers: {
        edges: [
          { cursor: 'c1', source: 'CARECLOUD', identity: 'RESOLVED', node: { id: ids[0] } },
          { cursor: 'c2', source: 'HELPCRUNCH', identity: 'UNRESOLVED', node: { id: ids[1] } },
        ],
        nodes: ids.map((id) => ({ id })),
        pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: 'c1', endCursor: 'c2' },
        totalCount: {
          value: 9,
          precision: 'AT_MOST',
          bySource: [
            { source: 'CARECLOUD', value: null },
            { source: 'HELPCRUNCH', value: 9 },
          ],
        },
        sources: [
          {
            source: 'CARECLOUD',
            status: 'TIMED_OUT',
            requests: 2,
            ageSeconds: null,
            error: {
              code: 'UPSTREAM_TIMEOUT',
              message: 'CareCloud did not answer in time.',
              retryAfterSeconds: 5,
            },
          },
          { source: 'HELPCRUNCH', status: 'OK', requests: 1, ageSeconds: 0, error: null },
        ],
      },
    },
  });
});

test('each configured source reports its state', async () => {
  const sources = [
    {
      source: 'HELPCRUNCH',
      status: 'OK' as const,
      requestsPerMinute: 120,
      requestsRemaining: 118,
      filters: ['email', 'lastSeen.gte'],
      orders: ['LAST_SEEN'],
      traits: [{ name: 'search.equals.case', value: 'SENSITIVE', learned: true }],
      facets: [{ facet: 'lastChat', requestsPerCustomer: 1, batch: 100, status: 'REJECTED' as const }],
    },
  ];
  const { directory } = fakeDirectory({ sources: async () => sources });
  const source =
    '{ sources { source status requestsPerMinute requestsRemaining filters orders traits { name value learned } facets { facet requestsPerCustomer batch status } } }';
  expect(await runQuery(source, { directory })).toEqual({ data: { sources } });
});
