import fc from 'fast-check';
import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isUnionType,
} from 'graphql';
import { REPRESENTATIONS, SAMPLES } from './sample-values.ts';

/** Chooses randomly, so that fast-check can shrink a failing choice. */
export type Choose = <T>(arbitrary: fc.Arbitrary<T>) => T;

export interface WrittenOperation {
  readonly text: string;
  /** Two sets of values for the same variables. */
  readonly variables: readonly [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>];
}

/** Names with a special meaning in JavaScript. */
const NASTY_NAMES = ['then', '__proto__', 'constructor', 'toJSON', 'hasOwnProperty', 'a', 'b'];
const MOST_FIELDS = 40;

/** Writes a random operation for a schema, most of it valid. */
export function writeOperation(schema: GraphQLSchema, choose: Choose): WrittenOperation {
  const writer = new OperationWriter(schema, choose);
  const query = schema.getQueryType();
  if (query == null) throw new Error('Expected a query type.');
  const set = writer.selectionSet(query, 5);
  const definitions = writer.definitions.length > 0 ? `(${writer.definitions.join(', ')})` : '';
  return {
    text: `query Q${definitions} ${set}\n${writer.fragments.join('\n')}`,
    variables: writer.variables,
  };
}

class OperationWriter {
  readonly definitions: string[] = [];
  readonly fragments: string[] = [];
  readonly variables: [Record<string, unknown>, Record<string, unknown>] = [{}, {}];
  readonly #schema: GraphQLSchema;
  readonly #choose: Choose;
  readonly #fragmentsByType = new Map<string, string[]>();
  #fields = 0;

  constructor(schema: GraphQLSchema, choose: Choose) {
    this.#schema = schema;
    this.#choose = choose;
  }

