import fc from 'fast-check';
import { buildSchema, type ExecutionArgs, type ExecutionResult, execute, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { useOperationPlans } from '../../../src/server/execution/use-operation-plans.ts';
import { failingSchema, type Pace } from './support/failing-schema.ts';
import { writeOperation } from './support/operation-writer.ts';
import { plannedExecute } from './support/planned-execute.ts';

const pace = fc.constantFrom<Pace>('at once', 'later', 'mixed');
const RUNS = Number(process.env.FC_RUNS ?? 400);

it(
  `plans tell ${RUNS} operations over a schema that fails all over the same errors as graphql does`,
  async () => {
    let failed = 0;
    await fc.assert(
      fc.asyncProperty(fc.gen(), fc.nat(), pace, async (choose, seed, how) => {
        const schema = failingSchema(seed, how);
        const { text, variables } = writeOperation(schema, (arbitrary) => choose(() => arbitrary));
        const document = parse(text);
        fc.pre(validate(schema, document).length === 0);
        const args: ExecutionArgs = { schema, document, variableValues: variables[0] };
        const expected = told(await execute(args));
        const planned = plannedExecute(useOperationPlans());
        for (const _ of [1, 2, 3, 4]) {
          expect(told((await planned(args)) as ExecutionResult), text).toEqual(expected);
        }
        if ((expected.errors?.length ?? 0) > 1) failed++;
      }),
      { numRuns: RUNS, maxSkipsPerRun: 20, endOnFailure: true },
    );
    expect(failed).toBeGreaterThan(RUNS / 4);
  },
  60_000 + RUNS * 100,
);

/** For errors that only a mistake in the schema causes, planned execution reports less, and never the value. */
const MISTAKES =
  /^(Expected Iterable|Expected a list|Expected value of type|Runtime Object type|Abstract type|Expected a type)/;

function told({ data, errors }: ExecutionResult) {
  return {
    data: JSON.stringify(data),
    errors: errors?.map(({ message, path, locations }) => ({
      message: MISTAKES.test(message) ? 'a mistake' : message,
      path,
      locations,
    })),
  };
}

it('items that fail after their list has failed do not crash the process', async () => {
  const schema = buildSchema('type Query { items: [Item!] } type Item { sure: String! }');
  const document = parse('{ items { sure } }');
  const late = { sure: () => Promise.reject(new Error('late')) };
  const rootValue = { items: [late, late, null, late] };
  const planned = plannedExecute(useOperationPlans());
  const { data, errors } = (await planned({ schema, document, rootValue })) as ExecutionResult;
  expect(data).toEqual({ items: null });
  expect(errors?.map(({ message }) => message)).toEqual([
    'Cannot return null for non-nullable field Query.items.',
  ]);
  // An unhandled rejection would fail this run.
  await new Promise((resolve) => setImmediate(resolve));
});
