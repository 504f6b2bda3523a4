import { readFile } from 'node:fs/promises';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { buildClientSchema, getIntrospectionQuery, parse, printSchema } from 'graphql';
import { expect, expectTypeOf, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { showsCustomers } from '../shows-customers.ts';
import type { CustomerListQuery, CustomerListQueryVariables, PersonQuery } from './__generated__/graphql.ts';
import settings from './codegen.config.ts';
import { createTypedScreens } from './customer-screens.ts';

showsCustomers('A client typed by graphql-codegen', createTypedScreens);

it('graphql-codegen accepts the introspected schema, and generates the committed files', async () => {
  const schema = await introspectedSchema();
  const source = await readFile(new URL('customer-screens.ts', import.meta.url), 'utf8');
  const documents = [...source.matchAll(/graphql\(`([^`]+)`\)/g)].map(([, rawSDL = '']) => ({
    location: 'customer-screens.ts',
    rawSDL,
    document: parse(rawSDL),
  }));
  const { config, presetConfig } = settings.generates['./__generated__/'];
  const files = await preset.buildGeneratesSection({
    baseOutputDir: './__generated__/',
    schema: parse(printSchema(schema)),
    schemaAst: schema,
    documents,
    config,
    presetConfig,
    plugins: [],
    pluginMap: {},
  });
  expect(files.map(({ filename }) => filename)).toEqual([
    './__generated__/graphql.ts',
    './__generated__/gql.ts',
  ]);
  for (const file of files) await expect(await codegen(file)).toMatchFileSnapshot(file.filename);
});

// tsc checks these against the schema, in `npm run check`.
it('types variables and results', () => {
  type Row = NonNullable<CustomerListQuery['customers']>['nodes'][number];
  expectTypeOf<Row>().toEqualTypeOf<{ id: string; name: string | null; email: string | null }>();
  expectTypeOf<CustomerListQueryVariables['order']>().toEqualTypeOf<'SOURCE' | 'UPDATED_AT'>();
  type Named = Extract<PersonQuery['node'], { __typename: 'Customer' }>;
  expectTypeOf<Named['birthdate']>().toEqualTypeOf<string | null>();
  expectTypeOf<'CareCloudCustomer' | 'HelpCrunchCustomer'>().toExtend<
    Exclude<PersonQuery['node'], Named | null>['__typename']
  >();
});

/** Without descriptions, so that rewording one does not outdate the generated files. */
async function introspectedSchema() {
  await using gateway = await startGateway();
  const { data } = await gateway.query(getIntrospectionQuery({ descriptions: false }));
  return buildClientSchema(data);
}
