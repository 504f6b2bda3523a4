import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';

/**
 * Filters by time while one vendor is down: what is certain comes, what hangs on the other waits, and nothing is
 * guessed.
 */

let product: StartedGateway;
beforeAll(async () => {
  product = await startGateway({ env: { CACHE_TTL_SECONDS: '0' }, sandbox: { people: 300 } });
});
afterAll(() => product?.[Symbol.asyncDispose]());

const RANGE = { gte: '2025-01-01T00:00:00Z' };
const QUERY = `query ($filter: CustomerFilter, $order: CustomerOrder, $after: String) {
  customers(first: 10, filter: $filter, orderBy: $order, after: $after) {
    edges { source identity node { id updatedAt lastSeenAt } }
    pageInfo { hasNextPage endCursor }
    sources { source status error { code } }
  }
}`;
const NEWEST = { field: 'UPDATED_AT', direction: 'DESC' };

async function ask(variables: object, down?: string) {
  const headers = down === undefined ? {} : { 'x-sandbox-fault': `${down}=403` };
  const { data, errors } = await product.query(QUERY, { order: NEWEST, ...variables }, headers);
  return { page: data?.customers ?? null, errors };
}

const failed = (source: string) => expect.objectContaining({ source, error: { code: 'UPSTREAM_REJECTED' } });

describe('updatedAt', () => {
  it.each([
    NEWEST,
    { field: 'UPDATED_AT' },
    { field: 'SOURCE' },
  ])('HelpCrunch down: the accounts in the range come, ordered by %j, and the rest later', async (order) => {
    const { page, errors } = await ask({ filter: { updatedAt: RANGE }, order }, 'helpcrunch');
    expect(errors).toBeUndefined();
    expect(page.edges.length).toBeGreaterThan(0);
    for (const { source, node } of page.edges) {
      expect(source).toBe('CARECLOUD');
      expect(node.updatedAt >= RANGE.gte).toBe(true);
    }
    expect(page.pageInfo).toEqual({ hasNextPage: true, endCursor: expect.any(String) });
  });

  it('HelpCrunch back again: from the cursor on everybody comes once, also those who were late', async () => {
    const ids = new Set<string>();
    let after: string | null = null;
    for (let page = 0; page < 40; page++) {
      const answer = await ask({ filter: { updatedAt: RANGE }, after }, page < 2 ? 'helpcrunch' : undefined);
      for (const { node } of answer.page.edges) {
        expect(ids).not.toContain(node.id);
        ids.add(node.id);
      }
      after = answer.page.pageInfo.endCursor;
      if (!answer.page.pageInfo.hasNextPage) break;
    }
    const whole = new Set<string>();
    for (let end: string | null = null, more = true; more; ) {
      const { page } = await ask({ filter: { updatedAt: RANGE }, after: end });
      for (const { node } of page.edges) whole.add(node.id);
      end = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    expect([...ids].toSorted()).toEqual([...whole].toSorted());
  });

  it('CareCloud down: when a profile’s person changed depends on the account, so nobody is guessed', async () => {
    const { page, errors } = await ask({ filter: { updatedAt: RANGE } }, 'carecloud');
    expect(errors).toBeUndefined();
    expect(page.edges).toEqual([]);
    expect(page.pageInfo).toEqual({ hasNextPage: true, endCursor: expect.any(String) });
    expect(page.sources).toContainEqual(failed('CARECLOUD'));
  });
});

describe('lastSeenAt', () => {
  it('HelpCrunch down: nobody else knows, so the field fails and says why', async () => {
    const { page, errors } = await ask({ filter: { lastSeenAt: RANGE } }, 'helpcrunch');
    expect(page).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors?.[0].extensions).toMatchObject({ code: 'UPSTREAM_REJECTED', source: 'HELPCRUNCH' });
  });

  it('CareCloud down: the profiles come by themselves, and say that who they are is unresolved', async () => {
    const { page, errors } = await ask({ filter: { lastSeenAt: RANGE } }, 'carecloud');
    expect(errors).toBeUndefined();
    expect(page.edges).toHaveLength(10);
    for (const { source, identity, node } of page.edges) {
      expect([source, identity]).toEqual(['HELPCRUNCH', 'UNRESOLVED']);
      expect(node.lastSeenAt >= RANGE.gte).toBe(true);
    }
    expect(page.sources).toContainEqual(failed('CARECLOUD'));
  });
});

describe('criteria that one vendor alone knows', () => {
  it.each([
    [{ careCloud: { states: ['ACTIVE'] } }, 'carecloud', 'CARECLOUD'],
    [{ careCloud: { consent: { consentId: 'c', value: 'NOT_SET' } } }, 'carecloud', 'CARECLOUD'],
    [{ helpCrunch: { blocked: true } }, 'helpcrunch', 'HELPCRUNCH'],
    [{ helpCrunch: { tags: { noneOf: ['VIP'] } } }, 'helpcrunch', 'HELPCRUNCH'],
  ])('%j fail while it is down', async (filter, down, source) => {
    const { page, errors } = await ask({ filter }, down);
    expect(page).toBeNull();
    expect(errors?.[0].extensions).toMatchObject({ source });
  });

  it.each([
    [{ careCloud: { states: ['ACTIVE'] } }, 'helpcrunch', 'CARECLOUD'],
    [{ helpCrunch: { tags: { noneOf: ['VIP'] } } }, 'carecloud', 'HELPCRUNCH'],
    [{ helpCrunch: { unsubscribed: false, blocked: false } }, 'carecloud', 'HELPCRUNCH'],
  ])('%j go on while the other is down', async (filter, down, source) => {
    const { page, errors } = await ask({ filter }, down);
    expect(errors).toBeUndefined();
    expect(page.edges).toHaveLength(10);
    expect(new Set(page.edges.map((edge: { source: string }) => edge.source))).toEqual(new Set([source]));
  });
});
