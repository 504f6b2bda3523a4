import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GRAPHIQL_EXAMPLES } from '../../../src/server/graphiql/graphiql-examples.ts';
import { readSandboxFaults } from '../../../src/server/request/use-sandbox-fault.ts';
import { type StartedGateway, startGateway } from '../../support/start-gateway.ts';

const PAGE = `{ customers(first: 5, filter: { inSources: [CARECLOUD] }) {
  nodes { name lastSeenAt }
  sources { source status error { code message retryAfterSeconds } }
} }`;
const SEARCH =
  '{ searchCustomers(text: "novak") { matches { customer { id } } sources { source status requests } } }';
const HEALTH = '{ sources { source status lastOutcomeAt error { code } } }';

/** Both sources' names, as in the settings. */
const SOURCES = ['CARECLOUD', 'HELPCRUNCH'];

describe('x-sandbox-fault', () => {
  let started: StartedGateway;
  beforeAll(async () => {
    started = await startGateway({ env: { OPERATION_DEADLINE_MS: '1500', CACHE_TTL_SECONDS: '60' } });
  });
  afterAll(() => started[Symbol.asyncDispose]());
  beforeEach(() => started.resetRequests());

  const failing = (fault: string, query = PAGE) =>
    started.query(query, undefined, { 'x-sandbox-fault': fault });
  const reports = async (fault: string) => {
    const { data, errors } = await failing(fault);
    expect(errors).toBeUndefined();
    return Object.fromEntries(data.customers.sources.map((each: { source: string }) => [each.source, each]));
  };
  const health = async () => (await started.query(HEALTH)).data.sources;

  it.each([
    ['helpcrunch=503', 'UPSTREAM_UNAVAILABLE'],
    ['helpcrunch=429', 'UPSTREAM_RATE_LIMITED'],
    ['HelpCrunch = hang', 'UPSTREAM_TIMEOUT'],
    ['helpcrunch=delay:3000', 'UPSTREAM_TIMEOUT'],
  ])('%s: the rows of the other source, and data for a banner', async (fault, code) => {
    const { data, errors } = await failing(fault);
    expect(errors).toBeUndefined();
    expect(data.customers.nodes).toHaveLength(5);
    expect(new Set(data.customers.nodes.map((node: { lastSeenAt: unknown }) => node.lastSeenAt))).toEqual(
      new Set([null]),
    );
    const helpCrunch = data.customers.sources.find(
      (each: { source: string }) => each.source === 'HELPCRUNCH',
    );
    expect(helpCrunch.error).toMatchObject({ code });
    expect(helpCrunch.error.message).toMatch(/\.$/);
    if (code === 'UPSTREAM_RATE_LIMITED') expect(helpCrunch.error.retryAfterSeconds).toBeGreaterThan(0);
  });

  it('a short delay only waits', async () => {
    const { HELPCRUNCH } = await reports('helpcrunch=delay:50');
    expect(HELPCRUNCH).toMatchObject({ status: 'SKIPPED', error: null });
  });

  it('both sources can fail in one request', async () => {
    const { data, errors } = await failing('helpcrunch=503, carecloud=500');
    expect(data?.customers ?? null).toBeNull();
    expect(errors?.[0].extensions.code).toMatch(/^UPSTREAM_/);
  });

  it('leaves nothing behind: no breaker, no cool-down, no last outcome', async () => {
    expect((await started.query(PAGE, undefined, { 'cache-control': 'no-cache' })).errors).toBeUndefined();
    const before = await health();
    for (let count = 0; count < 6; count++) await failing('helpcrunch=503');
    await failing('helpcrunch=429');
    expect(await health()).toEqual(before);
    started.resetRequests();
    const { data } = await started.query(PAGE, undefined, { 'cache-control': 'no-cache' });
    expect(data.customers.sources.map(({ status }: { status: string }) => status)).toEqual(['OK', 'SKIPPED']);
    expect(started.upstreamRequests().helpCrunch).toHaveLength(1);
  });

  it('neither reads from nor writes to a cache', async () => {
    await started.query(PAGE);
    await started.query(PAGE);
    started.resetRequests();
    await started.query(PAGE);
    expect(started.upstreamRequests()).toEqual({ careCloud: [], helpCrunch: [] });
    for (const _again of [1, 2]) {
      started.resetRequests();
      await failing('helpcrunch=delay:1');
      expect(started.upstreamRequests().careCloud).toHaveLength(1);
      expect(started.upstreamRequests().helpCrunch).toHaveLength(1);
    }
    const other = PAGE.replace('first: 5', 'first: 6');
    await failing('helpcrunch=delay:1', other);
    started.resetRequests();
    await started.query(other);
    expect(started.upstreamRequests().careCloud).toHaveLength(1);
  });

  it('does not affect the search memory', async () => {
    await failing('helpcrunch=delay:1', SEARCH);
    started.resetRequests();
    await started.query(SEARCH);
    expect(started.upstreamRequests().helpCrunch.length).toBeGreaterThan(0);
    started.resetRequests();
    await failing('helpcrunch=503', SEARCH);
    expect(started.upstreamRequests().helpCrunch.length).toBeGreaterThan(0);
  });

  it('affects no concurrent request', async () => {
    const query = PAGE.replace('first: 5', 'first: 7');
    const [spoilt, usual] = await Promise.all([failing('helpcrunch=503', query), started.query(query)]);
    const statuses = ({ data }: typeof usual) =>
      data.customers.sources.map(({ status }: { status: string }) => status);
    expect(statuses(usual)).toEqual(['OK', 'SKIPPED']);
    expect(statuses(spoilt)).toEqual(['OK', expect.not.stringMatching('OK')]);
  });

  it('is not cached by browsers', async () => {
    const address = `${started.url}?query=${encodeURIComponent('{ customers(first: 1) { nodes { id } } }')}`;
    const headers = { 'x-sandbox-fault': 'helpcrunch=delay:1', 'apollo-require-preflight': '1' };
    const response = await fetch(address, { headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });

  it('OneSourceDown shows it in GraphiQL', async () => {
    const tab = GRAPHIQL_EXAMPLES.find(({ query }) => query.includes('query OneSourceDown'));
    const { data, errors } = await started.query(tab?.query ?? '', tab?.variables, tab?.headers);
    expect(errors).toBeUndefined();
    expect(data.customers.nodes).toHaveLength(5);
    expect(data.customers.sources[1]).toMatchObject({ error: { code: 'UPSTREAM_UNAVAILABLE' } });
  });

  it('returns 400 if invalid, without requests to sources', async () => {
    const response = await fetch(started.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-sandbox-fault': 'helpcrunch=sometimes' },
      body: JSON.stringify({ query: PAGE }),
    });
    expect(response.status).toBe(400);
    const [error] = (await response.json()).errors;
    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(error.message).toMatch(/x-sandbox-fault.*carecloud or helpcrunch.*helpcrunch=503/);
    expect(error.message).not.toContain('sometimes');
    expect(started.upstreamRequests()).toEqual({ careCloud: [], helpCrunch: [] });
  });

  it.each([
    '',
    'helpcrunch',
    'helpcrunch=',
    'helpcrunch=200',
    'helpcrunch=302',
    'helpcrunch=399',
    'helpcrunch=600',
    'helpcrunch=4e2',
    'helpcrunch=503:2',
    'helpcrunch=503;carecloud=503',
    'HELPCRUNCH=５０３',
    'helpcrunch=delay',
    'helpcrunch=delay:60001',
    'helpcrunch=delay:-1',
    'zendesk=503',
    'helpcrunch=503,',
    'helpcrunch=503, helpcrunch=hang',
  ])('refuses %j', (header) => {
    expect(() => readSandboxFaults(header, SOURCES)).toThrow(/^Expected the header x-sandbox-fault/);
  });
});

describe('x-sandbox-fault before real vendors', () => {
  it('is ignored', async () => {
    await using real = await startGateway({ isSandbox: false });
    const { data, errors } = await real.query(PAGE, undefined, { 'x-sandbox-fault': 'nonsense' });
    expect(errors).toBeUndefined();
    expect(data.customers.sources.map(({ status }: { status: string }) => status)).toEqual(['OK', 'SKIPPED']);
    const spoilt = await real.query(PAGE, undefined, { 'x-sandbox-fault': 'helpcrunch=503' });
    expect(spoilt.data).toEqual(data);
  });
});
