import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** The extensions of an object type whose values depend on the time of the request: ages, what is left of a budget. */
export const markVolatile: Readonly<Record<string, unknown>> = { isVolatile: true };

/** Whether a valid document selects anything that may change without new data from a source. */
export function isVolatile(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let found = false;
  const enter = () => {
    found ||= getNamedType(types.getType())?.extensions.isVolatile === true;
  };
  visit(document, visitWithTypeInfo(types, { Field: { enter } }));
  return found;
}
