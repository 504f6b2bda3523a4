import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGateway, type Gateway } from '../../src/gateway.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { GRAPHIQL_EXAMPLES } from '../../src/server/graphiql-examples.ts';
import { withSandbox } from '../../src/settings/read-settings.ts';
import { silentLogger } from '../../src/telemetry/logger.ts';

const EXECUTABLE = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
// In CI a missing browser is a failure: there this test must not be skipped unnoticed.
const isSkipped = EXECUTABLE === undefined && !process.env.CI;

describe.skipIf(isSkipped)(
  'GraphiQL in a browser without internet (skipped: no Chromium here)',
  { timeout: 90_000 },
  () => {
    let sandbox: Sandbox;
    let gateway: Gateway;
    let browser: Browser;
    let page: Page;
    let address: string;
    const complaints: string[] = [];
    const elsewhere: string[] = [];

    beforeAll(async () => {
      sandbox = await startSandbox();
      gateway = await createGateway(withSandbox({ PORT: '0' }, sandbox), { logger: silentLogger });
      address = `http://127.0.0.1:${(await gateway.start()).port}/graphql`;
      browser = await chromium.launch({ executablePath: EXECUTABLE ?? 'chromium', args: ['--no-sandbox'] });
      page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url()))
          elsewhere.push(request.url());
      });
      await page.goto(address, { waitUntil: 'load' });
    }, 90_000);

    afterAll(async () => {
      await browser?.close();
      await gateway?.stop(0);
      await sandbox?.close();
    });

    it('opens with a named tab for each example', async () => {
      await page.waitForSelector('.graphiql-tab');
      const tabs = await page.locator('.graphiql-tab').allInnerTexts();
      const names = GRAPHIQL_EXAMPLES.map(({ query }) => /query (\w+)/.exec(query)?.[1]);
      expect(tabs.map((tab) => tab.trim())).toEqual(names);
    });

    it('answers the first example at the press of its button', async () => {
      const answered = page.waitForResponse(
        (response) => response.request().postData()?.includes('EveryonePageByPage') ?? false,
      );
      await page.locator('.graphiql-execute-button').click();
      const { data, errors } = await (await answered).json();
      expect(errors).toBeUndefined();
      expect(data.customers.nodes).toHaveLength(10);
    });

    it('shows the documentation', async () => {
      await page.locator('button[aria-label*="Documentation"]').first().click();
      await page.waitForSelector('text=Root Types');
    });

    it('complains of nothing and asks nobody else', () => {
      expect(complaints).toEqual([]);
      expect(elsewhere).toEqual([]);
    });
  },
);
