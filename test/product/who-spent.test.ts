import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { createLogger } from '../../src/telemetry/logger.ts';
import { startGateway } from '../support/start-gateway.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

it('logs which caller sent what, the cost at each source, and each source’s status', async () => {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger({
    destination: { write: (line: string) => void lines.push(JSON.parse(line)) },
  });
  await using product = await startGateway({
    env: {
      AUTH_API_KEYS: `shop:${sha256('k')}:customers:read`,
      CACHE_TTL_SECONDS: '0',
      CACHE_STALE_SECONDS: '0',
    },
    gateway: { logger },
  });
  const answered = () => lines.filter(({ event }) => event === 'operation answered').at(-1);
  const query =
    'query Newest { customers(first: 2, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { id } } }';
  await product.query(query, {}, { 'x-api-key': 'k' });
  expect(answered()).toMatchObject({
    caller: 'shop',
    operationName: 'Newest',
    document: sha256(query),
    code: 'OK',
    // One of them, once: the check whether the list shows deleted accounts.
    requests: { CARECLOUD: 3, HELPCRUNCH: 1 },
    sources: { CARECLOUD: 'OK', HELPCRUNCH: 'OK' },
  });

  product.sandbox.helpCrunch.injectFault({ status: 403 });
  await product.query(query, {}, { 'x-api-key': 'k' });
  expect(answered()).toMatchObject({
    code: 'UPSTREAM_REJECTED',
    sources: { CARECLOUD: 'OK', HELPCRUNCH: 'REJECTED' },
  });

  await product.query(`query ${'N'.repeat(65)} { sources { status } }`, {}, { 'x-api-key': 'k' });
  expect(answered()).toMatchObject({ operationName: '[withheld]', requests: {}, sources: {} });

  const metrics = await (await fetch(product.url.replace('/graphql', '/metrics'))).text();
  expect(metrics).toMatch(/gateway_caller_upstream_requests_total\{source="HELPCRUNCH",caller="shop"\} 2/);
});
