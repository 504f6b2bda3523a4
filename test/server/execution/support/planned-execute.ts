import { type ExecutionArgs, execute } from 'graphql';
import { expect } from 'vitest';
import type { useOperationPlans } from '../../../../src/server/execution/use-operation-plans.ts';

export type Execute = (args: ExecutionArgs) => unknown;

/** The executor that the plugin installs in the server. */
export function plannedExecute(plugin: ReturnType<typeof useOperationPlans>): Execute {
  return (args) => {
    let chosen: Execute = execute;
    const choose = (one: Execute) => {
      chosen = one;
    };
    plugin.onExecute?.({ args, setExecuteFn: choose } as never);
    expect(chosen).not.toBe(execute);
    return chosen(args);
  };
}
