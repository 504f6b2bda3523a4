import { expect, it } from 'vitest';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';

const get = (product: StartedGateway, query: string) =>
  fetch(`${product.url}?query=${encodeURIComponent(query)}`, { headers: { accept: 'application/json' } });

const BOTH = '{ customers(first: 2, orderBy: { field: UPDATED_AT }) { nodes { id } } }';

it('shows how long each source was waited for', async () => {
  await using product = await startGateway();
  const response = await get(product, BOTH);
  expect(response.headers.get('server-timing')).toMatch(
    /^CARECLOUD;dur=\d+\.\d;desc="\d requests, 0 cached", HELPCRUNCH;dur=\d+\.\d;desc="1 requests, 0 cached"$/,
  );
});

it('lets a browser cache a complete response to a GET, but none that lacks a source', async () => {
  await using product = await startGateway();
  expect((await get(product, BOTH)).headers.get('cache-control')).toBe('private, max-age=10');
  product.sandbox.helpCrunch.injectFault({ status: 500 });
  const lacking = await get(
    product,
    '{ customers(first: 3, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { id } } }',
  );
  expect(lacking.status).toBe(200);
  expect(lacking.headers.get('cache-control')).toBe('private, no-store');
});
