import { type ExecutionArgs, execute } from 'graphql';
import { expect } from 'vitest';
import { PlannedOperations } from '../../../../src/server/execution/planned-operations.ts';
import type { useOperationPlans } from '../../../../src/server/execution/use-operation-plans.ts';

export type Execute = (args: ExecutionArgs) => unknown;

/** The executor that the plugin installs in the server, with the plans of all operations executed before. */
export function plannedExecute(plugin: ReturnType<typeof useOperationPlans>): Execute {
  const operations = new PlannedOperations();
  return (args) => {
    let chosen: Execute = execute;
    const choose = (one: Execute) => {
      chosen = one;
    };
    const contextValue = { requestState: { planned: operations.planned(args) } };
    plugin.onExecute?.({ args: { ...args, contextValue }, setExecuteFn: choose } as never);
    expect(chosen).not.toBe(execute);
    return chosen(args);
  };
}
