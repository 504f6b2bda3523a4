import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StartedGateway, startGateway } from '../../support/start-gateway.ts';

/** A fault affects only the request that asked for it: the gateway's knowledge of a source does not change. */

const PAGE = '{ customers(first: 5) { nodes { name lastSeenAt } sources { source status error { code } } } }';
const FILTERED =
  '{ customers(first: 5, filter: { emails: ["a@x.cz", "b@x.cz", "c@x.cz"], states: null }) { nodes { name } sources { status } } }'.replace(
    ', states: null',
    '',
  );
const SEARCH =
  '{ searchCustomers(text: "novak") { matches { customer { name } } sources { status error { code } } } }';
const FACETS = `{ careCloudCustomers(first: 3) { nodes { tier { tierId } points { available } } }
  helpCrunchChats(first: 3) { nodes { id } } }`;
const KNOWN =
  '{ sources { source status lastOutcomeAt filters error { code } traits { name value learned } } }';
const MANIFEST = join(tmpdir(), `trusted-${process.pid}.json`);

let started: StartedGateway;
beforeAll(async () => {
  writeFileSync(MANIFEST, JSON.stringify({ page: PAGE }));
  started = await startGateway({
    env: { CACHE_TTL_SECONDS: '60', OPERATION_DEADLINE_MS: '2000', TRUSTED_DOCUMENTS: MANIFEST },
  });
});
beforeEach(() => started.resetRequests());
afterAll(() => started[Symbol.asyncDispose]());

const failing = (fault: string, query: string, variables?: object) =>
  started.query(query, variables, { 'x-sandbox-fault': fault });
const live = (query: string) => started.query(query, undefined, { 'cache-control': 'no-cache' });

describe('any status that a vendor may return', () => {
  it.each([
    [400, 'UPSTREAM_REJECTED'],
    [401, 'UPSTREAM_REJECTED'],
    [403, 'UPSTREAM_REJECTED'],
    [404, 'UPSTREAM_REJECTED'],
    [408, 'UPSTREAM_TIMEOUT'],
    [413, 'UPSTREAM_REJECTED'],
    [418, 'UPSTREAM_REJECTED'],
    [422, 'UPSTREAM_REJECTED'],
    [500, 'UPSTREAM_UNAVAILABLE'],
    [599, 'UPSTREAM_UNAVAILABLE'],
  ])('%i of either source is %s: the other’s rows are returned', async (status, code) => {
    for (const [source, other] of [
      ['HELPCRUNCH', 'CARECLOUD'],
      ['CARECLOUD', 'HELPCRUNCH'],
    ] as const) {
      const query = `{ customers(first: 5, orderBy: { field: UPDATED_AT }) { edges { source } sources { source error { code } } } }`;
      const { data, errors } = await failing(`${source}=${status}`, query);
      expect(errors).toBeUndefined();
      expect(data.customers.sources).toContainEqual({ source, error: { code } });
      expect(data.customers.sources).toContainEqual({ source: other, error: null });
      for (const edge of data.customers.edges) expect(edge.source).toBe(other);
    }
  });
});

describe('nothing is learned from a fault', () => {
  it('not by traits, filters, breakers, sizes, refusals or health: the next operations are as the first', async () => {
    const asked = async () => {
      const answers = [];
      for (const query of [PAGE, FILTERED, SEARCH, FACETS]) {
        started.resetRequests();
        const { data, errors } = await live(query);
        expect(errors).toBeUndefined();
        answers.push({ data, requests: started.upstreamRequests() });
      }
      return answers;
    };
    // What requests teach is learned before.
    await asked();
    const before = await asked();
    const known = (await started.query(KNOWN)).data;
    for (const status of [400, 401, 403, 404, 413, 422, 503]) {
      for (const query of [PAGE, FILTERED, SEARCH, FACETS]) {
        await failing(`carecloud=${status}, helpcrunch=${status}`, query);
      }
    }
    await failing('carecloud=hang, helpcrunch=hang', PAGE);
    expect((await started.query(KNOWN)).data).toEqual(known);
    expect(await asked()).toEqual(before);
  }, 60_000);
});

describe('however the operation is sent', () => {
  it('by the id of a trusted document, by GET and as an entity', async () => {
    const post = async (body: object) => {
      const response = await fetch(started.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-sandbox-fault': 'helpcrunch=503' },
        body: JSON.stringify(body),
      });
      // biome-ignore lint/suspicious/noExplicitAny: whole answers are compared as they come.
      return (await response.json()) as any;
    };
    const down = { source: 'HELPCRUNCH', error: { code: 'UPSTREAM_UNAVAILABLE' } };
    expect((await post({ documentId: 'page' })).data.customers.sources).toContainEqual(
      expect.objectContaining(down),
    );
    const address = `${started.url}?query=${encodeURIComponent(PAGE)}`;
    const headers = { 'x-sandbox-fault': 'helpcrunch=503', accept: 'application/json' };
    for (const _again of [1, 2]) {
      const response = await fetch(address, { headers });
      expect(response.headers.get('cache-control')).toBe('private, no-store');
      // biome-ignore lint/suspicious/noExplicitAny: whole answers are compared as they come.
      const { data } = (await response.json()) as any;
      expect(data.customers.sources).toContainEqual(expect.objectContaining(down));
    }
    const { data } = await live(
      '{ customers(first: 20, filter: { inSources: [CARECLOUD, HELPCRUNCH] }) { nodes { id } } }',
    );
    const representations = data.customers.nodes.map(({ id }: { id: string }) => ({
      __typename: 'Customer',
      id,
    }));
    const entity = await post({
      query:
        'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Customer { name lastSeenAt } } }',
      variables: { representations },
    });
    expect(entity.data._entities[0]).toMatchObject({ name: expect.any(String), lastSeenAt: null });
    expect(entity.errors[0].extensions).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', source: 'HELPCRUNCH' });
  });

  it('with an invalid header each way is refused, without requests to sources', async () => {
    started.resetRequests();
    const headers = { 'x-sandbox-fault': 'helpcrunch=maybe', 'content-type': 'application/json' };
    const answers = await Promise.all([
      fetch(started.url, { method: 'POST', headers, body: JSON.stringify({ documentId: 'page' }) }),
      fetch(`${started.url}?query=${encodeURIComponent(PAGE)}`, { headers }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
    expect(started.upstreamRequests()).toEqual({ careCloud: [], helpCrunch: [] });
  });
});
