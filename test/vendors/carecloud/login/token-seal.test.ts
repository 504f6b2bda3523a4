import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTokenSeal } from '../../../../src/vendors/carecloud/login/token-seal.ts';

const IDENTITY = {
  baseUrl: 'https://a.example/v1.0',
  login: 'desk-service',
  password: 'a-secret-word',
  applicationId: 'application',
};
const TOKEN = '5f4dcc3b5aa765d61d8327deb882cf995f4dcc3b';

it('opens what was sealed with the same credentials for the same address, and reveals nothing of it', async () => {
  const seal = await createTokenSeal(IDENTITY);
  const other = await createTokenSeal({ ...IDENTITY });
  const sealed = seal.seal(TOKEN);
  expect(other.open(sealed)).toBe(TOKEN);
  expect(other.name).toBe(seal.name);
  expect(seal.seal(TOKEN)).not.toBe(sealed);
  const shown = Buffer.from(sealed, 'base64url').toString('latin1') + sealed + seal.name;
  // Each is too long to occur in random bytes by chance.
  for (const secret of [TOKEN, IDENTITY.login, IDENTITY.password, IDENTITY.baseUrl])
    expect(shown).not.toContain(secret);
});

it.each([
  ['address', { baseUrl: 'https://b.example/v1.0' }],
  ['login', { login: 'you' }],
  ['password', { password: 'other' }],
  ['application', { applicationId: 'other' }],
])('neither finds nor opens what was sealed for another %s', async (_, difference) => {
  const seal = await createTokenSeal(IDENTITY);
  const other = await createTokenSeal({ ...IDENTITY, ...difference });
  expect(other.name).not.toBe(seal.name);
  expect(other.open(seal.seal(TOKEN))).toBeNull();
});

it('opens nothing that was changed or invented, of any size', async () => {
  const seal = await createTokenSeal(IDENTITY);
  const sealed = Buffer.from(seal.seal(TOKEN), 'base64url');
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(seal.open(changed.toString('base64url'))).toBeNull();
    expect(seal.open(sealed.subarray(0, at).toString('base64url'))).toBeNull();
  }
  expect(seal.open('x'.repeat(10_000_000))).toBeNull();
  fc.assert(fc.property(fc.string(), (text) => seal.open(text) === null));
});
