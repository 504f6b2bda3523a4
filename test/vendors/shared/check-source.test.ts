import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createGateway } from '../../../src/gateway.ts';
import { startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { readSettings } from '../../../src/settings/read-settings.ts';

async function checked(env: Record<string, string>) {
  const gateway = await createGateway(
    readSettings({ LOG_LEVEL: 'silent', OPERATION_DEADLINE_MS: '2000', ...env }),
  );
  try {
    return (await gateway.checkSources()).map(({ source, outcome, said }) => [source, outcome, said]);
  } finally {
    await gateway.stop(0);
  }
}

/** A server that gives every request this response; disposed of with its scope. */
async function answering(status: number, body = '', headers = {}) {
  const server = createServer((_, response) => response.writeHead(status, headers).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, [Symbol.dispose]: () => void server.close() };
}

it('requests one row from each configured source', async () => {
  await using sandbox = await startSandbox({ people: 10 });
  const { careCloud, helpCrunch } = sandbox;
  const env = {
    CARECLOUD_BASE_URL: careCloud.baseUrl,
    CARECLOUD_TOKEN: careCloud.token,
    HELPCRUNCH_BASE_URL: helpCrunch.baseUrl,
    HELPCRUNCH_API_KEY: helpCrunch.apiKey,
  };
  expect(await checked(env)).toEqual([
    ['CARECLOUD', 'OK', 'answers'],
    ['HELPCRUNCH', 'OK', 'answers'],
  ]);
  expect(careCloud.requests.map(({ query }) => query.get('count'))).toEqual(['1']);
  expect(helpCrunch.requests.map(({ query }) => query.get('limit'))).toEqual(['1']);
  expect(await checked({ ...env, CARECLOUD_TOKEN: 'wrong', HELPCRUNCH_API_KEY: 'wrong' })).toEqual([
    ['CARECLOUD', 'UPSTREAM_REJECTED', 'refused the credentials (401): check CARECLOUD_TOKEN'],
    ['HELPCRUNCH', 'UPSTREAM_REJECTED', 'refused the credentials (401): check HELPCRUNCH_API_KEY'],
  ]);
});

it('distinguishes a refused login from refused credentials', async () => {
  await using sandbox = await startSandbox({ people: 10 });
  const { baseUrl, login, applicationId } = sandbox.careCloud;
  const env = {
    CARECLOUD_BASE_URL: baseUrl,
    CARECLOUD_LOGIN: login,
    CARECLOUD_APPLICATION_ID: applicationId,
    CARECLOUD_PASSWORD: 'wrong',
  };
  expect(await checked(env)).toEqual([
    [
      'CARECLOUD',
      'UPSTREAM_REJECTED',
      expect.stringMatching(
        /^the login was refused \(4\d\d\): check CARECLOUD_LOGIN, CARECLOUD_PASSWORD and CARECLOUD_APPLICATION_ID$/,
      ),
    ],
  ]);
});

it.each([
  [404, '', '', 'UPSTREAM_REJECTED', 'no such address (404): should HELPCRUNCH_BASE_URL end in /v1?'],
  [404, '', '/v1', 'UPSTREAM_REJECTED', 'no such address (404): check HELPCRUNCH_BASE_URL'],
  [
    403,
    '',
    '/v1',
    'UPSTREAM_REJECTED',
    'does not allow these credentials to read customers (403): check HELPCRUNCH_API_KEY and their rights',
  ],
  [
    200,
    '<html>hello</html>',
    '',
    'UPSTREAM_INVALID_RESPONSE',
    'what came is not a list of customers: should HELPCRUNCH_BASE_URL end in /v1?',
  ],
  [
    301,
    '',
    '/v1',
    'UPSTREAM_INVALID_RESPONSE',
    'the address leads elsewhere (301): check HELPCRUNCH_BASE_URL',
  ],
])('explains what to do about %i %j at …%s', async (status, body, path, code, words) => {
  using server = await answering(status, body);
  const env = { HELPCRUNCH_BASE_URL: server.origin + path, HELPCRUNCH_API_KEY: 'secret-key' };
  expect(await checked(env)).toEqual([['HELPCRUNCH', code, words]]);
});

it('reports that nothing listens, and that a host does not exist', async () => {
  const at = (base: string) => checked({ HELPCRUNCH_BASE_URL: base, HELPCRUNCH_API_KEY: 'secret-key' });
  expect(await at('http://127.0.0.1:9/v1')).toEqual([
    ['HELPCRUNCH', 'UPSTREAM_UNAVAILABLE', 'nothing listens at 127.0.0.1:9: check HELPCRUNCH_BASE_URL'],
  ]);
  const [[, , words] = []] = await at('http://nowhere.invalid/v1');
  expect(words).toMatch(/^no such host: nowhere\.invalid|^the name nowhere\.invalid cannot be looked up/);
});
