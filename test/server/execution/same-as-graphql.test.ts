import fc from 'fast-check';
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  parse,
  validate,
} from 'graphql';
import { expect, it } from 'vitest';
import { createSchema } from '../../../src/schema/create-schema.ts';
import { useOperationPlans } from '../../../src/server/execution/use-operation-plans.ts';
import { createMemoryVendors, type VendorRows } from '../../customers/support/memory-vendors.ts';
import { openDirectory } from '../../customers/support/walks.ts';
import { toRows, worlds } from '../../customers/support/world.ts';
import { writeOperation } from './support/operation-writer.ts';
import { type Execute, plannedExecute } from './support/planned-execute.ts';

/** How many operations are tested: `FC_RUNS=10000` for a night (ten minutes on a busy machine). */
const RUNS = Number(process.env.FC_RUNS ?? 300);
/**
 * In one run, 10,000 operations reached four gigabytes and the time limit; in twenty runs, they ended, at three
 * gigabytes.
 */
const MOST_AT_ONCE = 500;
const schema = createSchema();

interface Surroundings {
  readonly rows: VendorRows;
  /** The source that does not respond; null: both respond. */
  readonly down: string | null;
  readonly scopes: readonly string[];
}

/**
 * Everything observable of an execution: the response, including the order of its fields, and each request to a source.
 */
async function observed(run: Execute, args: ExecutionArgs, { rows, down, scopes }: Surroundings) {
  const vendors = createMemoryVendors(rows, { cachesResponses: false, phoneCountry: 'CZ' });
  vendors.fail(down === null ? null : (source) => source === down);
  const { directory, lines } = openDirectory({ vendors, identityKeys: ['email', 'phone'] });
  const access = { may: (scope: string) => scopes.includes(scope) };
  const contextValue = { directory, access, phoneCountry: 'CZ' };
  const { data, errors } = (await run({ ...args, contextValue })) as ExecutionResult;
  return {
    data: JSON.stringify(data),
    errors: errors?.map(({ message, path, locations, extensions }) => ({
      message,
      path,
      locations,
      extensions,
    })),
    lines,
  };
}

function parsed(text: string): DocumentNode | null {
  const document = parse(text);
  return validate(schema, document).length === 0 ? document : null;
}

it(
  `plans execute ${RUNS} operations over the schema as graphql does: answers, errors and requests`,
  async () => {
    const seen = { answered: 0, failed: 0, asked: 0 };
    const surroundings = fc.record({
      rows: worlds(5).map(toRows),
      down: fc.constantFrom(null, null, null, null, 'CARECLOUD', 'HELPCRUNCH'),
      scopes: fc.constantFrom(
        ['customers:read', 'customers:pii'],
        ['customers:read', 'customers:pii'],
        ['customers:read'],
        [],
      ),
    });
    const property = fc.asyncProperty(fc.gen(), surroundings, async (choose, around) => {
      const { text, variables } = writeOperation(schema, (arbitrary) => choose(() => arbitrary));
      const document = parsed(text);
      fc.pre(document !== null);
      const planned = plannedExecute(useOperationPlans());
      const argsOf = (values: object) =>
        ({ schema, document, variableValues: values, rootValue: undefined }) as ExecutionArgs;
      const expected = [
        await observed(execute, argsOf(variables[0]), around),
        await observed(execute, argsOf(variables[1]), around),
      ];
      // From the third use on with a cached plan, with the same values and with others.
      for (const which of [0, 1, 0, 1, 0, 0, 1] as const) {
        expect(await observed(planned, argsOf(variables[which]), around), text).toEqual(expected[which]);
      }
      for (const { data, errors, lines } of expected) {
        if (data !== undefined && data !== 'null') seen.answered++;
        if (errors !== undefined) seen.failed++;
        if (lines.length > 0) seen.asked++;
      }
    });
    const { seed = Date.now() } = fc.readConfigureGlobal() ?? {};
    for (let done = 0; done < RUNS; done += MOST_AT_ONCE) {
      const numRuns = Math.min(MOST_AT_ONCE, RUNS - done);
      await fc.assert(property, { numRuns, seed: seed + done, maxSkipsPerRun: 20, endOnFailure: true });
    }
    // The operations are worth comparing: many succeed, many fail, many send requests.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(RUNS / 3);
  },
  60_000 + RUNS * 300,
);
