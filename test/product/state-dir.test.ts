import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createGateway } from '../../src/gateway.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { readSettings } from '../../src/settings/read-settings.ts';

const LEFT = '{ sources { source requestsRemaining } }';

test('a restarted gateway knows the requests of the last minute', async () => {
  await using sandbox = await startSandbox({ people: 20 });
  const folder = await mkdtemp(join(tmpdir(), 'state-'));
  /** A gateway with real accounts (simulated), running for the duration of these queries. */
  const askAnew = async (queries: readonly string[], stateDir: string) => {
    const gateway = await createGateway(
      readSettings({
        PORT: '0',
        LOG_LEVEL: 'silent',
        CACHE_TTL_SECONDS: '0',
        HELPCRUNCH_BASE_URL: sandbox.helpCrunch.baseUrl,
        HELPCRUNCH_API_KEY: sandbox.helpCrunch.apiKey,
        STATE_DIR: stateDir,
      }),
    );
    const { port } = await gateway.start();
    let last: { data: { sources: { requestsRemaining: number }[] } } | undefined;
    for (const query of queries) {
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      last = (await response.json()) as typeof last;
    }
    await gateway.stop(0);
    return last?.data.sources?.[0]?.requestsRemaining;
  };
  try {
    const page = '{ helpCrunchCustomers(first: 1) { nodes { id } } }';
    expect(await askAnew([page, page, page, LEFT], folder)).toBe(117);
    expect(await askAnew([LEFT], folder)).toBe(117);
    expect(await askAnew([LEFT], join(folder, 'elsewhere'))).toBe(120);
  } finally {
    await rm(folder, { recursive: true });
  }
});
