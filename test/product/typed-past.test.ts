import { expect, it } from 'vitest';
import { systemClock } from '../../src/upstream/clock.ts';
import { startGateway } from '../support/start-gateway.ts';

/**
 * Somebody types on: their application closes the connection of the search before. What that search still waits for
 * leaves the queue, so that the budget is for what is waited for.
 */

const SEARCH = 'query ($text: String!) { searchCustomers(text: $text) { matches { customer { id } } } }';
const BUDGET = 3;

it('sends nothing for a search whose client has gone while it waited for the budget', async () => {
  let at = Date.now();
  await using product = await startGateway({
    env: { HELPCRUNCH_REQUESTS_PER_MINUTE: `${BUDGET}`, OPERATION_DEADLINE_MS: '300000' },
    gateway: { upstream: { clock: { ...systemClock, now: () => at } } },
  });
  const { careCloud, helpCrunch } = product.sandbox;
  const asksFor = (requests: typeof helpCrunch.requests, text: string) =>
    requests.filter((request) => JSON.stringify([...request.query, request.body]).includes(text)).length;
  const typing = (text: string, signal?: AbortSignal) =>
    product.gateway.fetch(
      new Request(product.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: SEARCH, variables: { text } }),
        ...(signal && { signal }),
      }),
    );
  const waiting = async (text: string) => {
    while (asksFor(careCloud.requests, text) === 0) await new Promise(setImmediate);
  };
  for (let sent = 0; sent < BUDGET; sent++) await typing(`nobody${sent}`);
  expect(helpCrunch.requests.length).toBe(BUDGET);

  const first = new AbortController();
  const gone = typing('quixot', first.signal).catch(() => null);
  await waiting('quixot');
  const second = typing('zebulon');
  await waiting('zebulon');
  first.abort();
  await gone;
  at += 61_000;
  await typing('ypsilanti');
  expect((await second).status).toBe(200);
  const asked = ['quixot', 'zebulon', 'ypsilanti'].map((text) => asksFor(helpCrunch.requests, text));
  expect(asked[0]).toBe(0);
  expect(asked.slice(1).every((count) => count > 0)).toBe(true);
});
