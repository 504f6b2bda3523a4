import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startGateway } from '../support/start-gateway.ts';

const run = promisify(execFile);

/** Runs `npm run -s sdl` in an environment with only these settings. */
async function printed(settings: Readonly<Record<string, string>> = {}): Promise<string> {
  const args = ['--import', './src/typescript/register.mjs', 'src/sdl.ts'];
  const { stdout } = await run(process.execPath, args, { env: { PATH: process.env.PATH, ...settings } });
  return stdout;
}

const KEY = 'a-key-of-the-router';
const sha256 = createHash('sha256').update(KEY).digest('hex');

test('it is printed without any setting and without vendors, equal to _service', async () => {
  await using product = await startGateway();
  const { data } = await product.query('{ _service { sdl } }');
  expect(await printed()).toBe(data._service.sdl);
});

test('in production, with credentials set, _service is available to every valid key', async () => {
  await using product = await startGateway({
    env: { NODE_ENV: 'production', SANDBOX: '1', AUTH_API_KEYS: `router:${sha256}:customers:read` },
  });
  const query = '{ _service { sdl } }';
  expect((await product.query(query)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  const { data, errors } = await product.query(query, {}, { 'x-api-key': KEY });
  expect(errors).toBeUndefined();
  expect(data._service.sdl).toContain('type Customer @key');
  expect((await product.query('{ __schema { types { name } } }', {}, { 'x-api-key': KEY })).data).toBeFalsy();
});

test('both settings change the printed SDL and _service alike', async () => {
  const env = { FEDERATION_SDL: 'scopes,node', FEDERATION_KEYS: 'id,careCloudId' };
  await using product = await startGateway({ env });
  const { sdl } = (await product.query('{ _service { sdl } }')).data._service;
  expect(sdl).toContain('type Customer implements Node @key(fields: "id") @key(fields: "careCloudId") @cost');
  expect(sdl).toContain('@requiresScopes(scopes:');
  expect(await printed(env)).toBe(sdl);
  // A key outside the SDL still works.
  const email = product.sandbox.careCloud.rows.find(({ personal_information: one }) => one.email)
    ?.personal_information.email;
  const { data } = await product.query(
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { email } } }',
    { r: [{ __typename: 'Customer', email }] },
  );
  expect(data._entities[0].email.toLowerCase()).toBe(email?.toLowerCase());
});

test('an invalid setting is reported, and nothing is printed', async () => {
  await expect(printed({ FEDERATION_SDL: 'nodes' })).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('FEDERATION_SDL: expected a comma-separated list of scopes, node'),
  });
});

test('a reader that stops early ends it without an error', async () => {
  const script = `"$0" --import ./src/typescript/register.mjs src/sdl.ts | head -c 1`;
  const { stdout, stderr } = await run('sh', ['-c', script, process.execPath], {
    env: { PATH: process.env.PATH },
  });
  expect({ stdout: stdout.length, stderr }).toEqual({ stdout: 1, stderr: '' });
});
