import {
  type ASTNode,
  type DefinitionNode,
  type DocumentNode,
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

/** The federation directives used, as `@link` imports them. */
const IMPORTS = ['@key', '@shareable', '@inaccessible', '@requiresScopes', '@cost', '@listSize'];

/**
 * The whole schema as the file schema.graphql has it: every type, field and directive, in the order of the code.
 * `@link` stands at a definition of the schema, as relay-compiler does not read an extension of what is not defined.
 */
export function printWholeSchema(schema: GraphQLSchema): string {
  return `${print(wholeSchema(schema, `schema ${link(IMPORTS)} { query: Query }`))}\n`;
}

/**
 * What `_service` tells routers: the same without what would get in somebody's way.
 * - `node` and `nodes` (see node.ts).
 * - `@requiresScopes`: @apollo/gateway refuses a supergraph that has it anywhere. Nothing is lost but a router's chance
 *   to refuse a field before asking: this gateway enforces its scopes itself.
 */
export function printSubgraph(schema: GraphQLSchema): string {
  // Anyone may ask, and under many aliases: printed once.
  const printed = printedBySchema.get(schema) ?? printServed(schema);
  printedBySchema.set(schema, printed);
  return printed;
}

const printedBySchema = new WeakMap<GraphQLSchema, string>();

function printServed(schema: GraphQLSchema): string {
  const imports = IMPORTS.filter((name) => !LEFT_OUT.directives.includes(name));
  const document = wholeSchema(schema, `extend schema ${link(imports)}`);
  const served = visit(document, {
    Directive: ({ name }) => (LEFT_OUT.directives.includes(`@${name.value}`) ? null : undefined),
    FieldDefinition: ({ name }, _key, _parent, _path, ancestors) =>
      isInQuery(ancestors) && LEFT_OUT.queries.includes(name.value) ? null : undefined,
  });
  return `${print(served)}\n`;
}

const LEFT_OUT = {
  queries: ['node', 'nodes'],
  // Only `node` and `nodes` are inaccessible.
  directives: ['@requiresScopes', '@inaccessible'],
};

/** GraphQL.js prints no directives; the directives plugin leaves each type's definition, directives included, as its AST. */
function wholeSchema(schema: GraphQLSchema, head: string): DocumentNode {
  const query = schema.getQueryType();
  const types = [query, ...Object.values(schema.getTypeMap()).filter((type) => type !== query)];
  const definitions = types
    .filter((type) => type != null)
    // Federation's own types and fields, which no SDL of a subgraph has, begin with an underscore.
    .filter(
      (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type) && !type.name.startsWith('_'),
    )
    .flatMap((type): readonly DefinitionNode[] => (type.astNode ? [type.astNode] : []));
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [...preamble(head).definitions, ...definitions],
  };
  return visit(document, {
    FieldDefinition: ({ name }) => (name.value.startsWith('_') ? null : undefined),
    StringValue: (text, key) => (key === 'description' ? { ...text, block: true } : undefined),
  });
}

/**
 * `@oneOf` is written out because Apollo's composition does not know it yet. Supergraphs of Apollo lose it;
 * customer-key.ts checks besides.
 */
function preamble(head: string): DocumentNode {
  return parse(`
    ${head}
    "An input of which exactly one field must be set."
    directive @oneOf on INPUT_OBJECT
  `);
}

function link(imports: readonly string[]): string {
  return `@link(url: "${FEDERATION}", import: ${JSON.stringify(imports)})`;
}

function isInQuery(ancestors: readonly (ASTNode | readonly ASTNode[])[]): boolean {
  return ancestors.some(
    (node) => 'kind' in node && node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === 'Query',
  );
}
