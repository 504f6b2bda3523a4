import {
  buildSchema,
  type ExecutionArgs,
  execute,
  type GraphQLResolveInfo,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { executePlan } from '../../../src/server/execution/execute-plan.ts';
import { OperationPlan } from '../../../src/server/execution/operation-plan.ts';
import { useOperationPlans } from '../../../src/server/execution/use-operation-plans.ts';
import { tinyGateway } from '../support/tiny-gateway.ts';
import { plannedExecute } from './support/planned-execute.ts';

describe('over HTTP, the first response equals those from a cached plan', () => {
  it.each([
    ['{ people(first: 1) { nodes { then: name } } }', '{"people":{"nodes":[{"then":"Person 0"}]}}'],
    ['{ then: hello catch: hello finally: hello }', '{"then":"world","catch":"world","finally":"world"}'],
    ['{ toJSON: hello constructor: hello }', '{"toJSON":"world","constructor":"world"}'],
    ['{ hasOwnProperty: hello __typename }', '{"hasOwnProperty":"world","__typename":"Query"}'],
    ['{ __proto__: hello hello }', '{"__proto__":"world","hello":"world"}'],
  ])('%s', async (query, data) => {
    const gateway = tinyGateway();
    for (const _ of [1, 2, 3, 4, 5]) expect((await gateway.post(query)).text).toContain(`"data":${data}`);
  });
});

/** Five fragments, each of which spreads the next one five times: 3,125 paths in a kilobyte. */
const BOMB = [0, 1, 2, 3, 4]
  .map(
    (at) =>
      `fragment F${at} on Node { ${[1, 2, 3, 4, 5].map((n) => `n${n}: next { ...F${at + 1} }`).join(' ')} }`,
  )
  .join(' ');

it('a plan has the size of its document, however often its fragments spread each other', async () => {
  const schema = buildSchema('type Query { node: Node } type Node { next: Node name: String }');
  const document = parse(`{ node { ...F0 } } ${BOMB} fragment F5 on Node { name }`);
  const [operation] = document.definitions as [OperationDefinitionNode];
  const fragments = Object.fromEntries(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [],
    ),
  );
  const plan = new OperationPlan(schema, operation, fragments);
  const node: Record<string, unknown> = { name: 'node' };
  node.next = node;
  const answer = await executePlan(plan, { rootValue: { node }, contextValue: {}, variables: {} });
  const expected = await execute({ schema, document, rootValue: { node } });
  expect(JSON.stringify(answer)).toBe(JSON.stringify(expected));
  expect(JSON.stringify(answer).match(/"name"/g)).toHaveLength(3_125);
  expect(plan.size).toBeLessThan(document.tokenCount ?? 0);
});

it('tells resolvers the same about their field as graphql does', async () => {
  const schema = buildSchema(
    'type Query { nodes(n: Int): [Node!]! } type Node { name: String next: [Node!] }',
  );
  const document = parse(
    'query Q($n: Int) { all: nodes(n: $n) { next { ...F } } } fragment F on Node { called: name }',
  );
  const toldBy = async (run: (args: ExecutionArgs) => unknown) => {
    const told: object[] = [];
    const name = (_: unknown, __: unknown, info: GraphQLResolveInfo) => {
      const { fieldName, fieldNodes, returnType, parentType, path, fragments, rootValue, operation } = info;
      const { variableValues } = info;
      told.push({
        fieldName,
        fieldNodes,
        returnType,
        parentType,
        path,
        variableValues,
        fragments,
        rootValue,
      });
      told.push({ operation, isItsSchema: info.schema === schema });
    };
    const rootValue = { nodes: [{ next: [{ name }, { name }] }] };
    await run({ schema, document, rootValue, variableValues: { n: 1 } });
    return told.map((one) => JSON.stringify(one));
  };
  const told = await toldBy(plannedExecute(useOperationPlans()));
  expect(told).toHaveLength(4);
  expect(told).toEqual(await toldBy(execute));
});
