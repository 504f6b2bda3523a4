import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  isObjectType,
} from 'graphql';
import type { AskedField } from '../../customers/customer-directory.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { GatewayContext } from '../../schema/context.ts';
import { asksOf, leadsToOf } from '../../schema/shared/asks.ts';
import { pricesOf } from './operation-complexity.ts';
import type { FieldPlan, OperationPlan, Selection, Variables } from './operation-plan.ts';
import { LARGEST_PAGE, type ListSize } from './price-list.ts';

/** Fragments that spread each other can expand to any number of fields; only this many are examined. */
const MOST_FIELDS = 20_000;

/** The maximum number of parent objects, and which of their fields have as many items as the enclosing page. */
interface Parents {
  readonly count: number;
  readonly pageSize: number;
  readonly sized: ReadonlySet<string>;
  /** Identifies the set they come from. */
  readonly among: string;
}

const ONE: Parents = { count: 1, pageSize: 1, sized: new Set(), among: '' };

/**
 * The look-ups that the selected fields will need, as far as the document and its variables show (`asks` of the
 * schema's fields). Pages count as full; `node`, `nodes` and `_entities` count as what their ids name.
 */
export function* askedFields(
  plan: OperationPlan,
  variables: Variables,
  context: GatewayContext,
): Generator<AskedField> {
  const { schema, fragments, root } = plan;
  const prices = pricesOf(schema);
  const asking = askingTypes(schema);
  const origins = new Map<string, string>();
  let left = MOST_FIELDS;

  /** A short name for what may be a thousand values; equal values have equal names. */
  function nameOf(origin: string): string {
    const name = origins.get(origin) ?? String(origins.size);
    origins.set(origin, name);
    return name;
  }

  function* ofType(type: GraphQLObjectType, selection: Selection, parents: Parents): Generator<AskedField> {
    for (const field of plan.objectPlan(type, selection, variables).fields) {
      if (left-- <= 0) return;
      yield* ofField(type, field, parents);
    }
  }

  function* ofField(type: GraphQLObjectType, field: FieldPlan, parents: Parents): Generator<AskedField> {
    const { definition, nodes, below } = field;
    const asks = asksOf(definition.extensions);
    const itsType = getNamedType(definition.type);
    const leadsOn = isObjectType(itsType) && asking.has(itsType);
    const leadsTo = leadsToOf(definition.extensions);
    if (asks === undefined && leadsTo === undefined && !leadsOn) return;
    const args = argumentsOf(field, variables);
    if (args === null) return;
    if (asks !== undefined) {
      const selected = {
        fieldNodes: nodes,
        fragments,
        variableValues: variables,
        parents: parents.count,
        among: parents.among,
      };
      yield* orNothing(() => asks(args, context, selected));
    }
    if (leadsTo !== undefined) {
      for (const { type: name, count, among } of orNothing(() => leadsTo(args, context))) {
        const objects = schema.getType(name);
        if (isObjectType(objects)) yield* ofType(objects, below, { ...ONE, count, among: nameOf(among) });
      }
    }
    const size = prices(type, definition.name)?.size;
    if (leadsOn && size !== undefined) {
      // A field without arguments leads to the same set of objects: a page's nodes, a customer's account.
      const among =
        definition.args.length === 0
          ? parents.among
          : nameOf(JSON.stringify([parents.among, definition.name, args]));
      yield* ofType(itsType, below, { ...parentsBelow(definition.name, size, args, parents), among });
    }
  }

  const query = schema.getQueryType();
  if (query != null) yield* ofType(query, root, ONE);
}

function parentsBelow(
  name: string,
  size: ListSize,
  args: Readonly<Record<string, unknown>>,
  parents: Parents,
): Omit<Parents, 'among'> {
  const { slicingArguments, assumed, isList, sizedFields } = size;
  if (parents.sized.has(name))
    return { count: parents.count * parents.pageSize, pageSize: 1, sized: new Set() };
  const asked = slicingArguments
    .map((argument) => args[argument])
    .filter((value) => typeof value === 'number');
  const pageSize = asked.length === 0 ? assumed : Math.min(LARGEST_PAGE, Math.max(0, ...asked));
  const length = isList && sizedFields.size === 0 ? pageSize : 1;
  return { count: parents.count * length, pageSize, sized: sizedFields };
}

/** Null if graphql will refuse them. */
function argumentsOf({ definition, nodes }: FieldPlan, variables: Variables): Record<string, unknown> | null {
  const [node] = nodes;
  if (node === undefined) return null;
  try {
    return getArgumentValues(definition, node, variables);
  } catch {
    return null;
  }
}

/** A field whose resolver will refuse its arguments sends no requests. */
function orNothing<Told>(tell: () => readonly Told[]): readonly Told[] {
  try {
    return tell();
  } catch (error) {
    if (error instanceof GatewayError) return [];
    throw error;
  }
}

const askingBySchema = new WeakMap<GraphQLSchema, ReadonlySet<GraphQLNamedType>>();

/** The object types from which a field with `asks` can be reached without passing an interface or union. */
function askingTypes(schema: GraphQLSchema): ReadonlySet<GraphQLNamedType> {
  const known = askingBySchema.get(schema);
  if (known !== undefined) return known;
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const asking = new Set<GraphQLNamedType>();
  const isAsking = (type: GraphQLObjectType) =>
    Object.values(type.getFields()).some(
      (field) => asksOf(field.extensions) !== undefined || asking.has(getNamedType(field.type)),
    );
  for (let before = -1; before < asking.size; ) {
    before = asking.size;
    for (const type of types) if (isAsking(type)) asking.add(type);
  }
  askingBySchema.set(schema, asking);
  return asking;
}
