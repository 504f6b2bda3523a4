import { describe, expect, test } from 'vitest';
import type { Authorize } from '../../src/upstream/authorize.ts';
import { until } from './support/manual-clock.ts';
import type { ScriptedAnswer } from './support/scripted-server.ts';
import { createSetting, makeCall, outcomeOf, read } from './support/setting.ts';

/** Tokens 1, 2, 3 …; each renewal takes the next one, if the test permits it. */
function createTokens(canRenew = true) {
  let token = 1;
  let renewals = 0;
  let release = () => {};
  const authorize: Authorize = {
    headers: async () => ({ authorization: `Bearer ${token}` }),
    async renew() {
      renewals += 1;
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      if (canRenew) token += 1;
      return canRenew;
    },
  };
  return { authorize, renewals: () => renewals, release: () => release() };
}

const only = (token: number): ScriptedAnswer => {
  return ({ headers }, response) => {
    const isGood = headers.authorization === `Bearer ${token}`;
    response.writeHead(isGood ? 200 : 401, { 'content-type': 'application/json' }).end(`{"good":${isGood}}`);
  };
};

describe('a rejected token', () => {
  test('is renewed once for all waiting requests, and each is replayed once', async () => {
    const tokens = createTokens();
    await using setting = await createSetting({ authorize: tokens.authorize }, ...Array(6).fill(only(2)));
    const { client, clock, server } = setting;
    const answers = ['a', 'b', 'c'].map((id) => client.request(read(id), makeCall(clock)));
    await until(() => server.requests.length === 3 && tokens.renewals() === 1);
    tokens.release();
    expect(await Promise.all(answers)).toEqual([{ good: true }, { good: true }, { good: true }]);
    expect([server.requests.length, tokens.renewals()]).toEqual([6, 1]);
  });

  test('that is rejected again after the renewal stays rejected', async () => {
    const tokens = createTokens();
    await using setting = await createSetting({ authorize: tokens.authorize }, only(3), only(3));
    const { client, clock, server } = setting;
    const outcome = outcomeOf(client.request(read(), makeCall(clock)));
    await until(() => tokens.renewals() === 1);
    tokens.release();
    expect(await outcome).toBe('UPSTREAM_REJECTED');
    expect([server.requests.length, tokens.renewals()]).toEqual([2, 1]);
  });

  test('is not renewed for each request if the vendor rejects every new one: logins may lock an account', async () => {
    let token = 1;
    let renewals = 0;
    const authorize: Authorize = {
      headers: () => ({ authorization: `Bearer ${token}` }),
      async renew() {
        renewals += 1;
        token += 1;
        return true;
      },
    };
    await using setting = await createSetting({ authorize }, ...Array(12).fill({ status: 401 }));
    const { client, clock, server } = setting;
    const ask = () => outcomeOf(client.request(read(), makeCall(clock)));
    for (let times = 0; times < 4; times++) expect(await ask()).toBe('UPSTREAM_REJECTED');
    expect([server.requests.length, renewals]).toEqual([6, 2]);
    await clock.advance(5_000);
    expect(await ask()).toBe('UPSTREAM_REJECTED');
    expect([server.requests.length, renewals]).toEqual([8, 3]);
  });

  test('that another replica ended is renewed, however often, as long as new ones are accepted', async () => {
    const tokens = { number: 1, renewals: 0 };
    const authorize: Authorize = {
      headers: () => ({ authorization: `Bearer ${tokens.number}` }),
      async renew() {
        tokens.renewals += 1;
        tokens.number += 1;
        return true;
      },
    };
    const turns = Array.from({ length: 10 }, (_, index) => ({
      status: index % 2 === 0 ? 401 : 200,
      json: { ok: true },
    }));
    await using setting = await createSetting({ authorize }, ...turns);
    const { client, clock } = setting;
    for (let times = 0; times < 5; times++)
      expect(await client.request(read(), makeCall(clock))).toEqual({ ok: true });
    expect(tokens.renewals).toBe(5);
  });

  test('that cannot be renewed is not replayed', async () => {
    const tokens = createTokens(false);
    await using setting = await createSetting({ authorize: tokens.authorize }, only(2));
    const { client, clock, server } = setting;
    const outcome = outcomeOf(client.request(read(), makeCall(clock)));
    await until(() => tokens.renewals() === 1);
    tokens.release();
    expect(await outcome).toBe('UPSTREAM_REJECTED');
    expect(server.requests).toHaveLength(1);
  });

  test('is not renewed again if its rejection arrives after others have renewed it', async () => {
    const tokens = createTokens();
    let reject = () => {};
    const late: ScriptedAnswer = (_, response) => {
      reject = () => void response.writeHead(401).end('{}');
    };
    await using setting = await createSetting(
      { authorize: tokens.authorize },
      late,
      only(2),
      only(2),
      only(2),
    );
    const { client, clock, server } = setting;
    const slow = client.request(read('slow'), makeCall(clock));
    await until(() => server.requests.length === 1);
    const quick = client.request(read('quick'), makeCall(clock));
    await until(() => tokens.renewals() === 1);
    tokens.release();
    await quick;
    reject();
    expect(await slow).toEqual({ good: true });
    expect([server.requests.length, tokens.renewals()]).toEqual([4, 1]);
  });

  test('is renewed for the others even if the first caller leaves', async () => {
    const tokens = createTokens();
    await using setting = await createSetting({ authorize: tokens.authorize }, ...Array(4).fill(only(2)));
    const { client, clock, server } = setting;
    const call = makeCall(clock);
    const left = outcomeOf(client.request(read('a'), call));
    await until(() => tokens.renewals() === 1);
    const other = client.request(read('b'), makeCall(clock));
    await until(() => server.requests.length === 2);
    await clock.advance(1);
    call.leave();
    expect(await left).toBe('the client went away');
    tokens.release();
    expect(await other).toEqual({ good: true });
    expect(tokens.renewals()).toBe(1);
  });
});

test('a login has no credentials and is not replayed', async () => {
  const tokens = createTokens();
  await using setting = await createSetting({ authorize: tokens.authorize }, { status: 401 });
  const { client, clock, server } = setting;
  const login = read('login', { method: 'POST', body: {}, isRead: false, isAuthorized: false });
  expect(await outcomeOf(client.request(login, makeCall(clock)))).toBe('UPSTREAM_REJECTED');
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  expect(tokens.renewals()).toBe(0);
});

test('without renewal a rejection is final', async () => {
  await using setting = await createSetting({}, { status: 401 });
  expect(await outcomeOf(setting.client.request(read(), makeCall(setting.clock)))).toBe('UPSTREAM_REJECTED');
  expect(setting.server.requests).toHaveLength(1);
});
