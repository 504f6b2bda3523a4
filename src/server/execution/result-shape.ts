import {
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** How values of an output type are completed; read from the type once, not once per value. */
export type ResultShape = Nullability &
  (
    | { readonly kind: 'leaf'; readonly type: GraphQLLeafType; readonly item: null }
    | { readonly kind: 'object'; readonly type: GraphQLObjectType; readonly item: null }
    | { readonly kind: 'abstract'; readonly type: GraphQLAbstractType; readonly item: null }
    | { readonly kind: 'list'; readonly type: null; readonly item: ResultShape }
  );

interface Nullability {
  readonly isNonNull: boolean;
}

const shapes = new WeakMap<GraphQLOutputType, ResultShape>();

export function resultShape(type: GraphQLOutputType): ResultShape {
  const known = shapes.get(type);
  if (known !== undefined) return known;
  const shape = isNonNullType(type)
    ? { ...resultShape(type.ofType), isNonNull: true }
    : { isNonNull: false, ...shapeOfNullable(type) };
  shapes.set(type, shape);
  return shape;
}

function shapeOfNullable(type: GraphQLOutputType) {
  if (isListType(type)) return { kind: 'list', type: null, item: resultShape(type.ofType) } as const;
  if (isLeafType(type)) return { kind: 'leaf', type, item: null } as const;
  if (isObjectType(type)) return { kind: 'object', type, item: null } as const;
  return { kind: 'abstract', type: type as GraphQLAbstractType, item: null } as const;
}
