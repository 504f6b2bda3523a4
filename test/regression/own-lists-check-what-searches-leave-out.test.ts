import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';

/** A source's own list with several criteria, compared with the simulated vendors' rows, and the requests sent. */

let product: StartedGateway;

beforeAll(async () => {
  product = await startGateway({ env: { CACHE_TTL_SECONDS: '60', PROBE: '0' }, sandbox: { people: 600 } });
});
beforeEach(() => product.resetRequests());
afterAll(() => product?.[Symbol.asyncDispose]());

describe('helpCrunchCustomers with a list of values beside other conditions', () => {
  async function idsOf(filter: object) {
    const { data, errors } = await product.query(
      `query ($filter: HelpCrunchCustomerFilter) {
        helpCrunchCustomers(first: 100, filter: $filter) { nodes { customerId } totalCount }
      }`,
      { filter },
    );
    expect(errors).toBeUndefined();
    const { nodes, totalCount } = data.helpCrunchCustomers;
    expect(totalCount).toBe(nodes.length);
    return nodes.map(({ customerId }: { customerId: string }) => customerId).toSorted();
  }

  it('lists only who satisfies all of them, in one search', async () => {
    const rows = product.sandbox.helpCrunch.rows.filter(({ name }) => name !== null).slice(0, 40);
    const ids = rows.map(({ id }) => String(id));
    const [first, second] = rows.map(({ name }) => name ?? '');
    const named = rows.filter(({ name }) => name === first || name === second);
    expect(named.length).toBeLessThan(rows.length);
    const expected = named.map(({ id }) => String(id)).toSorted();
    expect(await idsOf({ id: { in: ids }, name: { in: [first, second] } })).toEqual(expected);
    expect(product.upstreamRequests().helpCrunch).toEqual(['POST /customers/search']);
    const lead = rows.filter(({ tags }) => tags.some(({ name }) => name === 'Lead'));
    expect(lead.length).toBeGreaterThan(0);
    expect(await idsOf({ id: { in: ids }, tags: { anyOf: ['Lead', 'No such tag'] } })).toEqual(
      lead.map(({ id }) => String(id)).toSorted(),
    );
  });
});

describe('careCloudCustomers in a segment with other criteria', () => {
  async function listed(filter: object, first: number) {
    const { data, errors } = await product.query(
      `query ($filter: CareCloudCustomerFilter, $first: Int) {
        careCloudCustomers(first: $first, filter: $filter) { nodes { customerId } totalCount }
      }`,
      { filter, first },
    );
    expect(errors).toBeUndefined();
    return data.careCloudCustomers;
  }

  /** A first name within the largest segment of less than a block of ids. */
  function someSegment() {
    const members = new Map<string, string[]>();
    for (const { segment_id, customer_id } of product.sandbox.careCloud.loyalty.all('segment_records')) {
      members.set(segment_id, [...(members.get(segment_id) ?? []), customer_id]);
    }
    const [segmentId = '', ids = []] = [...members]
      .filter(([, each]) => each.length < 100)
      .sort(([, one], [, other]) => other.length - one.length)[0] ?? [''];
    const accounts = product.sandbox.careCloud.rows.filter(({ customer_id }) => ids.includes(customer_id));
    const firstName = accounts[0]?.personal_information.first_name;
    return { segmentId, firstName, size: ids.length, accounts };
  }

  it('counts nobody who only is in the segment, and reads the accounts once', async () => {
    const { segmentId, firstName, size, accounts } = someSegment();
    const called = accounts.filter((each) => each.personal_information.first_name === firstName);
    expect(size).toBeGreaterThan(20);
    expect(called.length).toBeLessThan(size);
    const filter = { segmentId, firstName };
    expect((await listed(filter, 0)).totalCount).toBeNull();
    const small = await listed(filter, 1);
    expect(small.nodes).toHaveLength(1);
    const { nodes, totalCount } = await listed(filter, 100);
    expect(nodes).toHaveLength(called.length);
    expect(totalCount).toBe(called.length);
    const requests = product.upstreamRequests().careCloud;
    // The accounts among the members, and that the list of ids was read to its end.
    expect(requests.filter((each) => each === 'GET /customers').length).toBeLessThanOrEqual(2);
    // Whether one that is not called so exists.
    expect(requests.filter((each) => /customers\/\w+$/.test(each)).length).toBeLessThanOrEqual(1);
  });
});
