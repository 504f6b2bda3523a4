import { createHash } from 'node:crypto';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedGateway, startGateway } from '../../support/start-gateway.ts';
import { BROWSER, openBrowser } from './support/open-browser.ts';

/** The time a busy machine may take to render. */
const SOON = { timeout: 10_000 };
const KEY = 'a-key-of-the-shop';
const HASH = createHash('sha256').update(KEY).digest('hex');

const isSkipped = BROWSER === undefined && !process.env.CI;
const WHERE = isSkipped ? ' (skipped: no Chromium here; `apt-get install chromium`)' : '';

describe.skipIf(isSkipped)(`what stands beside GraphiQL${WHERE}`, { timeout: 60_000 }, () => {
  let gateway: StartedGateway;
  let guarded: StartedGateway;
  let browser: Browser;

  beforeAll(async () => {
    gateway = await startGateway();
    guarded = await startGateway({
      env: { AUTH_API_KEYS: `shop:${HASH}:customers:read+customers:pii`, INTROSPECTION: '1', GRAPHIQL: '1' },
    });
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await gateway?.[Symbol.asyncDispose]();
    await guarded?.[Symbol.asyncDispose]();
  });

  async function open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
    const page = await context.newPage();
    await page.goto(url);
    await page.locator('.graphiql-execute-button').waitFor();
    return page;
  }

  it('shows where to enter the key, sends it with every request, and stores it for this browser tab only', async () => {
    const page = await open(guarded.url);
    await expect.poll(() => page.locator('.api-key output').innerText(), SOON).toMatch(/requires a key/);
    await page.locator('.api-key input').fill(KEY);
    const schema = page.waitForResponse(
      (response) => response.request().postData()?.includes('__schema') ?? false,
    );
    await page.locator('.api-key button').click();
    expect((await schema).status()).toBe(200);
    // The Docs load once it is set.
    await page.getByLabel('Show Documentation Explorer').click();
    await expect.poll(() => page.locator('.graphiql-plugin').innerText(), SOON).toContain('Query');

    const answered = page.waitForResponse(
      (response) => response.request().postData()?.includes('EveryonePageByPage') ?? false,
    );
    await page.locator('.graphiql-execute-button').click();
    const response = await answered;
    expect([response.status(), (await response.json()).errors]).toEqual([200, undefined]);
    const [kept, forgotten] = await page.evaluate<[string, string]>(
      '[JSON.stringify({ ...sessionStorage }), JSON.stringify({ ...localStorage })]',
    );
    expect(kept).toContain(KEY);
    expect(forgotten).not.toContain(KEY);
  });

  it('opens a link with its query and its variables', async () => {
    const link = new URLSearchParams({
      query: 'query ByLink($first: Int) { customers(first: $first) { nodes { id } } }',
      variables: '{"first":2}',
    });
    const page = await open(`${gateway.url}?${link}`);
    await expect.poll(() => page.locator('.graphiql-tab-active').innerText(), SOON).toBe('ByLink');
    const answered = page.waitForResponse(
      (response) => response.request().postData()?.includes('ByLink') ?? false,
    );
    await page.locator('.graphiql-execute-button').click();
    const { data } = await (await answered).json();
    expect(data.customers.nodes).toHaveLength(2);
  });

  it.each([
    ['in the dark', { colorScheme: 'dark' }],
    ['in a narrow window', { viewport: { width: 700, height: 800 } }],
  ] as const)('shows the bars %s', async (_, options) => {
    const page = await open(gateway.url, options);
    await page.locator('.graphiql-execute-button').click();
    const bar = page.locator('.cost-request').first();
    await bar.waitFor(SOON);
    const box = await bar.locator('.cost-track').boundingBox();
    expect(box?.width).toBeGreaterThan(40);
    expect(await page.locator('.cost-summary').innerText()).toMatch(/complexity \d+ of 10,000/);
    expect(await page.locator('.cost-summary').innerText()).toMatch(/HELPCRUNCH[^\n]*of 120 left/);
  });

  it('shows the response below the query in a narrow window, as wide as it', async () => {
    const page = await open(gateway.url, { viewport: { width: 420, height: 800 } });
    const editors = await page.locator('.graphiql-editors').boundingBox();
    const response = await page.locator('.graphiql-response').boundingBox();
    expect(response?.y).toBeGreaterThanOrEqual((editors?.y ?? 0) + (editors?.height ?? 0));
    expect(response?.width).toBeGreaterThan(300);
  });

  it('is sent once: a browser that has it receives 304', async () => {
    const headers = { accept: 'text/html' };
    const first = await fetch(gateway.url, { headers });
    const etag = first.headers.get('etag') ?? '';
    expect(etag).not.toBe('');
    await first.body?.cancel();
    const again = await fetch(gateway.url, { headers: { ...headers, 'if-none-match': etag } });
    expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
  });
});
