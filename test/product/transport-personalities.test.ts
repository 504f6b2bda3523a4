import { afterAll, beforeAll, expect, it } from 'vitest';
import { personalitiesNamed } from '../../src/sandbox/personality/personalities.ts';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';

/** Two pages of a hundred rows of each vendor, read without a cache. */
const LIST = `query ($after: String) {
  customers(first: 100, after: $after) {
    nodes { id name email }
    pageInfo { hasNextPage endCursor }
    sources { source status warning error { code } }
  }
}`;

let product: StartedGateway;
beforeAll(async () => {
  product = await startGateway({
    env: { CACHE_TTL_SECONDS: '0', HELPCRUNCH_REQUESTS_PER_MINUTE: '100000' },
    sandbox: { people: 160, helpCrunchRequestsPerMinute: null },
  });
});
afterAll(() => product[Symbol.asyncDispose]());

async function everybody() {
  const nodes: unknown[] = [];
  for (let after: string | null = null; ; ) {
    const { data, errors } = await product.query(LIST, { after });
    expect(errors).toBeUndefined();
    for (const { source, ...report } of data.customers.sources) {
      expect(report, source).toEqual({
        status: expect.stringMatching(/^(OK|SKIPPED)$/),
        warning: null,
        error: null,
      });
    }
    nodes.push(...data.customers.nodes);
    if (!data.customers.pageInfo.hasNextPage) return nodes;
    after = data.customers.pageInfo.endCursor;
  }
}

it.each([
  'gzip-unasked',
  'brotli-unasked',
  'redirects',
])('everybody is listed by vendors with %s, and nothing is warned of', async (name) => {
  product.sandbox.setPersonalities([]);
  const usual = await everybody();
  expect(usual.length).toBeGreaterThan(100);
  product.sandbox.setPersonalities(personalitiesNamed(name));
  expect(await everybody()).toEqual(usual);
});
