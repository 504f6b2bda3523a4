import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { SettingsError } from '../../settings/settings-error.ts';

/** Documents by id. */
export type TrustedDocuments = ReadonlyMap<string, string>;

/**
 * Reads a manifest of trusted documents, in Apollo's format (`operations` with `id` and `body`) or Relay's (id → text).
 * Throws a SettingsError if the file is missing, has neither format, or contains an invalid GraphQL document.
 */
export function readTrustedDocuments(path: string): TrustedDocuments {
  const problem = (text: string) => new SettingsError([{ variable: 'TRUSTED_DOCUMENTS', problem: text }]);
  let documents: TrustedDocuments | null;
  try {
    documents = toTrustedDocuments(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error;
    throw problem(isMissing ? 'expected a readable file, got none' : 'expected JSON, got something else');
  }
  if (documents === null) {
    throw problem(
      'expected an Apollo manifest ({"operations": [{"id", "body"}]}) or a Relay one ({"id": "text"})',
    );
  }
  for (const [id, text] of documents) {
    try {
      parse(text);
    } catch {
      throw problem(`expected GraphQL as document ${JSON.stringify(id.slice(0, 80))}, got something else`);
    }
  }
  return documents;
}

/** Null if it has neither format. */
function toTrustedDocuments(manifest: unknown): TrustedDocuments | null {
  if (!isRecord(manifest)) return null;
  const entries: (readonly unknown[])[] = Array.isArray(manifest.operations)
    ? manifest.operations.map((one) => (isRecord(one) ? [one.id, one.body] : []))
    : Object.entries(manifest);
  const isWhole = (entry: readonly unknown[]): entry is readonly [string, string] =>
    typeof entry[0] === 'string' && typeof entry[1] === 'string';
  return entries.length > 0 && entries.every(isWhole) ? new Map(entries) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
