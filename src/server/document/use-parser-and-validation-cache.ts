import { createHash } from 'node:crypto';
import { type DocumentNode, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { GatewayPlugin } from '../request-state.ts';

/** For all documents together, as `sizeOf` estimates them. */
const MOST_BYTES = 32 * 1024 * 1024;
/** Upper bound per token: 160 bytes of syntax tree, the rest for the plan of a repeated document. */
const TOKEN_BYTES = 500;
/** A GraphQLError with its stack, locations and nodes. */
const ERROR_BYTES = 4 * 1024;
/** Fixed overhead per document: the entry here, the hash, and what the limits and the executor store. */
const DOCUMENT_BYTES = 2 * 1024;

/** Documents seen once are known only by their hash. */
const MOST_SEEN = 4096;

type Verdict = Parameters<Parameters<NonNullable<GatewayPlugin['onValidate']>>[0]['setResult']>[0];

/** What is cached for a document. */
interface Known {
  readonly parsed: DocumentNode | Error;
  /** The result of validation; undefined before it. */
  readonly verdict?: Verdict;
}

/**
 * Caches repeated documents, parsed and validated, and skips the given plugins for them. The result of such a plugin
 * must depend on the text alone. A document that a plugin refuses by throwing is measured again each time; syntax
 * errors and validation results are cached.
 *
 * The cache is bounded in bytes and holds a document from its second use on. A client may send any number of documents,
 * and those sent once are collected young. (When every document was cached and evicted later, 400 documents of 55 kB
 * grew the process by 300 MB before V8 collected them.)
 *
 * @param mostBytes The bound; 32 MiB by default.
 */
export function useParserAndValidationCache(
  plugins: readonly GatewayPlugin[],
  mostBytes = MOST_BYTES,
): readonly GatewayPlugin[] {
  const documents = new LRUCache<string, Known>({ maxSize: mostBytes, sizeCalculation: sizeOf });
  const seen = new LRUCache<string, true>({ max: MOST_SEEN });
  const parseHooks = plugins.flatMap(({ onParse }) => onParse ?? []);
  const validateHooks = plugins.flatMap(({ onValidate }) => onValidate ?? []);

  const once: Required<Pick<GatewayPlugin, 'onParse' | 'onValidate'>> = {
    onParse(payload) {
      const text = payload.params.source.toString();
      const parsed = documents.get(text)?.parsed;
      if (parsed instanceof Error) throw parsed;
      if (parsed !== undefined) return payload.setParsedDocument(parsed);
      const doneHooks = parseHooks.map((hook) => hook(payload));
      return (done) => {
        for (const hook of doneHooks) hook?.(done);
        if (done.result === null || !comesAgain(text, seen)) return;
        if (!(done.result instanceof Error)) dropTokens(done.result);
        documents.set(text, { parsed: done.result });
      };
    },
    onValidate(payload) {
      const parsed = payload.params.documentAST;
      const text = parsed.loc?.source.body ?? '';
      const known = documents.peek(text);
      const isKnown = known !== undefined && known.parsed === parsed;
      if (isKnown && known.verdict !== undefined) return payload.setResult(known.verdict);
      const doneHooks = validateHooks.map((hook) => hook(payload));
      return (done) => {
        for (const hook of doneHooks) hook?.(done);
        if (isKnown) documents.set(text, { parsed, verdict: done.result });
      };
    },
  };
  return [once, ...plugins.map(({ onParse, onValidate, ...other }) => other)];
}

function comesAgain(text: string, seen: LRUCache<string, true>): boolean {
  const hash = createHash('sha256').update(text).digest('base64');
  if (seen.has(hash)) return true;
  seen.set(hash, true);
  return false;
}

function sizeOf({ parsed, verdict }: Known, text: string): number {
  const tokens = parsed instanceof Error ? 0 : (parsed.tokenCount ?? text.length);
  const errors = (parsed instanceof Error ? 1 : 0) + (verdict?.length ?? 0);
  // A character takes up to two bytes.
  return DOCUMENT_BYTES + 2 * text.length + tokens * TOKEN_BYTES + errors * ERROR_BYTES;
}

/** Drops the lexer's tokens, half of a document's memory. Errors compute their lines from the offsets, which stay. */
function dropTokens(document: DocumentNode): void {
  visit(document, {
    enter({ loc }) {
      if (loc) Object.assign(loc, { startToken: undefined, endToken: undefined });
    },
  });
}
