import type { DocumentNode } from 'graphql';
import { isVolatile } from '../../schema/shared/volatile-types.ts';
import { type GatewayPlugin, requestStateOf } from '../request-state.ts';

/** Marks responses that are valid only now. Such a response is never cached, here or in a browser. */
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
