import { type GraphQLSchema, isInputObjectType, isObjectType } from 'graphql';

/**
 * What each scope except customers:read shows and permits to filter by, from the schema that enforces it. Anything not
 * in the table needs only customers:read.
 */
export function printScopesTable(schema: GraphQLSchema): string {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const rows = types.flatMap((type) => {
    if (isObjectType(type)) {
      const fields = Object.values(type.getFields());
      return rowsOf(type.name, fields, (field) => JSON.stringify(field.extensions.directives ?? []));
    }
    if (!isInputObjectType(type)) return [];
    return rowsOf(type.name, Object.values(type.getFields()), (field) =>
      JSON.stringify(field.extensions.requiresScopes ?? []),
    );
  });
  return ['| type | scope | fields |', '|---|---|---|', ...rows].join('\n');
}

/** One row per scope that a field of the type needs. */
function rowsOf<Field extends { readonly name: string }>(
  type: string,
  fields: readonly Field[],
  scopesOf: (field: Field) => string,
): readonly string[] {
  const byScope = new Map<string, string[]>();
  for (const field of fields) {
    for (const [scope] of scopesOf(field).matchAll(/customers:\w+/g)) {
      if (scope !== 'customers:read') byScope.set(scope, [...(byScope.get(scope) ?? []), field.name]);
    }
  }
  return [...byScope].map(([scope, names]) => `| \`${type}\` | \`${scope}\` | ${names.join(', ')} |`);
}
