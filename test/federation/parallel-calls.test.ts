import { expect, test } from 'vitest';
import { startGateway } from '../support/start-gateway.ts';

const ENTITIES = `query($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Customer { id name lastSeenAt helpCrunchId } }
}`;

/** Calls come together as far as the machine reads them at once: one round of several is enough to show that they share. */
const ROUNDS = 8;

test('parallel _entities calls of one operation share their look-ups', async () => {
  await using product = await startGateway({ sandbox: { people: 400 } });
  const emails = product.sandbox.careCloud.rows.flatMap(({ personal_information: { email } }) => email ?? []);
  const ask = (keys: readonly object[]) =>
    product.query(ENTITIES, {
      representations: keys.map((key) => ({ __typename: 'Customer', ...key })),
    });
  const costs: string[] = [];
  for (let round = 0; round < ROUNDS && costs.at(-1) !== '1+1'; round++) {
    const own = emails.slice(round * 24, round * 24 + 24).map((email) => ({ email }));
    const calls = [own.slice(0, 10), own.slice(7, 17), own.slice(14, 24)];
    product.resetRequests();
    const answers = await Promise.all(calls.map(ask));
    for (const { errors } of answers) expect(errors).toBeUndefined();
    const { careCloud, helpCrunch } = product.upstreamRequests();
    costs.push(`${careCloud.length}+${helpCrunch.length}`);
    expect(Math.max(careCloud.length, helpCrunch.length)).toBeLessThanOrEqual(calls.length);

    // Each operation is told what it cost, and a request counts once.
    const told = answers.map(({ extensions }) => extensions.upstream);
    expect(sum(told, 'CARECLOUD')).toBe(careCloud.length);
    expect(sum(told, 'HELPCRUNCH')).toBe(helpCrunch.length);

    // The same answers come from the cache when they are asked for again, together or alone.
    product.resetRequests();
    const again = await Promise.all(calls.map(ask));
    for (const call of calls) again.push(await ask(call));
    expect(again.map(({ data }) => data)).toEqual([...answers, ...answers].map(({ data }) => data));
    expect(product.upstreamRequests()).toEqual({ careCloud: [], helpCrunch: [] });
  }
  expect(costs.at(-1), costs.join(' ')).toBe('1+1');
});

type Told = Readonly<Record<string, { readonly requests: number } | undefined>>;

function sum(each: readonly Told[], source: string): number {
  return each.reduce((all, own) => all + (own[source]?.requests ?? 0), 0);
}
