import type { DocumentNode } from 'graphql';
import { isMomentary } from '../schema/momentary.ts';
import { exchangeOf, type GatewayPlugin } from './exchange.ts';

/** Marks operations whose answer, once it comes from the cache alone, may be given again as it is (repeated-requests.ts). */
export function useRepeatable(): GatewayPlugin {
  const known = new WeakMap<DocumentNode, boolean>();
  return {
    onExecute({ args: { schema, document, contextValue } }) {
      const momentary = known.get(document) ?? isMomentary(schema, document);
      known.set(document, momentary);
      const exchange = exchangeOf(contextValue);
      exchange.isRepeatable = !momentary && exchange.plans === null;
    },
  };
}
