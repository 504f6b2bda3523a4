import { readFileSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import { DESCRIPTIONS } from '../../src/settings/descriptions.ts';
import { printEnvExample, printHelp } from '../../src/settings/print-settings.ts';
import { readSettings } from '../../src/settings/read-settings.ts';
import { VARIABLES } from '../../src/settings/variables.ts';

const EXAMPLE = new URL('../../.env.example', import.meta.url);
const NAMES = Object.keys(VARIABLES.shape).sort();

it('describes every setting', () => {
  expect(Object.keys(DESCRIPTIONS).sort()).toEqual(NAMES);
});

it('prints each of them once as help', () => {
  const help = printHelp('1.2.3');
  expect([...help.matchAll(/^ {2}([A-Z_]+)/gm)].map(([, name]) => name).sort()).toEqual(NAMES);
  expect(help).toContain('(default: Europe/Prague)');
});

it('keeps .env.example equal to the table', () => {
  if (process.env.UPDATE_README === '1') writeFileSync(EXAMPLE, printEnvExample());
  expect(readFileSync(EXAMPLE, 'utf8')).toBe(printEnvExample());
});

it('has every setting in .env.example, commented out: as it is, it sets nothing', () => {
  expect(parseEnv(printEnvExample())).toEqual({});
  const all = parseEnv(printEnvExample().replace(/^#(?=[A-Z])/gm, ''));
  expect(Object.keys(all).sort()).toEqual(NAMES);
});

it.each(
  NAMES.filter((name) => !['AUTH', 'SANDBOX', 'NODE_ENV', 'TRUSTED_DOCUMENTS'].includes(name)),
)('accepts the example of %s, together with related settings', (name) => {
  const all = parseEnv(printEnvExample().replace(/^#(?=[A-Z])/gm, ''));
  const jwt = name.startsWith('AUTH_J')
    ? Object.fromEntries(Object.entries(all).filter(([each]) => each.startsWith('AUTH_J')))
    : {};
  const access = name === 'CARECLOUD_BASE_URL' ? { CARECLOUD_TOKEN: 't' } : {};
  const env = { HELPCRUNCH_API_KEY: 'k', ...jwt, ...access, ...(all[name] && { [name]: all[name] }) };
  expect(() => readSettings(env)).not.toThrow();
});
