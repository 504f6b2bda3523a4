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

/** How long introspection's own lists are, roughly and generously. */
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
/** What all tools ask for comes to about 120,000. */
const MOST_VALUES = 300_000;

/**
 * Introspection on: as much as any tool asks for, once; not types within fields within types, nor a hundred aliases of it.
 * Off: none, and errors suggest no names, so that none can be guessed. `_service` answers whoever may ask operations all
 * the same: routers and registries are operators' own, and cannot do without it.
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
            `The introspection asks for about ${values} values; at most ${MOST_VALUES} are allowed.`,
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

/** About how many values the introspection in a document comes to; each fragment is measured once per place of a list. */
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
