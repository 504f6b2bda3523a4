import { readFileSync } from 'node:fs';
import {
  type FieldDefinitionNode,
  type FragmentDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../src/schema/create-schema.ts';
import { operationComplexity } from '../../src/server/execution/operation-complexity.ts';

const sdl = parse(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
const types = new Map(
  sdl.definitions
    .filter(
      (each) => each.kind === Kind.OBJECT_TYPE_DEFINITION || each.kind === Kind.INTERFACE_TYPE_DEFINITION,
    )
    .map((type) => [type.name.value, type as ObjectTypeDefinitionNode]),
);

const OPERATIONS = [
  '{ customers { nodes { id name email } } }',
  '{ customers(first: 100) { nodes { id name } pageInfo { hasNextPage } totalCount { value bySource { value } } sources { source error { code } } } }',
  '{ customers(first: 100) { edges { cursor node { careCloud { consents { value } agreement { custom { value } } } helpCrunchProfiles { tags { name } customData { property } device { platform } location { city } } } } } }',
  '{ customers(last: 7) { nodes { id } } again: customers(first: 3) { nodes { id } } }',
  '{ customers(first: 0) { totalCount { value } } }',
  '{ customer(by: { email: "a@x.cz" }) { careCloud { address { city } } helpCrunch { tags { name } } } }',
  '{ careCloudCustomers(first: 50) { nodes { customerId customer { name } } } }',
  '{ helpCrunchCustomers { edges { node { customer { careCloud { consents { value } } } } } } }',
  '{ searchCustomers(text: "nov") { matches { customer { name } } sources { coverage } } }',
  '{ searchCustomers(text: "nov", first: 25) { matches { customer { helpCrunchProfiles { lastSeenAt } } } } }',
  '{ sources { source status } }',
  '{ node(id: "x") { ... on Customer { careCloud { consents { value } } } ... on HelpCrunchCustomer { tags { name } } } }',
  '{ customers(first: 1, filter: { emails: ["a@x.cz", "b@x.cz"], inSources: CARECLOUD, helpCrunch: { tags: { anyOf: ["a", "b", "c"] }, id: { in: ["1"] } } }) { nodes { id } } }',
  '{ careCloudCustomers(filter: { customerIds: ["a", "b", "c"], emails: null }) { nodes { customerId } } }',
  '{ a: customers(first: 2) { ...Page } b: customers(first: 5) { ...Page } } fragment Page on CustomerConnection { nodes { helpCrunch { id } } }',
] as const;

describe('what the complexity limit charges', () => {
  it.each(OPERATIONS)('is what schema.graphql publishes: %s', (source) => {
    const document = parse(source);
    const fragments = new Map(
      document.definitions
        .filter((each) => each.kind === Kind.FRAGMENT_DEFINITION)
        .map((fragment) => [fragment.name.value, fragment]),
    );
    const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
    if (operation === undefined) throw new Error('Expected an operation.');
    const charged = operationComplexity({ schema: createSchema(), operation, fragments, variables: {} });
    expect(charged).toBe(priceOf(operation.selectionSet, 'Query', fragments, null));
    expect(charged).toBeGreaterThan(0);
    expect(charged).toBeLessThan(10_000);
  });

  it('is the same for values that come as variables, and as their defaults', () => {
    const priceWith = (source: string, variables: Record<string, unknown>) => {
      const [operation] = parse(source).definitions;
      if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('Expected an operation.');
      return operationComplexity({ schema: createSchema(), operation, fragments: new Map(), variables });
    };
    const query = (filter: string, head = '') =>
      `query Q${head} { customers(first: 0, filter: ${filter}) { totalCount { value } } }`;
    const bare = priceWith(query('{}'), {});
    const emails = Array.from({ length: 1000 }, (_, index) => `p${index}@x.cz`);
    expect(priceWith(query('{ emails: $e }', '($e: [String!])'), { e: emails })).toBe(bare + 1000);
    expect(
      priceWith(query('$f', '($f: CustomerFilter)'), { f: { emails, careCloud: { customerIds: 'a' } } }),
    ).toBe(bare + 1001);
    expect(priceWith(query('{ emails: ["a", $e] }', '($e: String!)'), { e: 'b' })).toBe(bare + 2);
    expect(priceWith(query('{ emails: $e }', '($e: [String!] = ["a", "b"])'), {})).toBe(bare + 2);
    expect(priceWith(query('{ emails: $e }', '($e: [String!] = ["a", "b"])'), { e: null })).toBe(bare);
    expect(priceWith(query('$f', '($f: CustomerFilter)'), { f: { __proto__: null, toString: ['a'] } })).toBe(
      bare,
    );
  });

  it('leaves no list of values in an input without a price', () => {
    const free = [...inputs.values()].flatMap(({ name, fields = [] }) =>
      fields
        .filter((field) => isList(field.type) && directive(field, 'cost') === undefined)
        .map((field) => `${name.value}.${field.name.value}`),
    );
    expect(free).toEqual([]);
  });

  it('leaves no list without a size', () => {
    const sizeless = [...types.values()].flatMap((type) =>
      (type.fields ?? [])
        .filter((field) => isList(field.type) && !isSized(type.name.value, field.name.value))
        .filter((field) => !directive(field, 'listSize') && types.has(nameOf(field.type)))
        .map((field) => `${type.name.value}.${field.name.value}`),
    );
    // It returns as many items as it has ids, which @listSize cannot express.
    expect(sizeless).toEqual(['Query.nodes']);
  });
});

/** The price by the cost specification, computed from the SDL alone. */
function priceOf(
  set: SelectionSetNode,
  typeName: string,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  page: { readonly size: number; readonly fields: readonly string[] } | null,
): number {
  return set.selections.reduce((sum, selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(selection.name.value);
      if (fragment === undefined) throw new Error('Expected a fragment.');
      return sum + priceOf(fragment.selectionSet, fragment.typeCondition.name.value, fragments, page);
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return (
        sum +
        priceOf(selection.selectionSet, selection.typeCondition?.name.value ?? typeName, fragments, page)
      );
    }
    const name = selection.name.value;
    const field = types.get(typeName)?.fields?.find((each) => each.name.value === name);
    if (field === undefined) return sum;
    const type = types.get(nameOf(field.type));
    const own = directive(field, 'cost') ?? (type && directive(type, 'cost'));
    const weight = (own?.weight as number | undefined) ?? (type ? 1 : 0);
    const size = directive(field, 'listSize');
    const slices = (size?.slicingArguments as string[] | undefined) ?? [];
    const given = (selection.arguments ?? [])
      .filter((argument) => slices.includes(argument.name.value))
      .map((argument) => valueFromASTUntyped(argument.value) as number);
    const defaults = (field.arguments ?? [])
      .filter((argument) => slices.includes(argument.name.value) && argument.defaultValue !== undefined)
      .map(({ defaultValue }) => (defaultValue ? (valueFromASTUntyped(defaultValue) as number) : 1));
    const assumed = (size?.assumedSize as number | undefined) ?? Math.max(1, ...defaults);
    const expected = given.length > 0 ? Math.max(...given) : assumed;
    const below =
      size?.sizedFields === undefined ? null : { size: expected, fields: size.sizedFields as string[] };
    const children = selection.selectionSet
      ? priceOf(selection.selectionSet, nameOf(field.type), fragments, below)
      : 0;
    const times = page?.fields.includes(name) ? page.size : isList(field.type) ? expected : 1;
    const values = (selection.arguments ?? []).reduce(
      (total, argument) =>
        total +
        priceOfValues(
          field.arguments?.find((each) => each.name.value === argument.name.value),
          argument.value,
        ),
      0,
    );
    return sum + values + times * (weight + children);
  }, 0);
}

const inputs = new Map(
  sdl.definitions
    .filter((each) => each.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
    .map((type) => [type.name.value, type]),
);

/** Each value of a list costs the price of its input field; a single value is a list of one. */
function priceOfValues(definition: InputValueDefinitionNode | undefined, given: ValueNode): number {
  if (definition === undefined || given.kind === Kind.NULL) return 0;
  const values = given.kind === Kind.LIST ? given.values : [given];
  const weight = isList(definition.type) ? Number(directive(definition, 'cost')?.weight ?? 0) : 0;
  const type = inputs.get(nameOf(definition.type));
  return values.reduce((sum, value) => {
    if (value.kind !== Kind.OBJECT) return sum + weight;
    return value.fields.reduce((total, { name, value: below }) => {
      return (
        total +
        priceOfValues(
          type?.fields?.find((each) => each.name.value === name.value),
          below,
        )
      );
    }, sum + weight);
  }, 0);
}

function directive(
  node: FieldDefinitionNode | ObjectTypeDefinitionNode | InputValueDefinitionNode,
  name: string,
): Readonly<Record<string, unknown>> | undefined {
  const found = node.directives?.find((each) => each.name.value === name);
  return (
    found &&
    Object.fromEntries(
      (found.arguments ?? []).map(({ name: { value }, value: node }) => [value, valueFromASTUntyped(node)]),
    )
  );
}

/** Whether a connection's field has its size from the field that returns the connection. */
function isSized(typeName: string, fieldName: string): boolean {
  return [...types.values()]
    .flatMap((type) => type.fields ?? [])
    .some((field) => {
      const sized = directive(field, 'listSize')?.sizedFields as string[] | undefined;
      return nameOf(field.type) === typeName && sized?.includes(fieldName);
    });
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type));
}
