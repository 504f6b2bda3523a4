import type { GraphQLFieldExtensions, GraphQLResolveInfo } from 'graphql';
import type { AskedField } from '../../customers/customer-directory.ts';
import type { GatewayContext } from '../context.ts';

/** Of a selected field, what tells which requests it will make. */
interface SelectedField extends Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'variableValues'> {
  /** How many objects it may be resolved on at most: 1 at the root, the size of the page within one. */
  readonly parents: number;
}

type Asks<Args> = (args: Args, context: GatewayContext, field: SelectedField) => readonly AskedField[];

/**
 * The extensions of a field that asks the sources: what it will ask, from its arguments alone, so that an operation that
 * needs too many requests is refused before the first. Asks nobody; may throw BAD_USER_INPUT, as the resolver will.
 */
export function asks<Args>(of: Asks<Args>): { readonly asks: unknown } {
  return { asks: of };
}

/** What `asks` said of a field; undefined where it said nothing. */
export function asksOf(
  extensions: Readonly<GraphQLFieldExtensions<unknown, unknown>>,
): Asks<object> | undefined {
  return extensions.asks as Asks<object> | undefined;
}
