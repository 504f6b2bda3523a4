import { type GraphQLSchema, isInputObjectType, isObjectType } from 'graphql';

/** What each scope shows and lets one ask by, read from the schema that enforces it, as the README has it. */
export function printScopesTable(schema: GraphQLSchema): string {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const rows = types.flatMap((type) => {
    if (isObjectType(type)) {
      const fields = Object.values(type.getFields());
      return rowOf(type.name, fields, (field) => JSON.stringify(field.extensions.directives ?? []));
    }
    if (!isInputObjectType(type)) return [];
    return rowOf(type.name, Object.values(type.getFields()), (field) =>
      JSON.stringify(field.extensions.requiresScopes ?? []),
    );
  });
  return ['| type | `customers:read` | `customers:pii` besides |', '|---|---|---|', ...rows].join('\n');
}

/** Empty for a type whose fields are all shown with what leads to it. */
function rowOf<Field extends { readonly name: string }>(
  type: string,
  fields: readonly Field[],
  scopesOf: (field: Field) => string,
): readonly string[] {
  const needsPii = (field: Field) => scopesOf(field).includes('customers:pii');
  const personal = fields.filter(needsPii);
  if (personal.length === 0) return [];
  const names = (list: readonly Field[]) => list.map(({ name }) => name).join(', ') || '–';
  return [`| \`${type}\` | ${names(fields.filter((field) => !needsPii(field)))} | ${names(personal)} |`];
}
