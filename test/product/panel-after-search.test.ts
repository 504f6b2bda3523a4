import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';

/** Somebody searches for a person and opens them: what the search has shown is not asked again. */

const SEARCH = 'query ($text: String!) { searchCustomers(text: $text) { matches { customer { id } } } }';
const PANEL =
  'query ($id: ID!) { customer(by: { id: $id }) { sources helpCrunch { customerId lastSeenAt } } }';

let product: StartedGateway;
beforeAll(async () => {
  product = await startGateway({ env: { CACHE_TTL_SECONDS: '60' }, sandbox: { people: 600 } });
  await product.gateway.probeSources(['CARECLOUD', 'HELPCRUNCH']);
});
afterAll(() => product?.[Symbol.asyncDispose]());

/** Accounts whose email a profile has too: with the beginning of their address, and their name. */
function people() {
  const profiles = new Map(product.sandbox.helpCrunch.rows.map((row) => [row.email?.toLowerCase(), row]));
  return product.sandbox.careCloud.rows.flatMap(({ customer_id: account, personal_information: person }) => {
    const email = person.email?.toLowerCase() ?? '';
    const profile = profiles.get(email);
    const localPart = email.split('@')[0] ?? '';
    const name = `${person.last_name} ${person.first_name}`;
    const isUsual = /^[a-z.]{3,}\d+$/.test(localPart) && /^\p{L}+ \p{L}+$/u.test(name);
    return profile !== undefined && isUsual
      ? [{ account, profile: String(profile.id), email, localPart, name }]
      : [];
  });
}

async function open(text: string, account: string, headers = {}, count = () => 0) {
  const { data } = await product.query(SEARCH, { text });
  const ids: readonly string[] = data.searchCustomers.matches.map(
    ({ customer }: { readonly customer: { readonly id: string } }) => customer.id,
  );
  const id = Buffer.from(`Customer:CARECLOUD:${account}`).toString('base64');
  expect(ids).toContain(id);
  const asked = count();
  product.resetRequests();
  const { data: panel, extensions } = await product.query(PANEL, { id }, headers);
  return { ...panel.customer, asked, sent: product.upstreamRequests().helpCrunch, extensions };
}

it('by a part of the email: the search has shown every profile with it, so HelpCrunch is not asked', async () => {
  const [person] = people();
  if (person === undefined) throw new Error('Expected somebody whom both know.');
  const panel = await open(person.localPart, person.account);
  expect(panel.sent).toEqual([]);
  expect(panel.sources).toEqual(['CARECLOUD', 'HELPCRUNCH']);
  expect(panel.helpCrunch.customerId).toBe(person.profile);
  expect(panel.extensions.upstream.HELPCRUNCH).toEqual({ requests: 0, cached: 1 });
});

it('but is with no-cache', async () => {
  const [, person] = people();
  if (person === undefined) throw new Error('Expected a second person.');
  const panel = await open(person.localPart, person.account, { 'cache-control': 'no-cache' });
  expect(panel.sent).toEqual(['POST /customers/search']);
  expect(panel.helpCrunch.customerId).toBe(person.profile);
});

it('by the name: others may have the same email, so HelpCrunch is asked for it, by the search or for the panel', async () => {
  const [, , person] = people();
  if (person === undefined) throw new Error('Expected a third person.');
  product.resetRequests();
  const asksForEmail = () =>
    product.sandbox.helpCrunch.requests.filter(({ body }) =>
      JSON.stringify(body)?.includes(`"${person.email}"`),
    ).length;
  const { asked, ...panel } = await open(person.name, person.account, {}, asksForEmail);
  expect(asked + asksForEmail()).toBeGreaterThan(0);
  expect(panel.helpCrunch.customerId).toBe(person.profile);
});
