import { createHash } from 'node:crypto';
import type { DocumentNode } from 'graphql';

const hashes = new WeakMap<DocumentNode, string>();

/**
 * SHA-256 of a document's text in 64 hex digits, the usual name of a persisted document. Null for a document without
 * text.
 */
export function documentHash(document: DocumentNode): string | null {
  const text = document.loc?.source.body;
  if (text === undefined) return null;
  const known = hashes.get(document);
  if (known !== undefined) return known;
  const hash = createHash('sha256').update(text).digest('hex');
  hashes.set(document, hash);
  return hash;
}
