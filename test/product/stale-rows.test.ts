import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/upstream/clock.ts';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';

/** Fields of rows that a source answers from an older copy, while it fails: the list's `sources` report it. */

const SECONDS = 60;
const SOURCES = 'sources { source status requests ageSeconds error { code } }';
const OLD = { source: 'HELPCRUNCH', status: 'STALE', ageSeconds: SECONDS, error: null };
const ROWS = 'nodes { name lastSeenAt }';
const KNOWN = `{ list: customers(first: 20) { ${ROWS} ${SOURCES} } }`;

let product: StartedGateway;
let now = Date.now();

beforeAll(async () => {
  product = await startGateway({
    env: { CACHE_TTL_SECONDS: '10', CACHE_STALE_SECONDS: '600', OPERATION_DEADLINE_MS: '300000' },
    gateway: { upstream: { clock: { ...systemClock, now: () => now } } },
  });
  const fresh = await product.query(KNOWN);
  expect(fresh.data.list.sources.map(({ status }: { status: string }) => status)).toEqual(['OK', 'SKIPPED']);
  now += SECONDS * 1000;
  product.sandbox.helpCrunch.injectFault({ status: 503 });
});
afterAll(() => product?.[Symbol.asyncDispose]());

describe('a source that answered fields of rows from an older copy is STALE, with its age', () => {
  it.each([
    ['in rows', KNOWN],
    [
      'by aliases and fragments',
      `{ list: customers(first: 20) { ...Rows } } fragment Rows on CustomerConnection { edges { node { seen: lastSeenAt } } ${SOURCES} }`,
    ],
  ])('%s', async (_, query) => {
    const { data, errors } = await product.query(query);
    expect(errors).toBeUndefined();
    expect(data.list.sources[1]).toEqual({ ...OLD, requests: 0 });
    expect(data.list.sources[0]).toMatchObject({ source: 'CARECLOUD', status: 'OK' });
  });

  it('only as far as it is selected', async () => {
    const { data } = await product.query(
      `{ customers(first: 20) { ${ROWS} sources { requests age: ageSeconds } how: sources { status } } }`,
    );
    expect(data.customers.sources[1]).toEqual({ requests: 0, age: SECONDS });
    expect(data.customers.how).toEqual([{ status: 'OK' }, { status: 'STALE' }]);
  });

  it('but not if nobody’s fields needed it', async () => {
    const { data } = await product.query(`{ list: customers(first: 20) { nodes { id } ${SOURCES} } }`);
    expect(data.list.sources[1]).toMatchObject({ status: 'SKIPPED', ageSeconds: null });
  });

  it('and failed if it did not answer all of them', async () => {
    const { data, errors } = await product.query(
      `{ list: customers(first: 40) { ${ROWS} ${SOURCES} } known: customers(first: 20) { ${ROWS} } }`,
    );
    expect(data.list.sources[1]).toMatchObject({
      source: 'HELPCRUNCH',
      status: 'UNAVAILABLE',
      error: { code: 'UPSTREAM_UNAVAILABLE' },
    });
    for (const { path } of errors ?? []) expect(path[0]).toBe('known');
  });
});
