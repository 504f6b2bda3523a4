import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';

/** Filters for a support desk, over HTTP: the results by the simulated vendors' own rows, and the requests sent. */

let product: StartedGateway;

beforeAll(async () => {
  product = await startGateway({ env: { CACHE_TTL_SECONDS: '0', PROBE: '0' }, sandbox: { people: 3000 } });
});
beforeEach(() => product.resetRequests());
afterAll(() => product?.[Symbol.asyncDispose]());

interface Node {
  readonly id: string;
  readonly updatedAt: string | null;
}

async function people(filter: object, order: object | null = null, first = 20) {
  const { data, errors } = await product.query(
    `query ($filter: CustomerFilter, $order: CustomerOrder, $first: Int) {
      customers(first: $first, filter: $filter, orderBy: $order) {
        edges { source node { id updatedAt } }
        pageInfo { hasNextPage endCursor }
      }
    }`,
    { filter, order, first },
  );
  expect(errors).toBeUndefined();
  const { careCloud, helpCrunch } = product.upstreamRequests();
  const edges = data.customers.edges as { readonly source: string; readonly node: Node }[];
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    hasNextPage: data.customers.pageInfo.hasNextPage as boolean,
    requests: [careCloud.length, helpCrunch.length],
  };
}

/** When each account last changed, in UTC, newest first, according to a page of all accounts. */
async function changes(first: number) {
  const { data } = await product.query(
    `{ careCloudCustomers(first: ${first}, orderBy: { field: LAST_CHANGE, direction: DESC }) { nodes { lastChangeAt } } }`,
  );
  product.resetRequests();
  return data.careCloudCustomers.nodes.map(({ lastChangeAt }: { lastChangeAt: string }) => lastChangeAt);
}

describe('updatedAt', () => {
  const newest = { field: 'UPDATED_AT', direction: 'DESC' };
  const oldest = { field: 'UPDATED_AT', direction: 'ASC' };

  it('since an instant, newest first: costs what the first page costs, and ends at the bound', async () => {
    const [since] = (await changes(8)).slice(-1);
    const { nodes, hasNextPage, requests } = await people({ updatedAt: { gte: since } }, newest, 100);
    expect(nodes.length).toBeGreaterThanOrEqual(8);
    expect(hasNextPage).toBe(false);
    expect(nodes.every(({ updatedAt }) => updatedAt !== null && updatedAt >= since)).toBe(true);
    // One list per source, and one look-up of the profiles' accounts.
    expect(requests).toEqual([2, 1]);
  });

  it('between two instants, oldest first: finds the start by halving', async () => {
    const moments = await changes(100);
    const [lt, gte] = [moments[40], moments[42]];
    const { nodes, hasNextPage, requests } = await people({ updatedAt: { gte, lt } }, oldest, 100);
    const times = nodes.map(({ updatedAt }) => updatedAt ?? '');
    expect(times.length).toBeGreaterThanOrEqual(2);
    expect(times).toEqual(times.toSorted());
    expect(times.every((at) => at >= gte && at < lt)).toBe(true);
    expect(hasNextPage).toBe(false);
    expect(requests[1]).toBe(1);
    expect(requests[0]).toBeLessThanOrEqual(8);

    const { nodes: reversed } = await people({ updatedAt: { gte, lt } }, newest, 100);
    expect(reversed.map(({ id }) => id)).toEqual(nodes.map(({ id }) => id).toReversed());
  });

  it('in an empty range sends no request', async () => {
    const { nodes, requests } = await people({
      updatedAt: { gt: '2025-01-01T00:00:00Z', lt: '2025-01-01T00:00:00Z' },
    });
    expect(nodes).toEqual([]);
    expect(requests).toEqual([0, 0]);
  });
});

describe('lastSeenAt', () => {
  const range = { gte: '2025-06-01T00:00:00Z', lt: '2025-06-10T00:00:00Z' };
  const seen = () =>
    product.sandbox.helpCrunch.rows.filter(({ lastSeen }) => {
      const at = Number(lastSeen) * 1000;
      return lastSeen !== null && at >= Date.parse(range.gte) && at < Date.parse(range.lt);
    });

  it('is pushed down to HelpCrunch, and lists people at the profile that was seen', async () => {
    const { edges, requests } = await people({ lastSeenAt: range }, { field: 'UPDATED_AT' }, 10);
    expect(edges).toHaveLength(10);
    expect(new Set(edges.map(({ source }) => source))).toEqual(new Set(['HELPCRUNCH']));
    // The search, the profiles of the people with an account, and the look-up of their accounts.
    expect(requests[1]).toBeLessThanOrEqual(2);
    expect(requests[0]).toBeLessThanOrEqual(2);
    const expected = new Set(seen().map(({ id }) => String(id)));
    const { data } = await product.query(
      'query ($r: DateTimeRange) { customers(first: 100, filter: { lastSeenAt: $r }) { nodes { helpCrunchProfiles { customerId } } } }',
      { r: range },
    );
    expect(data.customers.nodes.length).toBeGreaterThan(0);
    for (const { helpCrunchProfiles } of data.customers.nodes) {
      expect(
        helpCrunchProfiles.some(({ customerId }: { customerId: string }) => expected.has(customerId)),
      ).toBe(true);
    }
  });

  it('equals helpCrunch.lastSeenAt and its alias helpCrunch.lastSeen', async () => {
    const ids = async (filter: object) => (await people(filter, null, 100)).nodes.map(({ id }) => id);
    const all = await ids({ lastSeenAt: range });
    expect(await ids({ helpCrunch: { lastSeenAt: range } })).toEqual(all);
    expect(await ids({ helpCrunch: { lastSeen: range } })).toEqual(all);
  });
});

describe('phones', () => {
  it('accepts numbers in any notation, at one request each to CareCloud and one to HelpCrunch', async () => {
    const [one = '', other = ''] = product.sandbox.careCloud.rows
      .map(({ personal_information: { phone } }) => `+${(phone ?? '').replace(/\D/g, '')}`)
      .filter((phone) => /^\+420\d{9}$/.test(phone));
    product.resetRequests();
    const national = `${other.slice(4, 7)} ${other.slice(7, 10)} ${other.slice(10)}`;
    const { data, errors } = await product.query(
      'query ($p: [String!]) { customers(first: 5, filter: { phones: $p, inSources: [CARECLOUD] }) { nodes { careCloud { phone } } } }',
      { p: [one, `00420 ${national}`] },
    );
    expect(errors).toBeUndefined();
    const digits = data.customers.nodes.map(({ careCloud }: { careCloud: { phone: string } }) =>
      careCloud.phone.replace(/\D/g, ''),
    );
    expect(new Set(digits)).toEqual(new Set([one.slice(1), other.slice(1)]));
    const { careCloud } = product.upstreamRequests();
    expect(careCloud.length).toBeLessThanOrEqual(3);
  });

  it('an empty list matches no one, and sends no request', async () => {
    const { nodes, requests } = await people({ phones: [] });
    expect(nodes).toEqual([]);
    expect(requests).toEqual([0, 0]);
  });
});
