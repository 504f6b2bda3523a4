import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';

let product: StartedGateway;
let hidden: StartedGateway | undefined;
beforeAll(async () => {
  product = await startGateway({ sandbox: { people: 20 } });
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await hidden?.[Symbol.asyncDispose]();
});

const KEYS =
  /^[^"]*"CustomerKey!?"[^.]*\. Expected exactly one of id, email, .*, such as \{ email: "jan\.novak@example\.com" \}\./;
const ORDER = 'Expected an object such as { field: UPDATED_AT, direction: DESC }.';
const BAD_TEXT = 'p1@x.cz';

test.each<readonly [string, string, object | undefined, string | RegExp]>([
  ['no key', '{ customer(by: {}) { id } }', undefined, KEYS],
  ['two keys', `{ customer(by: { email: "${BAD_TEXT}", careCloudId: "a" }) { id } }`, undefined, KEYS],
  [
    'no key in a variable',
    'query ($by: CustomerKey!) { customer(by: $by) { id } }',
    { by: {} },
    /Expected exactly one of id, email, /,
  ],
  [
    'one field a thousand times',
    `{ ${'a: __typename '.repeat(1100)} }`,
    undefined,
    /^The document selects fields of the same response name too often to compare them all\. Expected each once/,
  ],
  [
    'a null next to the key',
    'query ($by: CustomerKey!) { customer(by: $by) { id } }',
    { by: { email: BAD_TEXT, phone: null } },
    /Expected exactly one of id, email, /,
  ],
  [
    'a key that does not exist',
    `{ customer(by: { mail: "${BAD_TEXT}" }) { id } }`,
    undefined,
    /^Field "mail" is not defined by type "CustomerKey"\. Did you mean "email"\? Expected exactly one of id, email, /,
  ],
  [
    'the same in a variable',
    'query ($by: CustomerKey!) { customer(by: $by) { id } }',
    { by: { mail: BAD_TEXT } },
    /^Variable "\$by": Field "mail" .*\? Expected exactly one of id, email, /,
  ],
  [
    'a null for a key',
    '{ customer(by: { email: null }) { id } }',
    undefined,
    /must be non-null\. Expected exactly one of id, /,
  ],
  ['no argument', '{ customer { id } }', undefined, /was not provided\. Expected exactly one of id, email, /],
  ['a text for a key', `{ customer(by: "${BAD_TEXT}") { id } }`, undefined, KEYS],
  [
    'a null in a nested key',
    '{ customer(by: { externalId: { id: null } }) { id } }',
    undefined,
    'Expected value of type "String!". Expected a value such as "…", not null.',
  ],
  [
    'a field of a filter that does not exist',
    '{ customers(filter: { helpCrunch: { tags: { any: ["VIP"] } } }) { nodes { id } } }',
    undefined,
    'Field "any" is not defined by type "HelpCrunchTagFilter". Did you mean "anyOf"? Expected one of allOf, anyOf, noneOf.',
  ],
  [
    'a missing field of an object',
    '{ customers(orderBy: { direction: DESC }) { nodes { id } } }',
    undefined,
    `Field "CustomerOrder.field" of required type "CustomerOrderField!" was not provided. ${ORDER}`,
  ],
  [
    'a null for an enum',
    '{ customers(filter: { careCloud: { consent: { consentId: "a", value: null } } }) { nodes { id } } }',
    undefined,
    'Expected value of type "ConsentValue!". Expected one of NO, YES, NOT_SET.',
  ],
  [
    'the same in a variable',
    'query ($filter: CustomerFilter) { customers(filter: $filter) { nodes { id } } }',
    { filter: { careCloud: { consent: { consentId: BAD_TEXT, value: null } } } },
    /^Variable "\$filter" at .*not to be null\. Expected one of NO, YES, NOT_SET\.$/,
  ],
  [
    'a missing variable',
    'query ($direction: OrderDirection!) { customers(orderBy: { field: UPDATED_AT, direction: $direction }) { nodes { id } } }',
    {},
    'Variable "$direction" of required type "OrderDirection!" was not provided. Expected one of ASC, DESC.',
  ],
  [
    'a nullable variable that is missing',
    'query ($email: String) { customer(by: { email: $email }) { id } }',
    {},
    /^Argument "by" has invalid value\. A variable in it is null or missing\. .*Declare such a variable as non-null, such as \$email: String!\.$/,
  ],
  [
    'an enum value that does not exist',
    '{ customers(orderBy: { field: NAME }) { nodes { id } } }',
    undefined,
    'The value does not exist in "CustomerOrderField" enum. Expected one of SOURCE, UPDATED_AT.',
  ],
  [
    'the same in a variable',
    'query ($order: CustomerOrder) { customers(orderBy: $order) { nodes { id } } }',
    { order: { field: BAD_TEXT } },
    'Variable "$order" at "order.field": The value does not exist in "CustomerOrderField" enum. Expected one of SOURCE, UPDATED_AT.',
  ],
  [
    'an enum in quotes',
    '{ customers(filter: { inSources: ["CARECLOUD"] }) { nodes { id } } }',
    undefined,
    'Enum "CustomerSource" cannot represent non-enum value. Expected one of CARECLOUD, HELPCRUNCH, without quotes in a document, in quotes in JSON variables.',
  ],
  [
    'an enum for an object',
    '{ customers(orderBy: UPDATED_AT) { nodes { id } } }',
    undefined,
    `Expected value of type "CustomerOrder". ${ORDER}`,
  ],
  [
    'the same in a variable',
    'query ($order: CustomerOrder) { customers(orderBy: $order) { nodes { id } } }',
    { order: BAD_TEXT },
    `Variable "$order": Expected type "CustomerOrder" to be an object. ${ORDER}`,
  ],
  [
    'a list for an object',
    '{ customers(filter: { helpCrunch: { tags: ["VIP"] } }) { nodes { id } } }',
    undefined,
    'Expected value of type "HelpCrunchTagFilter". Expected an object such as { allOf: ["VIP"] }.',
  ],
  [
    'a null among the values of a list',
    `query ($email: String) { customers(filter: { emails: ["${BAD_TEXT}", $email] }) { nodes { id } } }`,
    { email: null },
    /^Argument "filter" has invalid value\.|^Variable "\$email"/,
  ],
  [
    'a null in a variable for a key',
    'query ($by: CustomerKey!) { customer(by: $by) { id } }',
    { by: null },
    /must not be null\. Expected exactly one of id, email, /,
  ],
  [
    'a null in a variable for the text of a key',
    'query ($by: CustomerKey!) { customer(by: $by) { id } }',
    { by: { email: null } },
    /must be non-null\. Expected exactly one of id, email, /,
  ],
  [
    'a number for a text',
    '{ customer(by: { email: 5 }) { id } }',
    undefined,
    'String cannot represent a non string value. Expected a text in quotes, such as "…".',
  ],
  [
    'a text for a number',
    '{ customers(first: "5") { nodes { id } } }',
    undefined,
    'Int cannot represent non-integer value. Expected a whole number without quotes, such as 20.',
  ],
  [
    'the same in a variable',
    'query ($first: Int) { customers(first: $first) { nodes { id } } }',
    { first: BAD_TEXT },
    /^Variable "\$first": Int cannot represent non-integer value\. Expected a whole number /,
  ],
  [
    'a text for a yes or no',
    `{ customers(filter: { helpCrunch: { blocked: "${BAD_TEXT}" } }) { nodes { id } } }`,
    undefined,
    'Boolean cannot represent a non boolean value. Expected true or false, without quotes.',
  ],
  [
    'a fraction for an id',
    '{ customer(by: { helpCrunchId: 1.5 }) { id } }',
    undefined,
    /^ID cannot represent a non-string and non-integer value\. Expected an id in quotes, such as "…"\./,
  ],
  [
    'a text for a consent',
    `{ customers(filter: { careCloud: { consent: "${BAD_TEXT}" } }) { nodes { id } } }`,
    undefined,
    'Expected value of type "CareCloudConsentFilter". Expected an object such as { consentId: "…", value: YES }.',
  ],
  [
    'letters in a phone',
    '{ customer(by: { phone: "+420 abc 123" }) { id } }',
    undefined,
    /: it contains letters\.$/,
  ],
  [
    'a phone too short',
    '{ customer(by: { phone: "+420 12" }) { id } }',
    undefined,
    /: it has too few digits for its country\.$/,
  ],
  [
    'a phone too long',
    '{ customer(by: { phone: "+420 603 350 413 999 99" }) { id } }',
    undefined,
    /: it has too many digits for its country\.$/,
  ],
  [
    'no such country',
    '{ customer(by: { phone: "+999 603 350 413" }) { id } }',
    undefined,
    /: it does not begin with an existing country code\.$/,
  ],
])('%s', async (_name, query, variables, expected) => {
  product.resetRequests();
  const { errors } = await product.query(query, variables);
  const [message] = (errors ?? []).map((error: { message: string }) => error.message);
  expect(message).toMatch(expected);
  expect(message).not.toContain(BAD_TEXT);
  expect(product.upstreamRequests()).toEqual({ careCloud: [], helpCrunch: [] });
});

async function post(body: object, url = product.url, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return {
    status: response.status,
    message: ((await response.json()) as { errors: { message: string }[] }).errors[0]?.message,
  };
}

test('an id from Apollo’s link falls back to the text, any other id is refused with what is missing', async () => {
  expect(await post({ extensions: { persistedQuery: { version: 1, sha256Hash: 'ab' } } })).toEqual({
    status: 200,
    message: 'PersistedQueryNotSupported',
  });
  expect((await post({ documentId: 'sha256:ab' })).message).toMatch(
    /^PersistedQueryNotSupported: expected `query`, got the id of a document\. .*TRUSTED_DOCUMENTS is not set/,
  );
  expect((await post({})).message).toBe('Must provide query string.');
});

test('an unknown path names the path of GraphQL', async () => {
  const response = await fetch(product.url.replace('/graphql', '/graphq'));
  expect(response.status).toBe(404);
  expect(await response.text()).toBe(
    'Not found. GraphQL is at /graphql. There is also /health, /ready, /version, /metrics.\n',
  );
});

test('a missing key and a wrong one have different messages', async () => {
  const hash = createHash('sha256').update('right').digest('hex');
  await using closed = await startGateway({
    env: { AUTH_API_KEYS: `shop:${hash}:customers:read` },
    sandbox: { people: 5 },
  });
  const body = { query: '{ __typename }' };
  expect((await post(body, closed.url)).message).toMatch(/got none\.$/);
  const basic = await post(body, closed.url, { authorization: 'Basic c2hvcDpyaWdodA==' });
  expect(basic.message).toMatch(/got an authorization header without a Bearer key or token\.$/);
  const wrong = await post(body, closed.url, { 'x-api-key': 'wrong' });
  expect(wrong).toMatchObject({
    status: 401,
    message: expect.stringMatching(/got a key that is not known here/),
  });
});

test('a source with an open circuit is named, with the time of the next attempt', async () => {
  await using broken = await startGateway({ sandbox: { people: 20 } });
  broken.sandbox.helpCrunch.injectFault({ status: 503 });
  const messages: string[] = [];
  for (let id = 1; id < 6; id++) {
    const { errors } = await broken.query(`{ customer(by: { helpCrunchId: "${id}" }) { id } }`);
    messages.push(errors?.[0].message);
  }
  expect(messages.at(-1)).toMatch(/^HelpCrunch failed several times in a row; next try in \d+ s\.$/);
}, 30_000);

test.each([
  ['{ customers(orderBy: { field: NAME }) { nodes { id } } }', 'Expected one of SOURCE, UPDATED_AT.'],
  // GraphQL would suggest similar names.
  ['{ customers(orderBy: { field: SOURCES }) { nodes { id } } }', 'Expected one of SOURCE, UPDATED_AT.'],
  ['{ customers(filter: { inSources: ["CARECLOUD"] }) { nodes { id } } }', 'without quotes in a document'],
  ['{ customers(orderBy: UPDATED_AT) { nodes { id } } }', ORDER],
  ['{ customers(filter: { helpCrunch: { tags: ["VIP"] } }) { nodes { id } } }', '{ allOf: ["VIP"] }'],
  ['{ customer(by: {}) { id } }', 'Expected exactly one of id, email, '],
])('without introspection, messages still help, and suggest nothing: %s', async (query, advice) => {
  hidden ??= await startGateway({ env: { INTROSPECTION: '0' }, sandbox: { people: 5 } });
  for (const gateway of [hidden, product]) {
    const { errors } = await gateway.query(query);
    expect(errors?.[0].message).toContain(advice);
    expect(errors?.[0].message).not.toContain('Did you mean');
  }
});

test('without introspection, similar names are not suggested', async () => {
  hidden ??= await startGateway({ env: { INTROSPECTION: '0' }, sandbox: { people: 5 } });
  const messageOf = async (gateway: StartedGateway, query: string) =>
    (await gateway.query(query)).errors?.[0].message;
  for (const query of ['{ customer(by: { emial: "a@x.cz" }) { id } }', '{ customerz { id } }']) {
    expect(await messageOf(product, query)).toContain('Did you mean');
    expect(await messageOf(hidden, query)).not.toContain('Did you mean');
  }
});
