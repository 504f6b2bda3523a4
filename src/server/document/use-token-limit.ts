import { Lexer, Source, TokenKind } from 'graphql';
import { tooComplex } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';

/**
 * The deepest nesting of brackets, far beyond any real query. Parsing and validation recurse, so thousands of brackets
 * would exhaust the stack before the depth limit applies.
 */
const MOST_NESTED = 200;

/** Refuses documents with more tokens, before parsing. Documents already parsed are not measured again. */
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

/**
 * Counts the tokens of a text and how deep its brackets nest, up to the first invalid token (the parser reports that
 * one).
 */
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
    // An invalid token: everything before it counts.
  }
  return { tokens, nested };
}
