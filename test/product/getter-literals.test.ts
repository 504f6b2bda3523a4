import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../../src');
/** Created once per client or source, so they retain little. */
const MADE_ONCE = [
  'upstream/policies/circuit-breaker.ts',
  'vendors/carecloud/customer-requests.ts',
  'vendors/carecloud/source.ts',
  'vendors/helpcrunch/customer-requests.ts',
  'vendors/helpcrunch/source.ts',
  'vendors/shared/search-access.ts',
];

/** Lines of object literals' getters in a TypeScript text. */
function getterLines(text: string): readonly number[] {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const lines: number[] = [];
  (function visit(node: ts.Node): void {
    if (ts.isGetAccessorDeclaration(node) && ts.isObjectLiteralExpression(node.parent)) {
      lines.push(file.getLineAndCharacterOfPosition(node.getStart()).line + 1);
    }
    ts.forEachChild(node, visit);
  })(file);
  return lines;
}

it('finds a getter in a literal, and none in a class', () => {
  expect(getterLines('const a = {\n  get b() { return 1; },\n};\nclass C { get d() { return 1; } }')).toEqual(
    [2],
  );
});

it('no object created for each operation is a literal with getters: V8 would retain what they reference until a full collection', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  expect(files.length).toBeGreaterThan(100);
  const found = files
    .filter((name) => !name.startsWith('sandbox/') && !MADE_ONCE.includes(name))
    .filter((name) => getterLines(readFileSync(join(SRC, name), 'utf8')).length > 0);
  expect(found).toEqual([]);
});