  selectionSet(type: GraphQLCompositeType, depth: number): string {
    const count = this.#oneOf([1, 2, 2, 3, 4]);
    const selections = Array.from({ length: count }, () => this.#selection(type, depth));
    return `{ ${selections.join(' ')} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    if (depth > 1 && this.#chance(4)) return this.#fragment(type, depth);
    if (isUnionType(type) || this.#chance(8)) return `__typename${this.#condition()}`;
    const fields = Object.values(type.getFields()).filter(
      ({ type: of }) => (depth > 1 && this.#fields < MOST_FIELDS) || !isCompositeType(getNamedType(of)),
    );
    return fields.length === 0 ? '__typename' : this.#field(this.#oneOf(fields), depth);
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    this.#fields++;
    const alias = this.#chance(3) ? `${this.#oneOf(NASTY_NAMES)}: ` : '';
    const given = field.args.flatMap((argument) => {
      const isRequired = isNonNullType(argument.type) && argument.defaultValue === undefined;
      if (!isRequired && !this.#chance(3)) return [];
      return `${argument.name}: ${this.#value(argument.type, argument.defaultValue !== undefined)}`;
    });
    const of = getNamedType(field.type);
    const set = isCompositeType(of) ? ` ${this.selectionSet(of, depth - 1)}` : '';
    const args = given.length > 0 ? `(${given.join(', ')})` : '';
    return `${alias}${field.name}${args}${this.#condition()}${set}`;
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    const on = this.#typeCondition(type);
    const known = this.#fragmentsByType.get(on.name) ?? [];
    this.#fragmentsByType.set(on.name, known);
    if (known.length > 0 && this.#chance(2)) return `...${this.#oneOf(known)}${this.#condition()}`;
    const set = this.selectionSet(on, depth - 1);
    if (this.#chance(2)) return `... on ${on.name}${this.#condition()} ${set}`;
    const name = `F${this.fragments.length}`;
    this.fragments.push(`fragment ${name} on ${on.name} ${set}`);
    known.push(name);
    return `...${name}${this.#condition()}`;
  }

  #typeCondition(type: GraphQLCompositeType): GraphQLCompositeType {
    if (isAbstractType(type)) return this.#oneOf([type, ...this.#schema.getPossibleTypes(type)]);
    if (isUnionType(type)) return type;
    return this.#oneOf([type, ...type.getInterfaces()]);
  }

  #condition(): string {
    if (!this.#chance(6)) return '';
    const value = this.#chance(3)
      ? String(this.#chance(2))
      : this.#variable('Boolean!', () => this.#chance(2), 'true');
    return ` @${this.#oneOf(['skip', 'include'])}(if: ${value})`;
  }

  /** A literal, a variable, or a literal with variables in it. */
  #value(type: GraphQLInputType, hasDefault: boolean): string {
    if (this.#chance(4)) {
      // With a default, a nullable variable is valid in a non-null position.
      const declared = hasDefault && isNonNullType(type) ? String(type.ofType) : String(type);
      return this.#variable(declared, () => this.#json(type));
    }
    if (isNonNullType(type)) return this.#value(type.ofType, false);
    if (this.#chance(10)) return 'null';
    if (isListType(type)) {
      if (this.#chance(6)) return this.#value(type.ofType, false);
      const length = this.#oneOf([0, 1, 2, 3]);
      return `[${Array.from({ length }, () => this.#value(type.ofType, false)).join(', ')}]`;
    }
    if (isEnumType(type)) return this.#oneOf(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = this.#fieldsOf(type);
      return `{${fields.map((field) => `${field.name}: ${this.#value(field.type, field.defaultValue !== undefined)}`).join(', ')}}`;
    }
    if (type.name === '_Any') return this.#representation();
    return JSON.stringify(this.#sample(type.name));
  }

  #representation(): string {
    const members = Object.entries(this.#oneOf(REPRESENTATIONS)).map(([name, value]) => {
      const isVariable = this.#chance(3);
      return `${name}: ${isVariable ? this.#variable(this.#oneOf(['ID', 'String', 'ID!']), () => value) : JSON.stringify(value)}`;
    });
    return `{${members.join(', ')}}`;
  }

  /** A variable: given, null, omitted, with a default, or of a wrong kind. */
  #variable(type: string, value: () => unknown, fallback?: string): string {
    const name = this.#chance(12) ? this.#oneOf(NASTY_NAMES) : `v${this.definitions.length}`;
    if (this.definitions.some((one) => one.startsWith(`$${name}:`))) return `$${name}`;
    const withDefault = fallback !== undefined && this.#chance(3) ? ` = ${fallback}` : '';
    this.definitions.push(`$${name}: ${type}${withDefault}`);
    for (const variables of this.variables) {
      if (this.#chance(type.endsWith('!') ? 20 : 4)) continue;
      const given = this.#chance(type.endsWith('!') ? 20 : 6) ? null : value();
      Object.defineProperty(variables, name, { value: given, enumerable: true });
    }
    return `$${name}`;
  }

  #json(type: GraphQLInputType): unknown {
    if (isNonNullType(type)) return this.#json(type.ofType);
    if (this.#chance(12)) return this.#oneOf<unknown>([null, [], {}, 'text', 7, [[]], [null]]);
    if (isListType(type)) {
      return Array.from({ length: this.#oneOf([0, 1, 2, 3]) }, () => this.#json(type.ofType));
    }
    if (isEnumType(type)) return this.#oneOf(type.getValues()).name;
    if (isInputObjectType(type)) {
      const entries = this.#fieldsOf(type).map((field) => [field.name, this.#json(field.type)]);
      if (this.#chance(8)) entries.push([this.#oneOf(Object.keys(type.getFields())), null]);
      return Object.fromEntries(entries);
    }
    return type.name === '_Any' ? this.#oneOf(REPRESENTATIONS) : this.#sample(type.name);
  }

  #fieldsOf(type: Extract<GraphQLInputType, { getFields(): unknown; isOneOf: boolean }>) {
    const fields = Object.values(type.getFields());
    if (type.isOneOf || type.name.endsWith('Key')) return [this.#oneOf(fields)];
    return fields.filter(({ type: of, defaultValue }) => {
      if (isNonNullType(of) && defaultValue === undefined) return true;
      return this.#chance(fields.length < 4 ? 2 : 5);
    });
  }

  #sample(name: string): unknown {
    return this.#oneOf(SAMPLES[name] ?? ['text']);
  }

  #chance(oneIn: number): boolean {
    return this.#choose(fc.nat(oneIn - 1)) === oneIn - 1;
  }

  #oneOf<T>(values: readonly T[]): T {
    return values[this.#choose(fc.nat(values.length - 1))] as T;
  }
}
