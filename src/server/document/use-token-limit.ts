import { Lexer, Source, TokenKind } from 'graphql';
import { tooComplex } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';

/**
 * Brackets within brackets. Far more than any query has; parsing and validating recurse, and thousands would exhaust the
 * stack before a field's depth could be measured.
 */
const MOST_NESTED = 200;

/** Refuses documents of more tokens before they are parsed. Documents parsed before are not measured again. */
export function useTokenLimit(maxTokens: number): GatewayPlugin {
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source, options) => {
        const text = typeof source === 'string' ? source : source.body;
        const { tokens, nested } = measureTokens(text);
        if (tokens > maxTokens) {
          throw tooComplex(`The document has ${tokens} tokens; at most ${maxTokens} are allowed.`);
        }
        if (nested > MOST_NESTED) {
          throw tooComplex(`The document nests brackets ${nested} deep; at most ${MOST_NESTED} are allowed.`);
        }
        return parseFn(source, options);
      });
    },
  };
}

/** How many tokens a text has, and how deep its brackets nest, up to the first that is none (parsing reports that one). */
function measureTokens(text: string): { readonly tokens: number; readonly nested: number } {
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let open = 0;
  let nested = 0;
  try {
    for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
      tokens++;
      if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L) open++;
      if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R) open--;
      nested = Math.max(nested, open);
    }
  } catch {
    // No token: what came before it counts.
  }
  return { tokens, nested };
}
