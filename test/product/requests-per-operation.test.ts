import { describe, expect, it } from 'vitest';
import { startGateway } from '../support/start-gateway.ts';

const LIMITS = { CARECLOUD_REQUESTS_PER_OPERATION: '5', HELPCRUNCH_REQUESTS_PER_OPERATION: '3' };

/** This many fields with different arguments, none of which the document alone proves to be too many. */
const aliased = (count: number, field: (index: number) => string) =>
  `{ ${Array.from({ length: count }, (_, index) => `a${index}: ${field(index)}`).join(' ')} }`;

const codesOf = (errors: readonly { extensions: { code: string } }[] = []) =>
  new Set(errors.map(({ extensions }) => extensions.code));

describe('the requests of one operation to the sources', () => {
  it('never exceed the setting, and further fields fail with OPERATION_TOO_COMPLEX', async () => {
    await using product = await startGateway({ env: LIMITS });
    const { data, errors } = await product.query(
      aliased(
        4,
        (index) =>
          `customers(first: 5, filter: { lastName: "Name${index}", notInSources: [HELPCRUNCH] }) { nodes { id } }`,
      ),
    );
    const { careCloud, helpCrunch } = product.upstreamRequests();
    expect(careCloud.length).toBeLessThanOrEqual(5);
    expect(helpCrunch.length).toBeLessThanOrEqual(3);
    expect(data).toBeDefined();
    for (const code of codesOf(errors)) expect(code).toBe('OPERATION_TOO_COMPLEX');
  });

  it('include retries', async () => {
    await using product = await startGateway({ env: { ...LIMITS, HELPCRUNCH_REQUESTS_PER_OPERATION: '2' } });
    product.sandbox.helpCrunch.injectFault({ status: 503 });
    const { errors } = await product.query('{ helpCrunchCustomers(first: 1) { nodes { id } } }');
    expect(product.upstreamRequests().helpCrunch).toHaveLength(2);
    expect(codesOf(errors)).toEqual(new Set(['OPERATION_TOO_COMPLEX']));
  });

  it('may end a list early, with the rows found and a place to continue', async () => {
    await using product = await startGateway({ env: LIMITS, sandbox: { people: 3_000 } });
    const { data, errors } = await product.query(
      '{ customers(first: 100, filter: { notInSources: [CARECLOUD], helpCrunch: { tags: { anyOf: ["VIP"] }, blocked: true } }) { nodes { id } pageInfo { hasNextPage endCursor } sources { source status requests } } }',
    );
    expect(errors).toBeUndefined();
    expect(product.upstreamRequests().helpCrunch.length).toBeLessThanOrEqual(3);
    expect(data.customers.pageInfo).toEqual({ hasNextPage: true, endCursor: expect.any(String) });
    expect(data.customers.sources).toContainEqual(expect.objectContaining({ status: 'SCAN_LIMITED' }));
  });

  it.each([
    [{ HELPCRUNCH_REQUESTS_PER_OPERATION: '1', CACHE_TTL_SECONDS: '0' }, '{ field: SOURCE }'],
    [
      { CARECLOUD_REQUESTS_PER_OPERATION: '3', IDENTITY_KEYS: 'phone' },
      '{ field: UPDATED_AT, direction: DESC }',
    ],
  ])('are never too few for a walk without saying so: with %j it ends with an error, not with the same empty page for ever', async (env, order) => {
    await using product = await startGateway({ env: { ...LIMITS, ...env } });
    const page = async (after: string | null) =>
      product.query(
        `query ($after: String) { customers(first: 20, after: $after, orderBy: ${order}, filter: { helpCrunch: { tags: { anyOf: ["VIP"] } } }) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
    let after: string | null = null;
    let answer: Awaited<ReturnType<typeof page>>;
    let pages = 0;
    do {
      answer = await page(after);
      after = answer.data.customers?.pageInfo.endCursor ?? null;
      pages += 1;
    } while (answer.data.customers?.pageInfo.hasNextPage === true && pages < 100);
    expect(pages).toBeLessThan(100);
    expect(answer.errors).toMatchObject([
      {
        message: expect.stringMatching(
          /^The operation needs more than (?:1 request|3 requests) to (CARECLOUD|HELPCRUNCH), the maximum/,
        ),
        extensions: { code: 'OPERATION_TOO_COMPLEX' },
      },
    ]);
  });

  it('are counted per operation', async () => {
    await using product = await startGateway({ env: LIMITS });
    for (let run = 0; run < 4; run++) {
      const { errors } = await product.query(
        aliased(
          3,
          (index) => `careCloudCustomers(first: 1, filter: { lastName: "R${run}${index}" }) { nodes { id } }`,
        ),
      );
      expect(errors).toBeUndefined();
    }
    expect(product.upstreamRequests().careCloud).toHaveLength(12);
  });
});
