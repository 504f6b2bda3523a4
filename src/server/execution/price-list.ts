import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { costWeightOf, directiveArguments } from './cost-directives.ts';
import { type ValuePrice, valuePriceOf } from './value-price.ts';

/** The price of one field, from the schema's `@cost` and `@listSize`. */
interface FieldPrice {
  readonly type: GraphQLNamedType;
  /** Per item the field returns; by default 1 for objects, 0 for scalars and enums. */
  readonly weight: number;
  readonly size: ListSize;
  /** The arguments whose values have a cost. */
  readonly values: readonly { readonly argument: string; readonly price: ValuePrice }[];
}

/** The largest page ever fetched. A larger one is refused and costs no more than this. */
export const LARGEST_PAGE = 100;

/** How many items a field returns. */
export interface ListSize {
  readonly isList: boolean;
  /** Used if there is no slicing argument. */
  readonly assumed: number;
  /** The page size is the largest of these arguments. */
  readonly slicingArguments: readonly string[];
  /** The fields of a connection that have its page size. */
  readonly sizedFields: ReadonlySet<string>;
  /** A required list argument (`nodes(ids:)`) whose length is the number of items. `@listSize` cannot express this. */
  readonly keysArgument: string | null;
  /** This many keys are priced as one item. */
  readonly keysPerThing: number;
}

/**
 * Routers collect references from many operations into one `_entities` field. They are looked up together: a hundred
 * representations take one request to a source. The remaining price bounds the size of the response.
 */
const ENTITIES_PER_THING = 10;

/** The prices of a schema's fields, by type and field name; undefined for an unknown field. */
export type PriceList = (parent: GraphQLNamedType, fieldName: string) => FieldPrice | undefined;

/**
 * Reads prices from the schema's directives, so that the enforced price is the published price. See the GraphQL Cost
 * Directives specification (`@cost`, `@listSize`) and Apollo Federation 2.9, which imports them.
 */
export function createPriceList(schema: GraphQLSchema): PriceList {
  const known = new Map<string, FieldPrice>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields()))
      known.set(`${type.name}.${field.name}`, priceOf(field));
  }
  return (parent, fieldName) => known.get(`${parent.name}.${fieldName}`);
}

function priceOf(field: GraphQLField<unknown, unknown>): FieldPrice {
  const type = getNamedType(field.type);
  const weight = costWeightOf(field) ?? costWeightOf(type) ?? (isCompositeType(type) ? 1 : 0);
  const values = field.args.flatMap((argument) => {
    const price = valuePriceOf(argument);
    return price === null ? [] : [{ argument: argument.name, price }];
  });
  return { type, weight, size: sizeOf(field), values };
}

function sizeOf(field: GraphQLField<unknown, unknown>): ListSize {
  const { assumedSize, slicingArguments, sizedFields } = directiveArguments(field, 'listSize') ?? {};
  const slicing = (slicingArguments as readonly string[] | undefined) ?? [];
  const keys = field.args.find(({ type }) => isNonNullType(type) && isListType(type.ofType));
  return {
    isList: isListType(getNullableType(field.type)),
    assumed: assumedSize === undefined ? defaultSize(field, slicing) : Number(assumedSize),
    slicingArguments: slicing,
    sizedFields: new Set(sizedFields as readonly string[] | undefined),
    keysArgument: keys?.name ?? null,
    keysPerThing: field.name === '_entities' ? ENTITIES_PER_THING : 1,
  };
}

/** A slicing argument's own default. Cosmo's composition accepts no `assumedSize` together with it. */
function defaultSize({ args }: GraphQLField<unknown, unknown>, slicing: readonly string[]): number {
  const defaults = args.filter(({ name }) => slicing.includes(name)).map(({ defaultValue }) => defaultValue);
  return Math.max(1, ...defaults.filter((value) => typeof value === 'number'));
}
