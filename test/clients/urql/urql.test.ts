import { buildClientSchema, getIntrospectionQuery, isObjectType } from 'graphql';
import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { showsCustomers } from '../shows-customers.ts';
import { createUrqlClient, createUrqlScreens, PARTS } from './customer-screens.ts';

showsCustomers('urql', createUrqlScreens);

it('urql caches everything without a warning, and reads it again from its cache', async () => {
  await using gateway = await startGateway();
  const warnings: string[] = [];
  const client = createUrqlClient(gateway.url, (severity, message) => {
    if (severity !== 'debug') warnings.push(message);
  });
  const { error, data } = await client.query(EVERY_TYPE, {});
  expect(error).toBeUndefined();
  expect(data.customers.nodes).toHaveLength(5);
  expect(client.readQuery(EVERY_TYPE, {})?.data).toEqual(data);
  expect(warnings).toEqual([]);
});

it('names for urql every type without a global id', async () => {
  await using gateway = await startGateway();
  const { data } = await gateway.query(getIntrospectionQuery());
  const types = Object.values(buildClientSchema(data).getTypeMap()).filter(isObjectType);
  const parts = types
    .filter((type) => !type.getInterfaces().some(({ name }) => name === 'Node'))
    .map(({ name }) => name)
    .filter((name) => !/^_|^(Query|PageInfo)$|(Connection|Edge)$/.test(name));
  expect(PARTS).toEqual(parts.sort());
});

const EVERY_TYPE = `{
  customers(first: 5, filter: { inSources: [CARECLOUD, HELPCRUNCH] }) {
    nodes {
      id
      careCloud { id address { city } agreement { gtc custom { agreementId value } } consents { consentId value } }
      helpCrunch { id location { city } device { platform } tags { name } customData { property value } }
    }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount { value precision bySource { source value } }
    sources { source status error { code } }
  }
  sources { source status filters }
}`;
