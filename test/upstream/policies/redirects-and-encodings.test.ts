import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ScriptedAnswer } from '../support/scripted-server.ts';
import { createSetting, makeCall, read } from '../support/setting.ts';

const OK: ScriptedAnswer = { json: { ok: true } };
const to = (location: string): ScriptedAnswer => ({ status: 307, headers: { location } });
const packed =
  (encoding: string, body: Buffer): ScriptedAnswer =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding });
    response.end(body);
  };
const JSON_TEXT = Buffer.from('{"name":"Žaneta"}');

describe('redirects', () => {
  test('of a GET are followed within the origin, each as a counted request', async () => {
    await using setting = await createSetting({}, to('/moved?x=1'), to('once/more'), OK);
    const { client, clock, server } = setting;
    const call = makeCall(clock);
    expect(await client.request(read(), call)).toEqual({ ok: true });
    expect(server.requests.map(({ url }) => url).slice(1)).toEqual(['/moved?x=1', '/once/more']);
    expect(call.sent).toHaveLength(3);
  });

  test.each([
    ['another origin', to('https://elsewhere.invalid/')],
    ['nowhere', { status: 302 }],
    ['an invalid address', to('http://[')],
  ])('to %s are refused', async (_, answer) => {
    await using setting = await createSetting({}, answer, OK);
    const { client, clock, server } = setting;
    await expect(client.request(read(), makeCall(clock))).rejects.toMatchObject({
      source: expect.any(String),
    });
    expect(server.requests).toHaveLength(1);
  });

  test('end after three', async () => {
    await using setting = await createSetting({}, to('/a'), to('/b'), to('/c'), to('/d'), OK);
    const { client, clock, server } = setting;
    await expect(client.request(read(), makeCall(clock))).rejects.toThrow();
    expect(server.requests).toHaveLength(4);
  });
});

describe('bodies', () => {
  test.each([
    ['gzip', gzipSync(JSON_TEXT)],
    ['br', brotliCompressSync(JSON_TEXT)],
    ['deflate', deflateSync(JSON_TEXT)],
  ])('are requested unencoded, but decoded as %s anyway', async (encoding, body) => {
    await using setting = await createSetting({}, packed(encoding, body));
    const { client, clock, server } = setting;
    expect(await client.request(read(), makeCall(clock))).toEqual({ name: 'Žaneta' });
    expect(server.requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  test.each([
    ['not what they say', packed('gzip', Buffer.from('{"ok":true}'))],
    ['larger unpacked than a body may be', packed('gzip', gzipSync(Buffer.alloc(50_000, ' ')))],
  ])('%s are not a valid response', async (_, answer) => {
    await using setting = await createSetting({ maxBodyBytes: 10_000 }, answer);
    const { client, clock } = setting;
    await expect(client.request(read(), makeCall(clock))).rejects.toMatchObject({
      code: 'UPSTREAM_INVALID_RESPONSE',
    });
  });
});
