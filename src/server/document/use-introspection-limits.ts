import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type SelectionSetNode,
  validate,
} from 'graphql';
import { tooComplex } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';

/** Estimated lengths of introspection's lists, on the high side. */
const LENGTHS: Readonly<Record<string, number>> = {
  types: 100,
  fields: 8,
  inputFields: 8,
  enumValues: 8,
  interfaces: 8,
  possibleTypes: 8,
  directives: 8,
  args: 2,
};
/** The introspection queries of all tools come to about 120,000. */
const MOST_VALUES = 300_000;

/**
 * With introspection on, allows one introspection of the size any tool sends, but not types nested within fields within
 * types, or a hundred aliases of it. With introspection off, refuses it, and errors suggest no names, so that none can
 * be guessed. `_service` is always available to callers who may run operations: routers and registries belong to the
 * operator and depend on it.
 */
export function useIntrospectionLimits(isOn: boolean): GatewayPlugin {
  const known = new WeakMap<DocumentNode, number>();
  return {
    onParse() {
      return ({ result }) => {
        if (!isOn || result === null || result instanceof Error) return;
        const values = known.get(result) ?? introspectedValues(result);
        known.set(result, values);
        if (values > MOST_VALUES) {
          throw tooComplex(
            `The introspection selects about ${values} values; at most ${MOST_VALUES} are allowed.`,
          );
        }
      };
    },
    onValidate({ addValidationRule, setValidationFn }) {
      if (isOn) return;
      addValidationRule(NoSchemaIntrospectionCustomRule);
      setValidationFn((schema, document, rules) =>
        validate(schema, document, rules, { hideSuggestions: true }),
      );
    },
  };
}

/**
 * Estimates how many values the introspection in a document returns. Each fragment is measured once per enclosing list.
 */
function introspectedValues(document: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, number>();

  function valuesOf(set: SelectionSetNode | undefined, isWithin: boolean): number {
    let values = 0;
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) values += valuesOfFragment(selection.name.value, isWithin);
      else if (selection.kind === Kind.INLINE_FRAGMENT) values += valuesOf(selection.selectionSet, isWithin);
      else {
        const name = selection.name.value;
        const isInside = isWithin || name === '__schema' || name === '__type';
        const length = isInside ? (LENGTHS[name] ?? 1) : 1;
        values += (isInside ? 1 : 0) + length * valuesOf(selection.selectionSet, isInside);
      }
    }
    return values;
  }

  function valuesOfFragment(name: string, isWithin: boolean): number {
    const key = `${name} ${isWithin}`;
    const measured = known.get(key);
    if (measured !== undefined) return measured;
    known.set(key, 0);
    const values = valuesOf(fragments.get(name)?.selectionSet, isWithin);
    known.set(key, values);
    return values;
  }

  return document.definitions.reduce(
    (sum, one) => sum + (one.kind === Kind.OPERATION_DEFINITION ? valuesOf(one.selectionSet, false) : 0),
    0,
  );
}
