import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLFormattedError,
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
import { isUpstreamCode, type UpstreamErrorCode } from '../../errors/error-codes.ts';

/** How a failure is reported in a list's own `sources`. */
interface FailureReport {
  readonly source: string;
  readonly code: UpstreamErrorCode;
  readonly message: string;
  readonly retryAfterSeconds: number | null;
}

export interface FailureAsDataOptions {
  /** The configured sources, in the order of `sources`. */
  readonly sources: readonly string[];
  readonly statusOf: (code: UpstreamErrorCode) => string;
}

interface Operation {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly schema: GraphQLSchema;
  /** As sent by the client. */
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
}

type Data = Readonly<Record<string, unknown>>;

/**
 * For clients that want failures as data. If a list's own `sources` is selected with `status` or `error`, a field of
 * its rows that a failed source would have filled is null without an error, and the source's entry reports the failure.
 * Other errors stay. Nothing is changed in place. Pure.
 */
export function failuresAsData<T extends GraphQLFormattedError>(
  result: { readonly data: Data; readonly errors: readonly T[] },
  operation: Operation,
  options: FailureAsDataOptions,
): { readonly data: Data; readonly errors: readonly T[] } {
  const selection = selectionOf(operation);
  const kept: T[] = [];
  let { data } = result;
  for (const error of result.errors) {
    const [key, ...below] = error.path ?? [];
    const failure = below.length === 0 ? null : failureOf(error);
    const told = failure && tellAt(data, selection.root(String(key)), failure, selection, options);
    if (told) data = told;
    else kept.push(error);
  }
  return { data, errors: kept };
}

function failureOf({ message, extensions }: GraphQLFormattedError): FailureReport | null {
  const { code, source, retryAfterSeconds } = extensions ?? {};
  if (typeof source !== 'string' || !isUpstreamCode(code)) return null;
  const seconds = typeof retryAfterSeconds === 'number' ? retryAfterSeconds : null;
  return { source, code, message, retryAfterSeconds: seconds };
}

/** The data with the failure in the list's `sources`; null if the list does not select it. */
function tellAt(
  data: Data,
  list: SelectedField | undefined,
  failure: FailureReport,
  selection: Selection,
  { sources, statusOf }: FailureAsDataOptions,
): Data | null {
  const value = list && (data[list.key] as Data | null | undefined);
  if (list === undefined || value == null) return null;
  const index = sources.indexOf(failure.source);
  let told: Data | null = null;
  for (const reports of selection.below(list, ['sources'])) {
    const lines = value[reports.key];
    const facts = selection.below(reports, ['status', 'error']);
    if (facts.length === 0 || !Array.isArray(lines) || lines[index] == null) continue;
    const line: Record<string, unknown> = { ...lines[index] };
    for (const fact of facts) {
      if (fact.name === 'status') line[fact.key] = statusOf(failure.code);
      else line[fact.key] ??= errorOf(selection.below(fact, Object.keys(toValues(failure))), failure);
    }
    told = { ...(told ?? value), [reports.key]: lines.toSpliced(index, 1, line) };
  }
  return told && { ...data, [list.key]: told };
}

function errorOf(fields: readonly SelectedField[], failure: FailureReport): Data {
  const values = toValues(failure);
  return Object.fromEntries(fields.map(({ key, name }) => [key, values[name]]));
}

function toValues({ code, message, retryAfterSeconds }: FailureReport): Data {
  return { code, reason: code, message, retryAfterSeconds, __typename: 'SourceError' };
}

/** A field of the operation by its response key, with every node that selects it. */
interface SelectedField {
  readonly key: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
}

interface Selection {
  root(key: string): SelectedField | undefined;
  /** The fields of these names that are selected below a field. */
  below(field: SelectedField, names: readonly string[]): readonly SelectedField[];
}

/** The selections of an operation, with fragments expanded and without what `@skip` and `@include` omit. */
function selectionOf({ document, operationName, schema, variableValues }: Operation): Selection {
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
