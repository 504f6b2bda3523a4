import type { GraphQLFieldExtensions, GraphQLResolveInfo } from 'graphql';
import type { AskedField } from '../../customers/customer-directory.ts';
import type { GatewayContext } from '../context.ts';

/** The parts of a selected field that determine its requests. */
interface SelectedField extends Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'variableValues'> {
  /** The maximum number of objects it is resolved on: 1 at the root, the size of the page within one. */
  readonly parents: number;
  /** Identifies the set of objects: the same name means the same objects. */
  readonly among: string;
}

type Asks<Args> = (args: Args, context: GatewayContext, field: SelectedField) => readonly AskedField[];

/**
 * The extensions of a field that sends requests: what it will look up, from its arguments alone, so that an operation
 * that needs too many requests is refused before the first. Sends no request; may throw BAD_USER_INPUT, as the resolver
 * will.
 */
export function asks<Args>(of: Asks<Args>): { readonly asks: unknown } {
  return { asks: of };
}

/** What `asks` declared for a field; undefined without it. */
export function asksOf(
  extensions: Readonly<GraphQLFieldExtensions<unknown, unknown>>,
): Asks<object> | undefined {
  return extensions.asks as Asks<object> | undefined;
}

/** Objects of one type that a field of an interface or union type returns. */
interface LedTo {
  readonly type: string;
  /** Their maximum number. */
  readonly count: number;
  /** Identifies the set: the same name means the same objects. */
  readonly among: string;
}

type LeadsTo<Args> = (args: Args, context: GatewayContext) => readonly LedTo[];

/**
 * The extensions of a field of an abstract type: what its arguments reveal about the types of its objects. May throw as
 * `asks` does.
 */
export function leadsTo<Args>(of: LeadsTo<Args>): { readonly leadsTo: unknown } {
  return { leadsTo: of };
}

/** What `leadsTo` declared for a field; undefined without it. */
export function leadsToOf(
  extensions: Readonly<GraphQLFieldExtensions<unknown, unknown>>,
): LeadsTo<object> | undefined {
  return extensions.leadsTo as LeadsTo<object> | undefined;
}
