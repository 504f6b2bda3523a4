import {
  type ASTNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type ObjectTypeDefinitionNode,
  visit,
} from 'graphql';

/** How much of the schema routers see. */
export interface SubgraphOptions {
  /**
   * In addition to what composes with every other subgraph: `scopes` includes `@requiresScopes`; `node` includes
   * `node`, `nodes` and the interface `Node`.
   */
  readonly sdl: readonly ('scopes' | 'node')[];
  /** The keys of `Customer` in the SDL, by field; null: all. `_entities` accepts each of them either way. */
  readonly keys: readonly string[] | null;
}

export const EVERY_NEIGHBOUR: SubgraphOptions = { sdl: [], keys: null };

/** Sets how much of this schema its `_service` returns. */
export function setSubgraphOptions(schema: GraphQLSchema, options: SubgraphOptions): void {
  schema.extensions = { ...schema.extensions, subgraph: options };
}

export function subgraphOptionsOf(schema: GraphQLSchema): SubgraphOptions {
  return (schema.extensions.subgraph as SubgraphOptions | undefined) ?? EVERY_NEIGHBOUR;
}

/**
 * The schema without what conflicts with other subgraphs.
 * - `Node`, `node` and `nodes`: see node.ts.
 * - `@requiresScopes`: @apollo/gateway refuses a supergraph that has it anywhere. A router then cannot refuse a field
 *   in
 *  advance, but nothing else is lost: this gateway enforces its scopes itself.
 * - Unwanted keys of `Customer`: some routers select every key of a type, whatever it costs.
 */
export function servedPart(document: DocumentNode, { sdl, keys }: SubgraphOptions): DocumentNode {
  const hidesNode = !sdl.includes('node');
  return visit(document, {
    Directive: (directive) =>
      directive.name.value === 'requiresScopes' && !sdl.includes('scopes') ? null : undefined,
    FieldDefinition: ({ name }, _key, _parent, _path, ancestors) =>
      hidesNode && NODE_QUERIES.includes(name.value) && isInQuery(ancestors) ? null : undefined,
    InterfaceTypeDefinition: ({ name }) => (hidesNode && name.value === 'Node' ? null : undefined),
    ObjectTypeDefinition(type): ObjectTypeDefinitionNode {
      const interfaces = type.interfaces?.filter(({ name }) => !hidesNode || name.value !== 'Node');
      const isUnwanted = (directive: ConstDirectiveNode) =>
        type.name.value === 'Customer' && keys !== null && isKeyOutside(directive, keys);
      const directives = type.directives?.filter((directive) => !isUnwanted(directive));
      return { ...type, ...(interfaces && { interfaces }), ...(directives && { directives }) };
    },
  });
}

const NODE_QUERIES = ['node', 'nodes'];

function isKeyOutside({ name, arguments: given }: ConstDirectiveNode, keys: readonly string[]): boolean {
  const fields = given?.find((argument) => argument.name.value === 'fields')?.value;
  return name.value === 'key' && fields?.kind === Kind.STRING && !keys.includes(fields.value);
}

function isInQuery(ancestors: readonly (ASTNode | readonly ASTNode[])[]): boolean {
  return ancestors.some(
    (node) => 'kind' in node && node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === 'Query',
  );
}
