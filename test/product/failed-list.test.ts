import { expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/fault.ts';
import type { SandboxRequest } from '../../src/sandbox/sandbox-request.ts';
import { startGateway } from '../support/start-gateway.ts';

/** No learning, and no cached response that could replace a request. */
const env = { PROBE: '0', CHECK_ON_START: '0', CACHE_TTL_SECONDS: '0', CACHE_STALE_SECONDS: '0' };

const PAGE = `edges { source identity node { id email careCloud { state } } }
  sources { source status requests error { code } }`;

/** Lists that go on with HelpCrunch's rows, whose accounts would be looked up at CareCloud. */
const LISTS = {
  'by source': `{ customers(first: 3) { ${PAGE} } }`,
  'by last change': `{ customers(first: 3, orderBy: { field: UPDATED_AT }) { ${PAGE} } }`,
  'with a criterion': `{ customers(first: 3, filter: { email: "vlad.dark@transylmania.com" }) { ${PAGE} } }`,
};

/** Responses that every other request would get, too. */
const OF_THE_SOURCE: readonly (readonly [string, Fault, string])[] = [
  ['401', { status: 401 }, 'UPSTREAM_REJECTED'],
  ['402', { status: 402 }, 'UPSTREAM_REJECTED'],
  ['418', { status: 418 }, 'UPSTREAM_REJECTED'],
  ['425', { status: 425 }, 'UPSTREAM_REJECTED'],
  [
    'a redirect',
    { status: 302, headers: { location: 'https://login.example/' } },
    'UPSTREAM_INVALID_RESPONSE',
  ],
  ['a page', { html: true }, 'UPSTREAM_INVALID_RESPONSE'],
  ['another envelope', { wrongTypes: 'envelope' }, 'UPSTREAM_INVALID_RESPONSE'],
];

const CASES = OF_THE_SOURCE.flatMap(([what, fault, code]) =>
  Object.entries(LISTS).map(([list, query]) => ({ what, fault, code, list, query })),
);

it.each(CASES)('a source that answers a list $list with $what gets one request', async (given) => {
  await using product = await startGateway({ env });
  product.sandbox.careCloud.injectFault(given.fault);
  const { data, errors } = await product.query(given.query);
  expect(errors).toBeUndefined();
  const { edges, sources } = data.customers;
  expect(edges.length).toBeGreaterThan(0);
  for (const { source, identity } of edges) expect([source, identity]).toEqual(['HELPCRUNCH', 'UNRESOLVED']);
  expect(sources[0]).toMatchObject({ source: 'CARECLOUD', requests: 1, error: { code: given.code } });
  expect(product.upstreamRequests().careCloud).toEqual(['GET /customers']);
  expect(product.upstreamRequests().helpCrunch).toHaveLength(1);
});

const ABOUT_ONE_REQUEST: readonly (readonly [string, Fault])[] = [
  ['403', { status: 403 }],
  ['422', { status: 422 }],
  ['JSON that breaks in the middle', { body: '{"data":{"customers":[{"customer_id":"8ea' }],
];

it.each(ABOUT_ONE_REQUEST)('after %s the accounts of the other rows are looked up', async (_, fault) => {
  await using product = await startGateway({ env });
  const isLookUp = ({ query }: SandboxRequest) => query.has('email_list[]');
  product.sandbox.careCloud.injectFault({ ...fault, match: (request) => !isLookUp(request) });
  const { data } = await product.query(LISTS['by source']);
  for (const { identity } of data.customers.edges) expect(identity).toBe('RESOLVED');
  expect(product.sandbox.careCloud.requests.filter(isLookUp)).toHaveLength(1);
});

it('a search box does not look up accounts at a source that refuses the credentials', async () => {
  await using product = await startGateway({ env });
  product.sandbox.careCloud.injectFault({ status: 401 });
  const { data } = await product.query(
    '{ searchCustomers(text: "vlad.dark@transylmania.com") { matches { identity customer { name careCloud { state } } } sources { source requests } } }',
  );
  expect(data.searchCustomers.matches).toEqual([
    { identity: 'UNRESOLVED', customer: { name: 'Vlad Darkula', careCloud: null } },
  ]);
  expect(data.searchCustomers.sources[0]).toEqual({ source: 'CARECLOUD', requests: 1 });
  // Nor do the fields of whom the other source found.
  expect(product.upstreamRequests().careCloud).toEqual(['GET /customers']);
});

it('fields of people whom a search box found do not ask HelpCrunch again, either', async () => {
  await using product = await startGateway({ env });
  product.sandbox.helpCrunch.injectFault({ status: 401 });
  const email = product.sandbox.careCloud.rows.find(({ personal_information: { email } }) => email)
    ?.personal_information.email;
  const { data, errors } = await product.query(
    'query ($text: String!) { searchCustomers(text: $text) { matches { customer { name helpCrunch { name } } } sources { status } } }',
    { text: email },
  );
  expect(errors).toBeUndefined();
  expect(data.searchCustomers.matches[0].customer.helpCrunch).toBeNull();
  expect(data.searchCustomers.sources[1].status).toBe('REJECTED');
  expect(product.upstreamRequests().helpCrunch).toHaveLength(1);
});
