import { expect, test } from 'vitest';
import { createGateway } from '../../src/gateway.ts';
import { personalitiesNamed } from '../../src/sandbox/personality/personalities.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { readSettings } from '../../src/settings/read-settings.ts';
import { describeWithRedis, startRedisServer } from '../upstream/support/redis-server.ts';

describeWithRedis('replicas of a vendor whose logins end each other’s tokens', () => {
  test('log in once together, and once more for each token that ends', async () => {
    await using redis = await startRedisServer();
    await using sandbox = await startSandbox({
      people: 20,
      personalities: personalitiesNamed('logins-exclusive'),
    });
    const settings = readSettings({
      PORT: '0',
      LOG_LEVEL: 'silent',
      CACHE_TTL_SECONDS: '0',
      REDIS_URL: redis.url,
      CARECLOUD_BASE_URL: sandbox.careCloud.baseUrl,
      CARECLOUD_LOGIN: sandbox.careCloud.login,
      CARECLOUD_PASSWORD: sandbox.careCloud.password,
      CARECLOUD_APPLICATION_ID: sandbox.careCloud.applicationId,
      CARECLOUD_REQUESTS_PER_MINUTE: '1000',
    });
    const gateways = await Promise.all([1, 2, 3].map(() => createGateway(settings)));
    const logins = () =>
      sandbox.careCloud.requests.filter(({ path }) => path === '/users/actions/login').length;
    /** All replicas at once, twice; the number of people in each response. */
    const ask = async (first: number) => {
      const answers = [...gateways, ...gateways].map(async ({ fetch }) => {
        const query = `{ careCloudCustomers(first: ${first}) { totalCount } }`;
        const response = await fetch(
          new Request('http://localhost/graphql', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ query }),
          }),
        );
        const { data } = (await response.json()) as { data: { careCloudCustomers: { totalCount: number } } };
        return data.careCloudCustomers.totalCount;
      });
      return new Set(await Promise.all(answers)).size;
    };
    try {
      expect(await ask(1)).toBe(1);
      expect(logins()).toBe(1);
      for (const round of [2, 3]) {
        sandbox.careCloud.expireTokens();
        for (const first of [1, 2, 3]) expect(await ask(first)).toBe(1);
        expect(logins()).toBe(round);
      }
    } finally {
      await Promise.all(gateways.map((gateway) => gateway.stop(0)));
    }
  });
});
