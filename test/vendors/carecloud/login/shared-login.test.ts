import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { UpstreamError } from '../../../../src/errors/gateway-error.ts';
import type { WireResponse } from '../../../../src/upstream/http/buffered-response.ts';
import { withCredentials } from '../../../../src/upstream/policies/with-credentials.ts';
import { openRedisStore } from '../../../../src/upstream/redis/redis-store.ts';
import type { SharedStore } from '../../../../src/upstream/redis/shared-store.ts';
import { CredentialRenewal } from '../../../../src/upstream/single-flight/credential-renewal.ts';
import type { UpstreamRequest } from '../../../../src/upstream/upstream-request.ts';
import { SharedLogin } from '../../../../src/vendors/carecloud/login/shared-login.ts';
import { createTokenSeal } from '../../../../src/vendors/carecloud/login/token-seal.ts';
import { createCareCloudSession } from '../../../../src/vendors/carecloud/session.ts';
import { PROPERTY_TIMEOUT, runs } from '../../../customers/support/cases.ts';
import { ManualClock, until } from '../../../upstream/support/manual-clock.ts';
import { makeSending, response } from '../../../upstream/support/policies.ts';
import {
  describeWithRedis,
  type RedisServer,
  startRedisServer,
} from '../../../upstream/support/redis-server.ts';

const LOGIN = { login: 'me', password: 'secret', applicationId: 'app' };
const identity = { ...LOGIN, baseUrl: 'https://a.example/v1.0' };
/** One derivation for all replicas of a test, because it is slow by design. */
const seal = createTokenSeal(identity);

/** Waits are shorter than in production, but end the same way. */
const HASTE = 50;
const clock = {
  now: Date.now,
  setTimer(ms: number, callback: () => void) {
    const timer = setTimeout(callback, ms / HASTE);
    return () => clearTimeout(timer);
  },
};

/** A vendor whose logins end all earlier tokens. */
function exclusiveVendor() {
  let valid: string | null = null;
  const vendor = {
    logins: 0,
    /** Runs during a login, before its response. */
    onLogin: async () => {},
    expire: () => {
      valid = null;
    },
    async logIn(): Promise<string> {
      const number = ++vendor.logins;
      valid = `plain-token-${number}`;
      await vendor.onLogin();
      return `plain-token-${number}`;
    },
    takes: (authorization: string | undefined) => valid !== null && authorization === `Bearer ${valid}`,
  };
  return vendor;
}

/** A replica's requests: the session with its renewal and replay, over a store. */
function openReplica(
  vendor: ReturnType<typeof exclusiveVendor>,
  store: SharedStore,
  createSeal = () => seal,
) {
  const session = createCareCloudSession({
    credentials: LOGIN,
    clock,
    async request<T>(request: UpstreamRequest<T>): Promise<T> {
      return request.decode({ data: { bearer_token: await vendor.logIn() } });
    },
    sharedLogin: new SharedLogin({ store, clock, createSeal }),
  });
  const policy = withCredentials(
    { source: 'CARECLOUD', authorize: session },
    new CredentialRenewal('CARECLOUD', session, clock),
  );
  const send = policy(async ({ headers }): Promise<WireResponse> => {
    await new Promise(setImmediate);
    return response(vendor.takes(headers.authorization) ? 200 : 401);
  });
  /** The status of a request. */
  return async () => (await send(makeSending(new ManualClock(Date.now() + 60_000)))).status;
}

