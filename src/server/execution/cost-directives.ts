import { type ConstDirectiveNode, valueFromASTUntyped } from 'graphql';

/** A schema element with its directives. */
export interface WithDirectives {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
}

/** The weight in the `@cost` of a type, field or input field; null without one. */
export function costWeightOf(part: WithDirectives): number | null {
  const { weight } = directiveArguments(part, 'cost') ?? {};
  return weight === undefined ? null : Number(weight);
}

/** A directive's arguments; null if the directive is absent. */
export function directiveArguments(
  { astNode }: WithDirectives,
  name: string,
): Readonly<Record<string, unknown>> | null {
  const directive = astNode?.directives?.find((each) => each.name.value === name);
  if (directive === undefined) return null;
  return Object.fromEntries(
    (directive.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
  );
}
