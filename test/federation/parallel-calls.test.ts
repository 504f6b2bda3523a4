import { expect, test } from 'vitest';
import { startGateway } from '../support/start-gateway.ts';

const ENTITIES = `query($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Customer { id name lastSeenAt helpCrunchId } }
}`;

/** Calls are combined as far as the machine reads them at once, so one combined round of several is enough. */
const ROUNDS = 8;

test('parallel _entities calls of one operation share their look-ups', async () => {
  await using product = await startGateway({ sandbox: { people: 400 } });
  const emails = product.sandbox.careCloud.rows.flatMap(({ personal_information: { email } }) => email ?? []);
  const ask = (keys: readonly object[]) =>
    product.query(ENTITIES, {
      representations: keys.map((key) => ({ __typename: 'Customer', ...key })),
    });
  const ids = product.sandbox.careCloud.rows.map(({ customer_id }) => ({ careCloudId: customer_id }));
  const costs: string[] = [];
  for (let round = 0; round < ROUNDS && costs.at(-1) !== '2+1'; round++) {
    const own = emails.slice(round * 20, round * 20 + 20).map((email) => ({ email }));
    // Typical calls of orders, tickets and marketing: by email, by id, and by email again, some of them the same.
    const calls = [own.slice(0, 12), ids.slice(round * 10 + 200, round * 10 + 210), own.slice(8, 20)];
    product.resetRequests();
    const answers = await Promise.all(calls.map(ask));
    for (const { errors } of answers) expect(errors).toBeUndefined();
    const { careCloud, helpCrunch } = product.upstreamRequests();
    costs.push(`${careCloud.length}+${helpCrunch.length}`);
    expect(Math.max(careCloud.length, helpCrunch.length)).toBeLessThanOrEqual(calls.length);

    // Each operation reports its cost, and a request counts once.
    const told = answers.map(({ extensions }) => extensions.upstream);
    expect(sum(told, 'CARECLOUD')).toBe(careCloud.length);
    expect(sum(told, 'HELPCRUNCH')).toBe(helpCrunch.length);

    // Repeated calls are served from the cache, together or alone.
    product.resetRequests();
    const again = await Promise.all(calls.map(ask));
    for (const call of calls) again.push(await ask(call));
    expect(again.map(({ data }) => data)).toEqual([...answers, ...answers].map(({ data }) => data));
    expect(product.upstreamRequests()).toEqual({ careCloud: [], helpCrunch: [] });
  }
  expect(costs.at(-1), costs.join(' ')).toBe('2+1');
});

type Told = Readonly<Record<string, { readonly requests: number } | undefined>>;

function sum(each: readonly Told[], source: string): number {
  return each.reduce((all, own) => all + (own[source]?.requests ?? 0), 0);
}
