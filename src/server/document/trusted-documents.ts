import { readFileSync } from 'node:fs';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { withoutInputValues } from '../../schema/shared/input-error.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import { withIncrementalDirectives } from './use-incremental-delivery.ts';
import { KnownOperationsRule } from './use-queries-only.ts';

/** Documents by id. */
export type TrustedDocuments = ReadonlyMap<string, string>;

/** With more problems than these, the file is the wrong one. */
const MOST_PROBLEMS = 10;

/**
 * Reads a manifest of trusted documents, in Apollo's format (`operations` with `id` and `body`) or Relay's (id → text).
 * Throws a SettingsError if the file is missing or has neither format, and for documents that would be refused whenever
 * a client sent their ids: those that are not GraphQL or do not fit the schema.
 */
export function readTrustedDocuments(path: string, schema: GraphQLSchema): TrustedDocuments {
  const documents = toTrustedDocuments(readManifest(path));
  const check = checkAgainst(schema);
  const problems = [...documents].flatMap(([id, text]) => {
    const problem = check(text);
    return problem === null ? [] : [`${nameOf(id)}: ${problem}`];
  });
  if (problems.length === 0) return documents;
  const hidden = problems.length - MOST_PROBLEMS;
  throw wrong(...problems.slice(0, MOST_PROBLEMS), ...(hidden > 0 ? [`and ${hidden} more documents`] : []));
}

function wrong(...problems: readonly string[]): SettingsError {
  return new SettingsError(problems.map((problem) => ({ variable: 'TRUSTED_DOCUMENTS', problem })));
}

function readManifest(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw wrong('expected a readable file, got none');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw wrong('expected JSON, got something else');
  }
}

function toTrustedDocuments(manifest: unknown): TrustedDocuments {
  const entries = entriesOf(manifest);
  if (entries.length > 0) return new Map(entries);
  throw wrong(
    'expected an Apollo manifest ({"operations": [{"id", "body"}]}) or a Relay one ({"id": "text"})',
  );
}

function entriesOf(manifest: unknown): readonly (readonly [string, string])[] {
  if (!isRecord(manifest)) return [];
  if (Array.isArray(manifest.operations)) {
    return manifest.operations.map((operation: unknown, index) => {
      const { id, body } = isRecord(operation) ? operation : {};
      if (typeof id === 'string' && typeof body === 'string') return [id, body];
      throw wrong(`expected the texts \`id\` and \`body\` in operations[${index}], got something else`);
    });
  }
  return Object.entries(manifest).map(([id, text]) => {
    if (typeof text === 'string') return [id, text];
    throw wrong(`expected a text as ${nameOf(id)}, got something else`);
  });
}

/** What is wrong with a document, by the rules that apply to every request; null for nothing. */
function checkAgainst(schema: GraphQLSchema): (text: string) => string | null {
  const served = withIncrementalDirectives(schema);
  const rules = [...specifiedRules, KnownOperationsRule];
  return (text) => {
    let document: DocumentNode;
    try {
      document = parse(text);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return problemOf(error);
    }
    const [error] = validate(served, document, rules, { maxErrors: 1 });
    return error === undefined ? null : problemOf(error);
  };
}

/** One problem and its place, without values, which may be personal data. */
function problemOf(error: GraphQLError): string {
  const { message, locations, originalError } = withoutInputValues(error);
  const told = originalError === undefined ? withoutTokens(message) : 'a value does not fit its type.';
  const [place] = locations ?? [];
  return place === undefined ? told : `${told} (${place.line}:${place.column})`;
}

/** Syntax errors quote the token that they found. */
function withoutTokens(message: string): string {
  return message.replace(/^(Syntax Error: .*?\b(?:String|BlockString|Int|Float)) ".*"/s, '$1');
}

function nameOf(id: string): string {
  return `document ${JSON.stringify(id.slice(0, 80))}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
