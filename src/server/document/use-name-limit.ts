import { type DocumentNode, visit } from 'graphql';
import { tooComplex } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';

/**
 * The longest response name of a field. Response names are repeated in every row, so long aliases would turn a small
 * request into a huge response.
 */
const LONGEST_NAME = 128;

/** Refuses documents with longer response names, before validation. */
export function useNameLimit(): GatewayPlugin {
  const known = new WeakMap<DocumentNode, number>();
  return {
    onParse() {
      return ({ result }) => {
        if (result === null || result instanceof Error) return;
        const longest = known.get(result) ?? longestName(result);
        known.set(result, longest);
        if (longest <= LONGEST_NAME) return;
        throw tooComplex(
          `The response name of a field has ${longest} characters; at most ${LONGEST_NAME} are allowed.`,
        );
      };
    },
  };
}

function longestName(document: DocumentNode): number {
  let longest = 0;
  visit(document, {
    Field({ alias, name }) {
      longest = Math.max(longest, (alias ?? name).value.length);
    },
  });
  return longest;
}
