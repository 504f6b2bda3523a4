import { createHash } from 'node:crypto';
import { type DocumentNode, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { GatewayPlugin } from '../request-state.ts';

/** All documents together, as `sizeOf` estimates them. */
const MOST_BYTES = 32 * 1024 * 1024;
/** What a token costs at most: 160 bytes of syntax tree, the rest for the plan of a document that comes again. */
const TOKEN_BYTES = 500;
/** A GraphQLError with its stack, places and nodes. */
const ERROR_BYTES = 4 * 1024;
/** What every document costs: its place here, its hash, what the limits and the executor noted of it. */
const DOCUMENT_BYTES = 2 * 1024;

/** Texts that came once are known by their hashes alone. */
const MOST_SEEN = 4096;

type Verdict = Parameters<Parameters<NonNullable<GatewayPlugin['onValidate']>>[0]['setResult']>[0];

/** What is known of a text. */
interface Known {
  readonly parsed: DocumentNode | Error;
  /** What validation said; undefined before it. */
  readonly verdict?: Verdict;
}

/**
 * Remembers documents that come again, parsed and validated, and asks the plugins given no more of them: what they say of a
 * document must hang on its text alone. One that they refuse by throwing is measured anew each time it comes; syntax errors
 * and validation's verdicts are remembered.
 *
 * What is remembered is bounded in bytes, from a document's second use on: a client may send as many as it likes, and what
 * comes once is collected young. (Remembered and pushed out later, 400 documents of 55 kB grew the process by 300 MB before
 * V8 saw a reason to collect them.)
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

/** Lets go of the lexer's tokens, half of a document's memory. Errors find their lines by the offsets, which stay. */
function dropTokens(document: DocumentNode): void {
  visit(document, {
    enter({ loc }) {
      if (loc) Object.assign(loc, { startToken: undefined, endToken: undefined });
    },
  });
}
