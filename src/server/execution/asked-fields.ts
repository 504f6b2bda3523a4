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
import { LARGEST_PAGE, type ListSize, type PriceList } from './price-list.ts';

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
export function askedFields(
  plan: OperationPlan,
  variables: Variables,
  context: GatewayContext,
): readonly AskedField[] {
  const reading = new AskedFields(plan, variables, context);
  const query = plan.schema.getQueryType();
  if (query != null) reading.readType(query, plan.root, ONE);
  return reading.fields;
}

/** One reading of an operation's fields. */
class AskedFields {
  readonly fields: AskedField[] = [];
  readonly #plan: OperationPlan;
  readonly #variables: Variables;
  readonly #context: GatewayContext;
  readonly #prices: PriceList;
  readonly #asking: ReadonlySet<GraphQLNamedType>;
  readonly #origins = new Map<string, string>();
  #left = MOST_FIELDS;

  constructor(plan: OperationPlan, variables: Variables, context: GatewayContext) {
    this.#plan = plan;
    this.#variables = variables;
    this.#context = context;
    this.#prices = pricesOf(plan.schema);
    this.#asking = askingTypes(plan.schema);
  }

  readType(type: GraphQLObjectType, selection: Selection, parents: Parents): void {
    for (const field of this.#plan.objectPlan(type, selection, this.#variables).fields) {
      if (this.#left-- <= 0) return;
      this.#readField(type, field, parents);
    }
  }

  #readField(type: GraphQLObjectType, field: FieldPlan, parents: Parents): void {
    const { definition, nodes, below } = field;
    const asks = asksOf(definition.extensions);
    const itsType = getNamedType(definition.type);
    const leadsOn = isObjectType(itsType) && this.#asking.has(itsType);
    const leadsTo = leadsToOf(definition.extensions);
    if (asks === undefined && leadsTo === undefined && !leadsOn) return;
    const args = argumentsOf(field, this.#variables);
    if (args === null) return;
    if (asks !== undefined) {
      const selected = {
        fieldNodes: nodes,
        fragments: this.#plan.fragments,
        variableValues: this.#variables,
        parents: parents.count,
        among: parents.among,
      };
      this.fields.push(...orNothing(() => asks(args, this.#context, selected)));
    }
    if (leadsTo !== undefined) {
      for (const { type: name, count, among } of orNothing(() => leadsTo(args, this.#context))) {
        const objects = this.#plan.schema.getType(name);
        if (!isObjectType(objects)) continue;
        this.readType(objects, below, { ...ONE, count, among: this.#nameOf(among) });
      }
    }
    const size = this.#prices(type, definition.name)?.size;
    if (leadsOn && size !== undefined) {
      // A field without arguments leads to the same set of objects: a page's nodes, a customer's account.
      const among =
        definition.args.length === 0
          ? parents.among
          : this.#nameOf(JSON.stringify([parents.among, definition.name, args]));
      this.readType(itsType, below, { ...parentsBelow(definition.name, size, args, parents), among });
    }
  }

  /** A short name for what may be a thousand values; equal values have equal names. */
  #nameOf(origin: string): string {
    const name = this.#origins.get(origin) ?? String(this.#origins.size);
    this.#origins.set(origin, name);
    return name;
  }
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
