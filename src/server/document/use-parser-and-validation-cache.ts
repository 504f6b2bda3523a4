import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { GatewayPlugin } from '../request-state.ts';

const MOST_DOCUMENTS = 1024;

type Verdict = Parameters<Parameters<NonNullable<GatewayPlugin['onValidate']>>[0]['setResult']>[0];

/**
 * Parses and validates each document once, and asks the plugins given only then: what they say of it must hang on its text
 * alone. A document that one of them refuses by throwing is measured anew each time it comes; syntax errors and validation's
 * verdicts are remembered.
 */
export function useParserAndValidationCache(plugins: readonly GatewayPlugin[]): readonly GatewayPlugin[] {
  const parsed = new LRUCache<string, DocumentNode | Error>({ max: MOST_DOCUMENTS });
  const verdicts = new WeakMap<DocumentNode, Verdict>();
  const parseHooks = plugins.flatMap(({ onParse }) => onParse ?? []);
  const validateHooks = plugins.flatMap(({ onValidate }) => onValidate ?? []);

  const once: Required<Pick<GatewayPlugin, 'onParse' | 'onValidate'>> = {
    onParse(payload) {
      const text = payload.params.source.toString();
      const known = parsed.get(text);
      if (known instanceof Error) throw known;
      if (known !== undefined) return payload.setParsedDocument(known);
      const doneHooks = parseHooks.map((hook) => hook(payload));
      return (done) => {
        for (const hook of doneHooks) hook?.(done);
        if (done.result !== null) parsed.set(text, done.result);
      };
    },
    onValidate(payload) {
      const document = payload.params.documentAST;
      const known = verdicts.get(document);
      if (known !== undefined) return payload.setResult(known);
      const doneHooks = validateHooks.map((hook) => hook(payload));
      return (done) => {
        for (const hook of doneHooks) hook?.(done);
        verdicts.set(document, done.result);
      };
    },
  };
  return [once, ...plugins.map(({ onParse, onValidate, ...other }) => other)];
}
