import type { DocumentNode } from 'graphql';
import { tooComplex } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';
import { documentDepth } from './document-depth.ts';

/** Refuses documents that select deeper, before they are validated. Depth hangs on the text alone: measured once each. */
export function useDepthLimit(maxDepth: number): GatewayPlugin {
  const known = new WeakMap<DocumentNode, number>();
  return {
    onParse() {
      return ({ result }) => {
        if (result === null || result instanceof Error) return;
        const depth = known.get(result) ?? documentDepth(result);
        known.set(result, depth);
        if (depth > maxDepth) {
          throw tooComplex(`The operation is ${depth} fields deep; at most ${maxDepth} are allowed.`);
        }
      };
    },
  };
}
