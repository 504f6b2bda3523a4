import { Lexer, Source, TokenKind } from 'graphql';
import type { GatewayPlugin } from './exchange.ts';
import { tooComplex } from './http-error.ts';

/** Refuses documents of more tokens before they are parsed. One shorter than the maximum in characters is not counted. */
export function useTokenLimit(maxTokens: number): GatewayPlugin {
  return {
    onParse({ params, parseFn, setParseFn }) {
      const text = String(params.source);
      if (text.length > maxTokens) {
        const tokens = countTokens(text);
        if (tokens > maxTokens)
          throw tooComplex(`The document has ${tokens} tokens; at most ${maxTokens} are allowed.`);
      }
      setParseFn((source, options) => {
        try {
          return parseFn(source, options);
        } catch (error) {
          // The parser recurses: thousands of brackets within one another exhaust the stack before anything is wrong.
          if (error instanceof RangeError)
            throw tooComplex('The document nests values too deeply to be read.');
          throw error;
        }
      });
    },
  };
}

/** How many tokens a text has, up to the first that is none (parsing reports that one). */
export function countTokens(text: string): number {
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  try {
    while (lexer.advance().kind !== TokenKind.EOF) tokens++;
  } catch {
    return tokens;
  }
  return tokens;
}
