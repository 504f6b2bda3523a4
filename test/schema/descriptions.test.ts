import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../src/schema/create-schema.ts';

interface Described {
  readonly path: string;
  readonly description: string | null | undefined;
}

const types = Object.values(createSchema().getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);
const everything = types.flatMap((type): Described[] => [
  { path: type.name, description: type.description },
  ...membersOf(type),
]);

test('every type, field, argument, input field and enum value is described in sentences', () => {
  expect(everything.length).toBeGreaterThan(330);
  const bad = everything.filter(({ description }) => !/^[A-Z`].*[.]$/s.test(description?.trim() ?? ''));
  expect(bad.map(({ path }) => path)).toEqual([]);
});

test('names follow GraphQL conventions', () => {
  const styles = [/^_?[A-Z][A-Za-z]+$|^JSON$/, /^_?[a-z][A-Za-z0-9]*$|^[A-Z][A-Z_]*$/, /^[a-z][A-Za-z]*$/];
  const odd = everything.filter(({ path }) =>
    path.split('.').some((name, depth) => !styles[depth]?.test(name)),
  );
  expect(odd.map(({ path }) => path)).toEqual([]);
});

test('deprecations state why and what to use', () => {
  const fields = types.flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()) : []));
  const reasons = fields.flatMap((field) => field.deprecationReason ?? []);
  expect(reasons).toEqual([
    'CareCloud deprecated agreements on 2025-07-08 and keeps consents instead: use `consents`.',
  ]);
});

function membersOf(type: GraphQLNamedType): Described[] {
  if (isEnumType(type)) return type.getValues().map((value) => at(type.name, value));
  if (isInputObjectType(type)) return Object.values(type.getFields()).map((field) => at(type.name, field));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    at(type.name, field),
    ...field.args.map((argument) => at(`${type.name}.${field.name}`, argument)),
  ]);
}

function at(
  parent: string,
  member: { readonly name: string; readonly description?: string | null | undefined },
) {
  return { path: `${parent}.${member.name}`, description: member.description };
}
