import { describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { askCareCloud, type Reply, send } from '../support/sandbox-client.ts';

const EMPTY = { careCloud: [], helpCrunch: [] };

const logIn = (sandbox: Sandbox, body: unknown, contentType = 'application/json'): Promise<Reply> =>
  send(`${sandbox.careCloud.baseUrl}/users/actions/login`, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const credentialsOf = ({ careCloud: { login, password, applicationId } }: Sandbox) => ({
  user_external_application_id: applicationId,
  login,
  password,
});

describe("CareCloud's tokens", () => {
  it.each([
    ['no header', {}],
    ['another scheme', { authorization: 'Basic abc' }],
    ['an unknown token', { authorization: 'Bearer 0123' }],
    ['a token with something behind it', { authorization: 'Bearer 0123 4' }],
  ])('refuses %s with 401', async (_, headers) => {
    await using sandbox = await startSandbox({ data: EMPTY });
    const { status, json } = await send(`${sandbox.careCloud.baseUrl}/customers`, { headers });
    expect(status).toBe(401);
    expect(json.error.exception).toBe('unauthorized_exception');
  });

  it('returns a token for valid credentials, which lives for seven hours by the project clock', async () => {
    let now = Date.UTC(2024, 6, 1, 12);
    await using sandbox = await startSandbox({ data: EMPTY, now: () => now });
    const { status, json } = await logIn(sandbox, credentialsOf(sandbox));
    expect(status).toBe(201);
    expect(json.data.bearer_token).toMatch(/^[0-9a-f]{40}$/);
    expect(json.data.valid_to).toBe('2024-07-01 21:00:00');
    const authorization = `Bearer ${json.data.bearer_token}`;
    now += 7 * 3_600_000 - 1;
    expect((await askCareCloud(sandbox, '/customers', { authorization })).status).toBe(200);
    now += 1;
    expect((await askCareCloud(sandbox, '/customers', { authorization })).status).toBe(401);
  });

  it('refuses every token issued before it was told to, and accepts new ones', async () => {
    await using sandbox = await startSandbox({ data: EMPTY });
    sandbox.careCloud.expireTokens();
    expect((await askCareCloud(sandbox, '/customers')).status).toBe(401);
    const { json } = await logIn(sandbox, credentialsOf(sandbox));
    const authorization = `Bearer ${json.data.bearer_token}`;
    expect((await askCareCloud(sandbox, '/customers', { authorization })).status).toBe(200);
  });

  it('ends a token at logout', async () => {
    await using sandbox = await startSandbox({ data: EMPTY });
    const headers = { authorization: `Bearer ${sandbox.careCloud.token}` };
    const { status, text } = await send(`${sandbox.careCloud.baseUrl}/users/actions/logout`, {
      method: 'POST',
      headers,
    });
    expect([status, text]).toEqual([204, '']);
    expect((await askCareCloud(sandbox, '/customers')).status).toBe(401);
  });

  it('answers wrong credentials with 403: 401 is not documented for a login', async () => {
    await using sandbox = await startSandbox({ data: EMPTY });
    const { status, json } = await logIn(sandbox, { ...credentialsOf(sandbox), password: 'guess' });
    expect(status).toBe(403);
    expect(json.error).not.toHaveProperty('exception');
  });

  it.each([
    ['a missing password', { user_external_application_id: 'x', login: 'y' }, 'password', 'required'],
    ['an empty login', { user_external_application_id: 'x', login: '', password: 'z' }, 'login', 'empty'],
    [
      'a number',
      { user_external_application_id: 1, login: 'y', password: 'z' },
      'user_external_application_id',
      'invalid_value_format',
    ],
    ['text that is not JSON', '{"login"', 'body', 'invalid_value_format'],
  ])('answers %s with 400', async (_, body, name, reason) => {
    await using sandbox = await startSandbox({ data: EMPTY });
    const { status, json } = await logIn(sandbox, body);
    expect(status).toBe(400);
    expect(json.error.error_data.invalid_params).toMatchObject([{ name, reason }]);
  });

  it('accepts a login only as JSON', async () => {
    await using sandbox = await startSandbox({ data: EMPTY });
    const form = new URLSearchParams(credentialsOf(sandbox)).toString();
    expect((await logIn(sandbox, form, 'application/x-www-form-urlencoded')).status).toBe(400);
  });

  it('returns 429 without a body above a configured rate', async () => {
    let now = 0;
    await using sandbox = await startSandbox({ data: EMPTY, careCloudRequestsPerMinute: 2, now: () => now });
    await askCareCloud(sandbox, '/customers');
    await askCareCloud(sandbox, '/customers');
    const { status, text, headers } = await askCareCloud(sandbox, '/customers');
    expect([status, text, headers.get('retry-after')]).toEqual([429, '', null]);
    now = 60_000;
    expect((await askCareCloud(sandbox, '/customers')).status).toBe(200);
  });
});
