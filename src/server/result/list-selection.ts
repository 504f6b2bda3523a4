import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getOperationAST,
  getVariableValues,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export interface Operation {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly schema: GraphQLSchema;
  /** As sent by the client. */
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
}

/** A field of the operation by its response key, with every node that selects it. */
export interface SelectedField {
  readonly key: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
}

export interface Selection {
  root(key: string): SelectedField | undefined;
  /** The fields of these names that are selected below a field. */
  below(field: SelectedField, names: readonly string[]): readonly SelectedField[];
}

/** The selections of an operation, with fragments expanded and without what `@skip` and `@include` omit. */
export function selectionOf({ document, operationName, schema, variableValues }: Operation): Selection {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }

  function collect(sets: readonly SelectionSetNode[]): readonly SelectedField[] {
    const nodesByKey = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    const visit = ({ selections }: SelectionSetNode): void => {
      for (const selection of selections) {
        if (!isIncluded(selection)) continue;
        if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet);
        else if (selection.kind === Kind.FRAGMENT_SPREAD) {
          const name = selection.name.value;
          const fragment = fragments.get(name);
          if (fragment === undefined || spread.has(name)) continue;
          spread.add(name);
          visit(fragment.selectionSet);
        } else {
          const key = (selection.alias ?? selection.name).value;
          nodesByKey.set(key, [...(nodesByKey.get(key) ?? []), selection]);
        }
      }
    };
    sets.forEach(visit);
    return [...nodesByKey].map(([key, nodes]) => ({ key, name: nodes[0]?.name.value ?? '', nodes }));
  }

  const operation = getOperationAST(document, operationName);
  const { coerced: variables = {} } = getVariableValues(
    schema,
    operation?.variableDefinitions ?? [],
    variableValues ?? {},
  );
  const isIncluded = (node: SelectionNode): boolean =>
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false;
  const roots = operation == null ? [] : collect([operation.selectionSet]);
  return {
    root: (key) => roots.find((field) => field.key === key),
    below: ({ nodes }, names) =>
      collect(nodes.flatMap(({ selectionSet }) => selectionSet ?? [])).filter(({ name }) =>
        names.includes(name),
      ),
  };
}