describeWithRedis('one login for all replicas', () => {
  let server: RedisServer;
  let store: SharedStore;
  let redis: Redis;
  beforeAll(async () => {
    server = await startRedisServer();
    redis = new Redis(server.url);
    // It disconnects on purpose.
    redis.on('error', () => {});
    const logger = { info() {}, warn() {} };
    store = await openRedisStore({ url: server.url, logger, beatMs: 50 });
  });
  beforeEach(async () => {
    await redis.flushall();
  });
  afterAll(async () => {
    redis.disconnect();
    await store.close();
    await server[Symbol.asyncDispose]();
  });
  const keyNamed = async (end: 'token' | 'turn') => `customer-gateway:login:{${(await seal).name}}:${end}`;

  const step = fc.oneof(
    { weight: 5, arbitrary: fc.array(fc.nat(), { minLength: 1, maxLength: 8 }) },
    { weight: 2, arbitrary: fc.constant('EXPIRE' as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('FLUSH' as const, 'SPOIL' as const, 'RETYPE' as const, 'LOCK' as const),
    },
  );
  test(
    'takes as many logins as tokens end, however many requests there are: every request succeeds',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 5 }),
          fc.array(step, { maxLength: 12 }),
          async (count, steps) => {
            await redis.flushall();
            const vendor = exclusiveVendor();
            const replicas = Array.from({ length: count }, () => openReplica(vendor, store));
            let losses = 1;
            for (const each of steps) {
              if (Array.isArray(each)) {
                const statuses = await Promise.all(each.map((number) => replicas[number % count]?.()));
                expect(statuses).toEqual(each.map(() => 200));
                continue;
              }
              losses++;
              if (each === 'EXPIRE') vendor.expire();
              if (each === 'FLUSH') await redis.flushall();
              if (each === 'SPOIL') await redis.set(await keyNamed('token'), 'x'.repeat(100), 'PX', 60_000);
              if (each === 'RETYPE') {
                await redis.del(await keyNamed('token'));
                await redis.lpush(await keyNamed('token'), 'x');
              }
              if (each === 'LOCK') await redis.set(await keyNamed('turn'), 'somebody else, for ever');
            }
            expect(vendor.logins).toBeLessThanOrEqual(losses);
            expect(store.isUp).toBe(true);
          },
        ),
        runs(60),
      );
    },
    PROPERTY_TIMEOUT,
  );

  test('stores the token sealed, for at most an hour, under a name that reveals nothing', async () => {
    const vendor = exclusiveVendor();
    expect(await openReplica(vendor, store)()).toBe(200);
    await until(() => store.isUp);
    const key = await keyNamed('token');
    expect(await redis.keys('*')).toEqual([key]);
    expect(await redis.get(key)).not.toContain('plain-token');
    expect(await redis.pttl(key)).toBeLessThanOrEqual(3_600_000);
  });

  test('is not shared with other credentials', async () => {
    const vendors = [exclusiveVendor(), exclusiveVendor()] as const;
    const other = createTokenSeal({ ...identity, password: 'new' });
    const replicas = [openReplica(vendors[0], store), openReplica(vendors[1], store, () => other)];
    for (const replica of [...replicas, ...replicas]) expect(await replica()).toBe(200);
    expect(vendors.map(({ logins }) => logins)).toEqual([1, 1]);
  });

  test('takes over no token larger than the maximum', async () => {
    const vendor = exclusiveVendor();
    await redis.set(await keyNamed('token'), 'x'.repeat(20_000_000), 'PX', 60_000);
    expect(await openReplica(vendor, store)()).toBe(200);
    expect(vendor.logins).toBe(1);
  });

  test('waits for the replica that logs in, and logs in itself if that one fails', async () => {
    const vendor = exclusiveVendor();
    let isFirst = true;
    vendor.onLogin = async () => {
      if (!isFirst) return;
      isFirst = false;
      await new Promise((resolve) => setTimeout(resolve, 20));
      vendor.expire();
      throw new UpstreamError('UPSTREAM_UNAVAILABLE', 'CARECLOUD', 'broken');
    };
    const [one, other] = [openReplica(vendor, store), openReplica(vendor, store)];
    const first = one();
    await until(() => vendor.logins === 1);
    const second = other();
    await expect(first).rejects.toThrow('broken');
    expect(await second).toBe(200);
    expect(vendor.logins).toBe(2);
    expect(await one()).toBe(200);
    expect(vendor.logins).toBe(2);
  });

  test('repeats a login that was refused to any replica no sooner than after the pause', async () => {
    const vendor = exclusiveVendor();
    vendor.onLogin = async () => {
      throw new UpstreamError('UPSTREAM_REJECTED', 'CARECLOUD', 'refused the login');
    };
    const [one, other] = [openReplica(vendor, store), openReplica(vendor, store)];
    const refused =
      'CareCloud did not accept the gateway’s login. Its operator has to check the credentials.';
    await expect(one()).rejects.toThrow(refused);
    const key = await keyNamed('token');
    // Nobody waits for it to be shared.
    await vi.waitFor(async () => expect(await redis.exists(key)).toBe(1));
    expect(await redis.get(key)).not.toContain('login');
    expect(await redis.pttl(key)).toBeLessThanOrEqual(5_000);
    for (const replica of [other, one, openReplica(vendor, store)]) {
      await expect(replica()).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED', message: refused });
    }
    expect(vendor.logins).toBe(1);

    vendor.onLogin = async () => {};
    // As if the pause were over.
    await redis.del(key);
    expect(await openReplica(vendor, store)()).toBe(200);
    expect(vendor.logins).toBe(2);
  });

  test('continues without the store: each replica logs in, and shares again when it is back', async () => {
    const vendor = exclusiveVendor();
    const [one, other] = [openReplica(vendor, store), openReplica(vendor, store)];
    expect(await one()).toBe(200);
    await server.stop();
    await until(() => !store.isUp);
    for (const replica of [other, one, other]) expect(await replica()).toBe(200);
    expect(vendor.logins).toBe(4);
    await server.start();
    await until(() => store.isUp);
    for (const replica of [one, other, one, other, one]) expect(await replica()).toBe(200);
    expect(vendor.logins).toBe(5);
  });

  test('continues if the store becomes unavailable while waiting for another replica', async () => {
    const vendor = exclusiveVendor();
    await redis.set(await keyNamed('turn'), 'another replica', 'PX', 2_900);
    const waiting = openReplica(vendor, store)();
    await new Promise((resolve) => setTimeout(resolve, 10));
    await server.stop();
    expect(await waiting).toBe(200);
    await server.start();
    await until(() => store.isUp);
  });
});
