import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { CACHE } from './cache-folder.mjs';

/*
 * Strips types from TypeScript files. This needs the whole compiler, which takes half of a start, so the output is
 * cached under the hash of the file. A start that finds all outputs never loads the compiler. A read-only folder costs
 * only speed.
 */

/** For `module.register`: hooks in a separate thread. */
export async function load(url, context, next) {
  if (!isTypeScript(url)) return next(url, context);
  const file = read(url);
  return toModule(url, file.kept ?? keep(file, (await import('ts-blank-space')).default));
}

/** For `module.registerHooks`, which needs no separate thread, but runs for every module. */
export function loadSync(url, context, next) {
  if (!isTypeScript(url)) return next(url, context);
  const file = read(url);
  return toModule(url, file.kept ?? keep(file, createRequire(import.meta.url)('ts-blank-space').default));
}

const isTypeScript = (url) => url.startsWith('file:') && url.endsWith('.ts');

const toModule = (url, source) => ({
  format: 'module',
  shortCircuit: true,
  source: `${source}\n//# sourceURL=${url}`,
});

/** A file's text, the path of its cached output, and the output if it exists. */
function read(url) {
  const text = readFileSync(fileURLToPath(url), 'utf8');
  const path = `${CACHE}/${createHash('sha256').update(text).digest('hex')}.mjs`;
  try {
    return { text, path, kept: readFileSync(path, 'utf8') };
  } catch {
    return { text, path, kept: null };
  }
}

function keep({ text, path }, blankSpace) {
  const source = blankSpace(text);
  try {
    mkdirSync(CACHE, { recursive: true });
    const partial = `${path}.${process.pid}`;
    writeFileSync(partial, source);
    renameSync(partial, path);
  } catch {
    // Read-only: nothing is cached.
  }
  return source;
}
