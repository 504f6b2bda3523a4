import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';

/**
 * The checks of Apollo's subgraph compatibility suite over HTTP, for the features this subgraph has: `_service`,
 * `@link`, `@key` (single, repeated), `@shareable`.
 */
let product: StartedGateway;
beforeAll(async () => {
  product = await startGateway();
});
afterAll(() => product[Symbol.asyncDispose]());

const entities = (representations: readonly object[], fields: string) =>
  product.query(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ${fields} } }`,
    { representations },
  );

test('_service returns the SDL, with its specification linked', async () => {
  const { data, errors } = await product.query('query { _service { sdl } }');
  expect(errors).toBeUndefined();
  const { sdl } = data._service;
  expect(() => parse(sdl)).not.toThrow();
  expect(sdl).toMatch(
    /extend schema\s+@link\(url: "https:\/\/specs\.apollo\.dev\/federation\/v2\.\d+", import: \[[^\]]*"@key"/,
  );
  expect(sdl).not.toMatch(/\b_entities\b|\b_service\b|union _Entity|scalar _Any/);
});

test('the executable schema has the federation types and fields', async () => {
  const { data } = await product.query(
    '{ any: __type(name: "_Any") { kind } entity: __type(name: "_Entity") { kind possibleTypes { name } } service: __type(name: "_Service") { kind } }',
  );
  expect(data.any).toEqual({ kind: 'SCALAR' });
  expect(data.service).toEqual({ kind: 'OBJECT' });
  expect(data.entity.kind).toBe('UNION');
  expect(data.entity.possibleTypes.map(({ name }: { name: string }) => name).sort()).toEqual([
    'CareCloudCustomer',
    'CareCloudPurchase',
    'CareCloudSegment',
    'CareCloudStore',
    'CareCloudTier',
    'CareCloudVoucher',
    'Customer',
    'HelpCrunchChat',
    'HelpCrunchCustomer',
  ]);
});

test('@key: each of its keys leads to the same entity', async () => {
  const row = product.sandbox.careCloud.rows.find(({ personal_information: { email } }) => email);
  const careCloudId = row?.customer_id ?? '';
  const email = row?.personal_information.email ?? '';
  const first = await entities([{ __typename: 'Customer', careCloudId }], '... on Customer { id }');
  const [{ id }] = first.data._entities;
  const { data, errors } = await entities(
    [
      { __typename: 'Customer', id },
      { __typename: 'Customer', careCloudId },
      { __typename: 'CareCloudCustomer', customerId: careCloudId },
    ],
    '... on Customer { id } ... on CareCloudCustomer { customer { id } }',
  );
  expect(errors).toBeUndefined();
  expect(data._entities).toEqual([
    { __typename: 'Customer', id },
    { __typename: 'Customer', id },
    { __typename: 'CareCloudCustomer', customer: { id } },
  ]);
  const byEmail = await entities([{ __typename: 'Customer', email }], '... on Customer { email }');
  expect(byEmail.data._entities[0].email.toLowerCase()).toBe(email.toLowerCase());
});

test('@shareable: other subgraphs may have their own pages', async () => {
  const { sdl } = (await product.query('{ _service { sdl } }')).data._service;
  expect(sdl).toMatch(/type PageInfo @shareable/);
});
