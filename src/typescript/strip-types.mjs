import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CACHE } from './cache-folder.mjs';

/**
 * Blanks types out of TypeScript files. That needs the whole compiler, which takes half of a start: so the outcome is kept
 * under the hash of the file, and a start that finds all of them never loads it. A folder that cannot be written costs
 * speed only.
 */
export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const text = readFileSync(fileURLToPath(url), 'utf8');
  const file = `${CACHE}/${createHash('sha256').update(text).digest('hex')}.mjs`;
  const source = read(file) ?? (await strip(text, file));
  return { format: 'module', shortCircuit: true, source: `${source}\n//# sourceURL=${url}` };
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

async function strip(text, file) {
  const { default: blankSpace } = await import('ts-blank-space');
  const source = blankSpace(text);
  try {
    mkdirSync(CACHE, { recursive: true });
    const partial = `${file}.${process.pid}`;
    writeFileSync(partial, source);
    renameSync(partial, file);
  } catch {
    // Read-only: nothing is kept.
  }
  return source;
}
