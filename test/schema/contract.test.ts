import { readFileSync } from 'node:fs';
import { type ASTNode, type DefinitionNode, Kind, parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../src/schema/create-schema.ts';
import { printWholeSchema } from '../../src/schema/print-schema.ts';

/** The agreed public names: of the gateway, and of what was added since. */
const read = (name: string) => readFileSync(new URL(`support/${name}.graphql`, import.meta.url), 'utf8');
const contract = factsOf(read('contract'));
const search = factsOf(read('search'));
const facets = factsOf(read('facets'));
const printed = factsOf(printWholeSchema(createSchema()));

test('the contract was read', () => {
  expect(contract.size).toBe(334);
  expect(contract).toContain('CareCloudCustomerOrder.direction: OrderDirection! = ASC');
  expect(contract).toContain('Query.customers(filter: CustomerFilter)');
});

test('the printed schema has everything of the contract, with the same type and default', () => {
  expect([...contract].filter((fact) => !printed.has(fact))).toEqual([]);
});

test('of the agreed search, this is still missing', () => {
  expect([...search].filter((fact) => !printed.has(fact))).toMatchInlineSnapshot(`[]`);
});

test('of the agreed facets, something of these types is still missing', () => {
  const missing = [...facets].filter((fact) => !printed.has(fact));
  expect([...new Set(missing.map((fact) => fact.split(/[.: ]/, 1)[0]))].join(' ')).toMatchInlineSnapshot(
    `""`,
  );
});

test('additions to the contract are intentional', () => {
  const added = [...printed].filter((fact) => !contract.has(fact) && !search.has(fact) && !facets.has(fact));
  expect(added.filter((fact) => !/@(requiresScopes|cost|listSize)/.test(fact))).toMatchInlineSnapshot(`
    [
      "DateTime @specifiedBy(url: "https://scalars.graphql.org/andimarek/date-time")",
      "Date @specifiedBy(url: "https://scalars.graphql.org/andimarek/local-date")",
      "JSON @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc8259")",
      "SourceWarning.INCOMPLETE_SEARCH",
      "SourceWarning.INCOMPLETE_LIST",
      "SearchReport.warning: SourceWarning",
      "CareCloudCustomer @key(fields: "id")",
      "CareCloudCustomer @key(fields: "customerId")",
      "CareCloudCustomer.agreement @deprecated(reason: "CareCloud deprecated agreements on 2025-07-08 and keeps consents instead: use \`consents\`.")",
      "HelpCrunchCustomer @key(fields: "id")",
      "HelpCrunchCustomer @key(fields: "customerId")",
      "CareCloudStore @key(fields: "id")",
      "CareCloudStore @key(fields: "storeId")",
      "CareCloudPurchase @key(fields: "id")",
      "CareCloudPurchase @key(fields: "purchaseId")",
      "CareCloudSegment @key(fields: "id")",
      "CareCloudSegment @key(fields: "segmentId")",
      "CareCloudTier @key(fields: "id")",
      "CareCloudTier @key(fields: "tierId")",
      "CareCloudVoucher @key(fields: "id")",
      "CareCloudVoucher @key(fields: "voucherId")",
      "HelpCrunchChat @key(fields: "id")",
      "HelpCrunchChat @key(fields: "chatId")",
    ]
  `);
});

/**
 * Every statement a schema makes, one text each: `Customer.name: String`, `Query.node(id: ID!)`, `CustomerKey @oneOf`.
 */
function factsOf(sdl: string): Set<string> {
  return new Set(parse(sdl).definitions.flatMap(definitionFacts));
}

function definitionFacts(definition: DefinitionNode): string[] {
  if (definition.kind === Kind.SCHEMA_EXTENSION || definition.kind === Kind.DIRECTIVE_DEFINITION) return [];
  if (!('name' in definition) || definition.name === undefined) return [print(definition)];
  const name = definition.name.value;
  const isExtension = definition.kind.endsWith('Extension');
  const members: readonly ASTNode[] =
    'fields' in definition
      ? (definition.fields ?? [])
      : 'values' in definition
        ? (definition.values ?? [])
        : [];
  const interfaces = 'interfaces' in definition ? (definition.interfaces ?? []) : [];
  return [
    ...(isExtension ? [] : [`${name}: ${definition.kind}`]),
    ...interfaces.map((type) => `${name} implements ${type.name.value}`),
    ...directiveFacts(name, definition),
    ...members.flatMap((member) => memberFacts(name, member)),
  ];
}

function memberFacts(parent: string, node: ASTNode): string[] {
  if (node.kind === Kind.ENUM_VALUE_DEFINITION) return [`${parent}.${node.name.value}`];
  if (node.kind !== Kind.FIELD_DEFINITION && node.kind !== Kind.INPUT_VALUE_DEFINITION) return [];
  const name = `${parent}.${node.name.value}`;
  const args = node.kind === Kind.FIELD_DEFINITION ? (node.arguments ?? []) : [];
  const preset = node.kind === Kind.INPUT_VALUE_DEFINITION ? defaultOf(node) : '';
  return [
    `${name}: ${print(node.type)}${preset}`,
    ...directiveFacts(name, node),
    ...args.map((arg) => `${name}(${arg.name.value}: ${print(arg.type)}${defaultOf(arg)})`),
  ];
}

function defaultOf({ defaultValue }: { readonly defaultValue?: ASTNode | undefined }): string {
  return defaultValue === undefined ? '' : ` = ${print(defaultValue)}`;
}

function directiveFacts(name: string, node: ASTNode): string[] {
  const directives = 'directives' in node ? (node.directives ?? []) : [];
  return directives.map((directive) => `${name} ${print(directive)}`);
}
