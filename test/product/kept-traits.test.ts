import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createGateway } from '../../src/gateway.ts';
import { personalitiesNamed } from '../../src/sandbox/personality/personalities.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { type Environment, readSettings } from '../../src/settings/read-settings.ts';
import { describeWithRedis, startRedisServer } from '../upstream/support/redis-server.ts';

const SOURCES = ['CARECLOUD', 'HELPCRUNCH'];
const PERSONALITIES = 'helpcrunch-equals-minds-case,large-pages-refused,list-hides-deleted';

const open = ({ careCloud, helpCrunch }: Sandbox, env: Environment) =>
  createGateway(
    readSettings({
      PORT: '0',
      LOG_LEVEL: 'silent',
      CARECLOUD_BASE_URL: careCloud.baseUrl,
      CARECLOUD_TOKEN: careCloud.token,
      HELPCRUNCH_BASE_URL: helpCrunch.baseUrl,
      HELPCRUNCH_API_KEY: helpCrunch.apiKey,
      HELPCRUNCH_REQUESTS_PER_MINUTE: '1000',
      ...env,
    }),
  );

async function traitsOf(gateway: Awaited<ReturnType<typeof open>>) {
  const response = await gateway.fetch(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ sources { source traits { name value learned } } }' }),
    }),
  );
  return ((await response.json()) as { data: unknown }).data;
}

const sent = ({ careCloud, helpCrunch }: Sandbox) => careCloud.requests.length + helpCrunch.requests.length;

test('a gateway that is started again within the day knows the traits, and makes no request to learn them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'state-'));
  await using sandbox = await startSandbox({ people: 300, personalities: personalitiesNamed(PERSONALITIES) });
  try {
    const first = await open(sandbox, { STATE_DIR: folder });
    await first.probeSources(SOURCES);
    const learned = await traitsOf(first);
    await first.stop(0);
    expect(JSON.stringify(learned)).toContain('"value":"SENSITIVE","learned":true');
    const requests = sent(sandbox);
    expect(requests).toBeGreaterThan(2);

    const second = await open(sandbox, { STATE_DIR: folder });
    expect(await traitsOf(second)).toEqual(learned);
    await second.probeSources(SOURCES);
    expect(await traitsOf(second)).toEqual(learned);
    await second.stop(0);
    expect(sent(sandbox)).toBe(requests);

    // What it knows steers it: a page is asked for in the size that is taken.
    const third = await open(sandbox, { STATE_DIR: folder });
    sandbox.helpCrunch.clearRequests();
    const query = '{ helpCrunchCustomers(first: 100) { nodes { id } } }';
    await third.fetch(
      new Request('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      }),
    );
    await third.stop(0);
    expect(sandbox.helpCrunch.requests.map(({ status }) => status)).not.toContain(400);

    const others = await open(sandbox, {
      STATE_DIR: folder,
      HELPCRUNCH_API_KEY: 'another',
    });
    expect(JSON.stringify(await traitsOf(others))).not.toContain('"value":"SENSITIVE"');
    await others.stop(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});

describeWithRedis('replicas', () => {
  test('that start together learn once, and all know what was learned', async () => {
    await using redis = await startRedisServer();
    await using sandbox = await startSandbox({
      people: 300,
      personalities: personalitiesNamed(PERSONALITIES),
    });
    const replicas = await Promise.all([1, 2, 3].map(() => open(sandbox, { REDIS_URL: redis.url })));
    try {
      await Promise.all(replicas.map((replica) => replica.probeSources(SOURCES)));
      expect(sandbox.careCloud.requests.length).toBeLessThanOrEqual(6);
      expect(sandbox.helpCrunch.requests.length).toBeLessThanOrEqual(6);
      const [learned, ...others] = await Promise.all(replicas.map(traitsOf));
      expect(JSON.stringify(learned)).toContain('"value":"SENSITIVE","learned":true');
      for (const other of others) expect(other).toEqual(learned);
    } finally {
      await Promise.all(replicas.map((replica) => replica.stop(0)));
    }
  });
});
