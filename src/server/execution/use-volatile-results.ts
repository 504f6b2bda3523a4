import type { DocumentNode } from 'graphql';
import { isMomentary } from '../../schema/shared/volatile-types.ts';
import { exchangeOf, type GatewayPlugin } from '../request-state.ts';

/** Notes which answers hold only now: such an answer is never given again as it is, and no browser keeps it. */
export function useMomentary(): GatewayPlugin {
  const known = new WeakMap<DocumentNode, boolean>();
  return {
    onExecute({ args: { schema, document, contextValue } }) {
      const momentary = known.get(document) ?? isMomentary(schema, document);
      known.set(document, momentary);
      exchangeOf(contextValue).isMomentary = momentary;
    },
  };
}
