import {
  type DefinitionNode,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  isIntrospectionType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  parse,
  print,
  type ScalarTypeDefinitionNode,
  visit,
} from 'graphql';
import { servedPart, subgraphOptionsOf } from './served-part.ts';

/** The lowest version with @cost and @listSize: the older it is, the more routers accept it. */
const FEDERATION = 'https://specs.apollo.dev/federation/v2.9';

/** The federation directives in use, as `@link` imports them. */
const IMPORTS = ['@key', '@shareable', '@requiresScopes', '@cost', '@listSize'];

/**
 * The whole schema for the file schema.graphql: every type, field and directive, in the order of the code. `@link` is
 * on a definition of the schema, because relay-compiler does not accept an extension of something undefined.
 */
export function printWholeSchema(schema: GraphQLSchema): string {
  const description = schema.description
    ? `${print({ kind: Kind.STRING, value: schema.description, block: true })}\n`
    : '';
  const head = `${description}schema ${link(IMPORTS)} { query: Query }`;
  return `${print(wholeSchema(schema, head))}\n`;
}

/** What `_service` returns to routers, and `npm run sdl` prints for publishing: see served-part.ts. */
export function printSubgraph(schema: GraphQLSchema): string {
  // It may be selected under many aliases, so print it once.
  const printed = printedBySchema.get(schema) ?? printServed(schema);
  printedBySchema.set(schema, printed);
  return printed;
}

const printedBySchema = new WeakMap<GraphQLSchema, string>();

function printServed(schema: GraphQLSchema): string {
  const options = subgraphOptionsOf(schema);
  const imports = IMPORTS.filter((name) => name !== '@requiresScopes' || options.sdl.includes('scopes'));
  return `${print(servedPart(wholeSchema(schema, `extend schema ${link(imports)}`), options))}\n`;
}

/** A scalar's definition references its specification, which the directives plugin omits. */
function withSpecification(type: GraphQLNamedType): DefinitionNode {
  const node = type.astNode as DefinitionNode;
  if (node.kind !== Kind.SCALAR_TYPE_DEFINITION || !isScalarType(type) || !type.specifiedByURL) return node;
  const [named] = parse(`scalar It @specifiedBy(url: ${JSON.stringify(type.specifiedByURL)})`).definitions;
  return { ...node, directives: (named as ScalarTypeDefinitionNode).directives ?? [] };
}

/**
 * GraphQL.js prints no directives; the directives plugin leaves each type's definition, directives included, as its
 * AST.
 */
function wholeSchema(schema: GraphQLSchema, head: string): DocumentNode {
  const query = schema.getQueryType();
  const types = [query, ...Object.values(schema.getTypeMap()).filter((type) => type !== query)];
  const definitions = types
    .filter((type) => type != null)
    // Federation's own types and fields, which are never in a subgraph's SDL, begin with an underscore.
    .filter(
      (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type) && !type.name.startsWith('_'),
    )
    .flatMap((type): readonly DefinitionNode[] => (type.astNode ? [withSpecification(type)] : []));
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
 * `@oneOf` is defined explicitly because Apollo's composition does not know it yet. Apollo's supergraphs drop it, so
 * customer-key.ts checks it as well.
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
