import {
  type DefinitionNode,
  type GraphQLSchema,
  isIntrospectionType,
  isSpecifiedScalarType,
  Kind,
  parse,
  print,
  visit,
} from 'graphql';

/** The lowest version that knows @cost and @listSize: the older, the more routers take it. */
const FEDERATION = 'https://specs.apollo.dev/federation/v2.9';
const IMPORTS = ['@key', '@shareable', '@inaccessible', '@requiresScopes', '@cost', '@listSize'];

/**
 * @oneOf is written out because Apollo's composition does not know it yet. Routers drop it from the supergraph;
 * `CustomerKey` is checked here besides.
 */
const PREAMBLE = parse(
  `extend schema @link(url: "${FEDERATION}", import: ${JSON.stringify(IMPORTS)})
   "An input of which exactly one field must be set."
   directive @oneOf on INPUT_OBJECT`,
);

/** The whole schema as the file schema.graphql has it: every type, field and directive. */
export function printWholeSchema(schema: GraphQLSchema): string {
  return printed(schema, []);
}

/** What `_service` tells routers: the same without what a supergraph cannot use (see node.ts). */
export function printSubgraph(schema: GraphQLSchema): string {
  return printed(schema, ['node', 'nodes']);
}

/** GraphQL.js prints no directives; the directives plugin leaves each type's definition, directives included, as its AST. */
function printed(schema: GraphQLSchema, queryFieldsLeftOut: readonly string[]): string {
  const query = schema.getQueryType();
  const definitions = [query, ...Object.values(schema.getTypeMap()).filter((type) => type !== query)]
    .filter((type) => type != null)
    .filter(
      (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type) && !type.name.startsWith('_'),
    )
    .flatMap((type): readonly DefinitionNode[] => (type.astNode ? [type.astNode] : []));
  const document = { kind: Kind.DOCUMENT, definitions: [...PREAMBLE.definitions, ...definitions] } as const;
  const edited = visit(document, {
    FieldDefinition: (field, _key, _parent, _path, ancestors) => {
      const isQueryField = ancestors.some((node) => node === query?.astNode);
      const isLeftOut = field.name.value.startsWith('_') || queryFieldsLeftOut.includes(field.name.value);
      return isQueryField && isLeftOut ? null : undefined;
    },
    StringValue: (text, key) => (key === 'description' ? { ...text, block: true } : undefined),
  });
  return `${print(edited)}\n`;
}
