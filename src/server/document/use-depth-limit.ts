import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import { tooComplex } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';

/**
 * Refuses documents that exceed the depth limit, before validation. Depth depends on the text alone, so each document
 * is measured once.
 */
export function useDepthLimit(maxDepth: number): GatewayPlugin {
  const known = new WeakMap<DocumentNode, number>();
  return {
    onParse() {
      return ({ result }) => {
        if (result === null || result instanceof Error) return;
        const depth = known.get(result) ?? documentDepth(result);
        known.set(result, depth);
        if (depth > maxDepth) {
          throw tooComplex(`The operation is ${depth} fields deep; at most ${maxDepth} are allowed.`);
        }
      };
    },
  };
}

/**
 * The depth of a document's deepest selection, in fields. Fragments count where they are spread and are measured once
 * each, so nested fragments cost no more than their text. Introspection is left out because it has its own limit.
 */
function documentDepth(document: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const known = new Map<string, number>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }

  function depthOf(set: SelectionSetNode | undefined): number {
    let deepest = 0;
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        if (!selection.name.value.startsWith('__')) {
          deepest = Math.max(deepest, 1 + depthOf(selection.selectionSet));
        }
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        deepest = Math.max(deepest, depthOf(selection.selectionSet));
      } else {
        deepest = Math.max(deepest, fragmentDepth(selection.name.value));
      }
    }
    return deepest;
  }

  function fragmentDepth(name: string): number {
    const measured = known.get(name);
    if (measured !== undefined) return measured;
    known.set(name, 0); // A fragment that spreads itself ends here; validation refuses it.
    const depth = depthOf(fragments.get(name)?.selectionSet);
    known.set(name, depth);
    return depth;
  }

  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  return Math.max(0, ...operations.map((operation) => depthOf(operation.selectionSet)));
}
