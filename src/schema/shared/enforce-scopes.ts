import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLInputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  locatedError,
} from 'graphql';
import type { Scope } from '../../customers/model/scopes.ts';
import type { GatewayContext } from '../context.ts';
import { requireScopes } from './scopes.ts';

type Alternatives = readonly (readonly Scope[])[];
/** Refuses an argument's value that needs scopes the credentials do not have. */
type InputGuard = (value: unknown, context: GatewayContext, path: string) => void;

/**
 * Makes the schema enforce the scopes that its types declare (scopes.ts). A field printed with `@requiresScopes` is
 * null with FORBIDDEN without the scope, and so is a field whose arguments use an input that needs one. A non-null list
 * is empty instead, with the same error, so a missing scope never nulls the parent. Applied once to the built schema,
 * so that the declaration routers see is the one enforced here. Adds no promise to any resolver.
 */
export function enforceScopes(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) guardField(field, `${type.name}.${field.name}`);
  }
  return schema;
}

function guardField(field: GraphQLField<unknown, GatewayContext>, name: string): void {
  const alternatives = printedScopes(field.extensions);
  const guards = field.args.flatMap((argument) => {
    const guard = guardOf(argument.type);
    return guard === undefined ? [] : [[argument.name, guard] as const];
  });
  if (alternatives === undefined && guards.length === 0) return;
  const isListAlways = isNonNullType(field.type) && isListType(field.type.ofType);
  const resolve: GraphQLFieldResolver<unknown, GatewayContext> = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    try {
      if (alternatives !== undefined) requireScopes(context.access, alternatives, name);
      for (const [argument, guard] of guards) guard(args[argument], context, argument);
    } catch (error) {
      if (!isListAlways) throw error;
      context.report(locatedError(error, info.fieldNodes, pathOf(info)));
      return [];
    }
    return resolve(source, args, context, info);
  };
}

function pathOf({ path }: GraphQLResolveInfo): readonly (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: typeof path | undefined = path; at !== undefined; at = at.prev) keys.unshift(at.key);
  return keys;
}

/** The guard of an input type; undefined if nothing in it needs a scope. The types here are not recursive. */
function guardOf(type: GraphQLInputType): InputGuard | undefined {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return undefined;
  const guards = Object.values(named.getFields()).flatMap((field) => {
    const alternatives = inputScopes(field.extensions);
    const inner = guardOf(field.type);
    if (alternatives === undefined && inner === undefined) return [];
    const guard: InputGuard = (value, context, path) => {
      if (alternatives !== undefined) requireScopes(context.access, alternatives, path);
      inner?.(value, context, path);
    };
    return [[field.name, guard] as const];
  });
  if (guards.length === 0) return undefined;
  return (value, context, path) => {
    if (value === null || value === undefined) return;
    for (const [name, guard] of guards) {
      const member = (value as Readonly<Record<string, unknown>>)[name];
      if (member !== null && member !== undefined) guard(member, context, `${path}.${name}`);
    }
  };
}

function printedScopes(extensions: Readonly<Record<string, unknown>>): Alternatives | undefined {
  const directives = extensions.directives;
  if (!Array.isArray(directives)) return undefined;
  return directives.find(({ name }) => name === 'requiresScopes')?.args.scopes;
}

function inputScopes(extensions: Readonly<Record<string, unknown>>): Alternatives | undefined {
  return extensions.requiresScopes as Alternatives | undefined;
}
