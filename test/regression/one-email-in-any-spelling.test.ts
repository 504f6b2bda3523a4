import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { careCloudRow } from '../../src/sandbox/carecloud/wire.ts';
import { helpCrunchRow } from '../../src/sandbox/helpcrunch/wire.ts';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';

/*
 * A decomposed letter (e + U+0301) used to list one person twice: there were two normal forms of emails, and vendors
 * were searched for one spelling only. Both vendors here compare emails character by character.
 */

const COMPOSED = 'jos\u00e9@example.com';
const DECOMPOSED = 'jose\u0301@example.com';
const ID = '8ea2591121e636086a4a9c0992';
const SPELLINGS = [
  COMPOSED,
  DECOMPOSED,
  'JOS\u00c9@Example.com',
  'JOSE\u0301@EXAMPLE.COM',
  ` ${COMPOSED} `,
  `\u00a0${DECOMPOSED}\t`,
];

const STORED = [
  ['both decomposed', DECOMPOSED, DECOMPOSED],
  ['both composed', COMPOSED, COMPOSED],
  ['CareCloud composed, HelpCrunch decomposed', COMPOSED, DECOMPOSED],
  ['CareCloud decomposed, HelpCrunch composed', DECOMPOSED, COMPOSED],
] as const;

const LIST = `query ($filter: CustomerFilter, $after: String, $first: Int) {
  customers(filter: $filter, after: $after, first: $first) {
    edges { cursor node { careCloud { customerId } helpCrunchProfiles { customerId } } }
    pageInfo { endCursor hasNextPage }
  }
}`;

const PERSON = { careCloud: { customerId: ID }, helpCrunchProfiles: [{ customerId: '7' }] };

describe.each(STORED)('one person, %s', (_, careCloudEmail, helpCrunchEmail) => {
  let started: StartedGateway;

  beforeAll(async () => {
    started = await startGateway({
      env: { CACHE_TTL_SECONDS: '0', CACHE_STALE_SECONDS: '0' },
      sandbox: {
        matchCase: true,
        helpCrunchRequestsPerMinute: null,
        data: {
          careCloud: [careCloudRow({ customer_id: ID, state: 1 }, { email: careCloudEmail })],
          helpCrunch: [helpCrunchRow({ id: 7, email: helpCrunchEmail })],
        },
      },
    });
  });
  afterAll(() => started[Symbol.asyncDispose]());
  beforeEach(() => started.resetRequests());

  it('is listed once', async () => {
    const { data } = await started.query(LIST, { first: 10 });

    expect(data.customers.edges.map(({ node }: { node: unknown }) => node)).toEqual([PERSON]);
    // One search shows who has a HelpCrunch profile, and one list shows the listed profile's account.
    expect(started.upstreamRequests()).toEqual({
      careCloud: ['GET /customers', 'GET /customers'],
      helpCrunch: ['GET /customers', 'POST /customers/search'],
    });
  });

  it.each(SPELLINGS)('is listed once for %j', async (email) => {
    for (const filter of [{ email }, { emails: [email, 'ann@example.com'] }, { emails: [email], email }]) {
      started.resetRequests();
      const { data } = await started.query(LIST, { filter, first: 10 });

      expect(data.customers.edges.map(({ node }: { node: unknown }) => node)).toEqual([PERSON]);
      expect(started.upstreamRequests()).toEqual({
        careCloud: ['GET /customers'],
        helpCrunch: ['POST /customers/search'],
      });
    }
  });

  it.each(SPELLINGS)('is found by %j', async (email) => {
    const { data } = await started.query(
      `query ($email: String!, $representations: [_Any!]!) {
        customer(by: { email: $email }) { careCloud { customerId } }
        _entities(representations: $representations) { ... on Customer { careCloud { customerId } } }
      }`,
      { email, representations: [{ __typename: 'Customer', email }] },
    );

    expect(data).toEqual({
      customer: { careCloud: { customerId: ID } },
      _entities: [{ careCloud: { customerId: ID } }],
    });
    expect(started.upstreamRequests()).toEqual({ careCloud: ['GET /customers'], helpCrunch: [] });
  });

  it('is looked up once by all spellings together', async () => {
    const keys = SPELLINGS.map(
      (email, index) => `c${index}: customer(by: { email: ${JSON.stringify(email)} }) { id }`,
    );
    const { data } = await started.query(`{ ${keys.join(' ')} }`);

    expect(new Set(Object.values(data).map((customer) => (customer as { id: string }).id)).size).toBe(1);
    expect(started.upstreamRequests()).toEqual({ careCloud: ['GET /customers'], helpCrunch: [] });
  });

  it('continues from a cursor of the same email in another spelling', async () => {
    const cursors = await Promise.all(
      SPELLINGS.map(async (email) => {
        const { data } = await started.query(LIST, {
          filter: { emails: ['ann@example.com', email] },
          first: 1,
        });
        return data.customers.pageInfo.endCursor as string;
      }),
    );
    for (const after of cursors) {
      for (const email of [COMPOSED, DECOMPOSED]) {
        const { data, errors } = await started.query(LIST, {
          filter: { emails: [email, 'ANN@example.com'] },
          after,
          first: 1,
        });
        expect(errors).toBeUndefined();
        expect(data.customers).toMatchObject({ edges: [], pageInfo: { hasNextPage: false } });
      }
    }
  });
});
