import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  type PothosInputFieldConfig,
  type PothosOutputFieldConfig,
  type PothosTypeConfig,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core';
import type { Scope } from '../customers/model/scopes.ts';

/** The size of a list, for `@listSize` of the GraphQL Cost Directives specification. */
interface ListSizeOptions {
  readonly assumedSize?: number;
  readonly slicingArguments?: readonly string[];
  readonly sizedFields?: readonly string[];
  readonly requireOneSlicingArgument?: boolean;
}

declare global {
  export namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      federationDirectives: FederationDirectives<Types>;
    }
    interface FieldOptions<
      Types extends SchemaTypes = SchemaTypes,
      ParentShape = unknown,
      Type extends TypeParam<Types> = TypeParam<Types>,
      Nullable extends FieldNullability<Type> = FieldNullability<Type>,
      Args extends InputFieldMap = InputFieldMap,
      ResolveShape = unknown,
      ResolveReturnShape = unknown,
    > {
      /** `@requiresScopes`: alternatives, each of which must be held in full. */
      requiresScopes?: readonly (readonly Scope[])[];
      /** `@cost(weight:)`. */
      cost?: number;
      /** `@listSize`. */
      listSize?: ListSizeOptions;
    }
    interface ObjectTypeOptions<Types extends SchemaTypes = SchemaTypes, Shape = unknown> {
      /** `@shareable`: other subgraphs may have the same type. */
      shareable?: boolean;
    }
  }
}

interface Directive {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

const keysByType = new Map<string, readonly string[]>();

/** Makes an object type an entity: `@key` for each of these fields. Call it before the schema is built. */
export function setEntityKeys(type: string, keys: readonly string[]): void {
  keysByType.set(type, keys);
}

/**
 * Records Apollo Federation's directives on types and fields where the directives plugin reads them and adds them to
 * each definition.
 */
class FederationDirectives<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onTypeConfig(config: PothosTypeConfig): PothosTypeConfig {
    const keys = keysByType.get(config.name) ?? [];
    const { shareable } = config.pothosOptions as { readonly shareable?: boolean };
    return withDirectives(config, [
      ...keys.map((fields) => ({ name: 'key', args: { fields } })),
      ...(shareable ? [{ name: 'shareable', args: {} }] : []),
    ]);
  }

  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const { requiresScopes, cost, listSize } = config.pothosOptions;
    return withDirectives(config, [
      ...(requiresScopes ? [{ name: 'requiresScopes', args: { scopes: requiresScopes } }] : []),
      ...(cost === undefined ? [] : [{ name: 'cost', args: { weight: cost } }]),
      ...(listSize ? [{ name: 'listSize', args: { ...listSize } }] : []),
    ]);
  }

  /** Gives every list in an input object its price. */
  override onInputFieldConfig(config: PothosInputFieldConfig<Types>): PothosInputFieldConfig<Types> {
    const isListOfObject = config.kind === 'InputObject' && config.type.kind === 'List';
    return isListOfObject ? withDirectives(config, [{ name: 'cost', args: { weight: VALUE_COST } }]) : config;
  }
}

/** The cost of each value in a filter's list. */
const VALUE_COST = 1;

function withDirectives<
  Config extends { readonly extensions?: Readonly<Record<string, unknown>> | null | undefined },
>(config: Config, directives: readonly Directive[]): Config {
  return directives.length === 0 ? config : { ...config, extensions: { ...config.extensions, directives } };
}

SchemaBuilder.registerPlugin('federationDirectives', FederationDirectives);
