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

/** Lines of generator functions and classes that are created anew each time the function around them runs. */
function innerLines(text: string): readonly number[] {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const lines: number[] = [];
  (function visit(node: ts.Node, isInside: boolean): void {
    const isGenerator =
      (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node)) &&
      node.asteriskToken !== undefined;
    if (isInside && (isGenerator || ts.isClassLike(node))) {
      lines.push(file.getLineAndCharacterOfPosition(node.getStart()).line + 1);
    }
    ts.forEachChild(node, (child) => visit(child, isInside || ts.isFunctionLike(node)));
  })(file, false);
  return lines;
}

it('finds generators and classes in functions, and none of a module or a class', () => {
  const text =
    'function* a() {}\nclass B { *c() {} }\nfunction d() {\n  function* e() {}\n  return class {};\n}';
  expect(innerLines(text)).toEqual([4, 5]);
});

it('no generator or class is created for each operation: V8 would retain what their closures reference, too', () => {
  const found = sourceFiles()
    .filter((name) => !name.startsWith('sandbox/') && name !== 'server/http/to-fetch-request.ts')
    .filter((name) => innerLines(readFileSync(join(SRC, name), 'utf8')).length > 0);
  expect(found).toEqual([]);
});

it('no request has an AbortController of Node’s own: V8 would retain its signal’s listeners, too', () => {
  const found = sourceFiles()
    .filter((name) => /^(server|schema|customers|paging)\//.test(name))
    .filter((name) => readFileSync(join(SRC, name), 'utf8').includes('new AbortController('));
  expect(found).toEqual([]);
});

it('no object created for each operation is a literal with getters: V8 would retain what they reference until a full collection', () => {
  const found = sourceFiles()
    .filter((name) => !name.startsWith('sandbox/') && !MADE_ONCE.includes(name))
    .filter((name) => getterLines(readFileSync(join(SRC, name), 'utf8')).length > 0);
  expect(found).toEqual([]);
});

function sourceFiles(): readonly string[] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  expect(files.length).toBeGreaterThan(100);
  return files;
}
