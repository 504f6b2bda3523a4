import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import { expect, expectTypeOf, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import desk from '../desk/codegen.config.ts';
import { showsCustomers } from '../shows-customers.ts';
import type { CustomerListQuery, CustomerListQueryVariables, PersonQuery } from './__generated__/graphql.ts';
import settings from './codegen.config.ts';
import { createTypedScreens } from './customer-screens.ts';
import { generateTypes } from './support/generate-types.ts';

showsCustomers('A client typed by graphql-codegen', createTypedScreens);

const CODEGEN = [new URL('customer-screens.ts', import.meta.url)];
const DESK = ['Panel', 'People', 'Search'].map((name) => new URL(`../desk/src/${name}.tsx`, import.meta.url));

it.each([
  ['typed client', './__generated__/', CODEGEN, settings.generates['./__generated__/']],
  ['page', '../desk/src/__generated__/', DESK, desk.generates['./src/__generated__/']],
])('graphql-codegen accepts the introspected schema, and generates the committed files of the %s', async (_, folder, sources, output) => {
  const files = await generateTypes(await introspectedSchema(), sources, output);
  expect([...files.keys()].sort()).toEqual(['gql.ts', 'graphql.ts']);
  for (const [name, text] of files) await expect(text).toMatchFileSnapshot(folder + name);
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
