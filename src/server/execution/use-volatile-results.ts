import type { DocumentNode } from 'graphql';
import { isVolatile } from '../../schema/shared/volatile-types.ts';
import { type GatewayPlugin, requestStateOf } from '../request-state.ts';

/** Notes which answers hold only now: such an answer is never given again as it is, and no browser keeps it. */
export function useVolatileResults(): GatewayPlugin {
  const known = new WeakMap<DocumentNode, boolean>();
  return {
    onExecute({ args: { schema, document, contextValue } }) {
      const volatile = known.get(document) ?? isVolatile(schema, document);
      known.set(document, volatile);
      requestStateOf(contextValue).isVolatile = volatile;
    },
  };
}
