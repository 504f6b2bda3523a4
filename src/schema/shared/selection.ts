import {
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { WantedFacts } from '../../customers/customer-directory.ts';

type Operation = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'variableValues'>;

/** Which facts of a page the client selected; each costs requests only then. */
export function wantedFacts(info: Operation): WantedFacts {
  return {
    hasNextPage: selects(info, ['pageInfo', 'hasNextPage']),
    hasPreviousPage: selects(info, ['pageInfo', 'hasPreviousPage']),
    totalCount: selects(info, ['totalCount']),
  };
}

/**
 * Whether the field being resolved has a selection along a path of field names: through aliases, fragments and
 * `@defer`, but not where `@skip` or `@include` omit it.
 */
export function selects(info: Operation, path: readonly string[]): boolean {
  // Cached per depth: fragments that spread each other many times are walked once.
  const seen = new Set<string>();
  const reaches = (set: SelectionSetNode | undefined, depth: number): boolean =>
    set?.selections.some((selection) => isIncluded(selection, info) && leadsOn(selection, depth)) ?? false;
  const leadsOn = (selection: SelectionNode, depth: number): boolean => {
    if (selection.kind === Kind.FIELD) return isStep(selection, depth);
    if (selection.kind === Kind.INLINE_FRAGMENT) return reaches(selection.selectionSet, depth);
    const visit = `${depth} ${selection.name.value}`;
    if (seen.has(visit)) return false;
    seen.add(visit);
    return reaches(info.fragments[selection.name.value]?.selectionSet, depth);
  };
  const isStep = (field: FieldNode, depth: number): boolean =>
    field.name.value === path[depth] && (depth === path.length - 1 || reaches(field.selectionSet, depth + 1));
  return info.fieldNodes.some((field) => reaches(field.selectionSet, 0));
}

function isIncluded(selection: SelectionNode, { variableValues }: Operation): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, selection, variableValues)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, selection, variableValues)?.if !== false
  );
}
