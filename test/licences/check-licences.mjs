// Licences of production dependencies, against a closed list: OSI-approved ones that only require attribution.
import { readFileSync } from 'node:fs';

const ALLOWED = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
]);

/** By package: its licence, and why it is accepted anyway. An unneeded exception is an error, too. */
const EXCEPTIONS = {};

/** Packages whose package.json names no licence, and the one in their LICENSE file. */
const BY_FILE = { limiter: 'MIT' };

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));
const problems = [];
const excused = new Set();
for (const [path, { dev, license }] of Object.entries(lock.packages)) {
  if (path === '' || dev) continue;
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const found = license ?? BY_FILE[name] ?? 'no licence';
  if (ALLOWED.has(found)) continue;
  if (EXCEPTIONS[name]?.[0] === found) excused.add(name);
  else problems.push(`${name}: expected one of ${[...ALLOWED].join(', ')}, got ${found}`);
}
for (const name of Object.keys(EXCEPTIONS)) {
  if (!excused.has(name))
    problems.push(`${name}: needs no exception any more; take it out of ${import.meta.filename}`);
}
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
