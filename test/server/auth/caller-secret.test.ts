import { expect, test } from 'vitest';
import { createCallerSecret } from '../../../src/server/auth/caller-secret.ts';
import { readSettings } from '../../../src/settings/read-settings.ts';

const careCloud = { CARECLOUD_BASE_URL: 'https://shop.example/webservice', CARECLOUD_TOKEN: 'token' };
const helpCrunch = { HELPCRUNCH_API_KEY: 'key' };
const secretWith = (env: Readonly<Record<string, string>>) => createCallerSecret(readSettings(env));

test('Replicas with the same credentials name callers alike, and nobody else does', async () => {
  const [both, again, ofHelpCrunch, ofCareCloud, ofAnother] = await Promise.all([
    secretWith({ ...careCloud, ...helpCrunch }),
    secretWith({ ...careCloud, CARECLOUD_TOKEN: 'renewed', ...helpCrunch }),
    secretWith(helpCrunch),
    secretWith(careCloud),
    secretWith({ HELPCRUNCH_API_KEY: 'another' }),
  ]);
  expect(both).toMatch(/^[0-9a-f]{64}$/);
  expect([again, ofHelpCrunch]).toEqual([both, both]);
  expect(new Set([both, ofCareCloud, ofAnother]).size).toBe(3);
});

test('With simulated vendors, whose credentials are known, the secret is random', async () => {
  const [one, two] = await Promise.all([secretWith({}), secretWith({})]);
  expect(one).toMatch(/^[0-9a-f]{64}$/);
  expect(one).not.toBe(two);
});
