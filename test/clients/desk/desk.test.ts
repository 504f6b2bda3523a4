import { createHash } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BROWSER, openBrowser } from '../../server/graphiql/support/open-browser.ts';
import { type StartedGateway, startGateway } from '../../support/start-gateway.ts';
import { type ServedDesk, serveDesk } from './support/serve-desk.ts';

// In CI a missing browser is a failure: nobody would notice that this is skipped.
const isSkipped = BROWSER === undefined && !process.env.CI;
const WHERE = isSkipped ? ' (skipped: no Chromium here; `apt-get install chromium`)' : '';

/** What a busy machine may take to draw. */
const SOON = { timeout: 10_000 };
/** What it may take for many pages. */
const LATER = { timeout: 40_000 };

describe.skipIf(isSkipped)(`the page of a desk, in a browser${WHERE}`, { timeout: 60_000 }, () => {
  let gateway: StartedGateway;
  let desk: ServedDesk;
  let browser: Browser;
  let page: Page;
  /** Screenshots, to be looked at. */
  let folder: string;
  let complaints: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'desk-shots-'));
    gateway = await startGateway();
    desk = await serveDesk(gateway.url);
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await desk?.[Symbol.asyncDispose]();
    await gateway?.[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    gateway.resetRequests();
    complaints = [];
    page = await browser.newPage({ viewport: { width: 1100, height: 720 }, locale: 'en-GB' });
    page.setDefaultTimeout(SOON.timeout);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => void complaints.push(error.message));
  });

  afterEach(() => page.close());

  /** Has the page ask another gateway. */
  const ask = (other: StartedGateway) =>
    page.route('**/graphql', (route) => route.continue({ url: other.url }));
  const rows = () => page.locator('.rows li:visible');
  const banner = () => page.locator('.banner:visible');
  const box = () => page.getByRole('searchbox');
  const panel = () => page.locator('aside');
  const shoot = (name: string) => page.screenshot({ path: join(folder, `${name}.png`) });

  async function open(): Promise<void> {
    await page.goto(desk.url);
    await rows().nth(19).waitFor(SOON);
  }

  it('lists everybody, and goes on while somebody scrolls: each person once', async () => {
    await open();
    await shoot('list');
    expect(gateway.upstreamRequests()).toEqual({
      careCloud: ['GET /customers', 'GET /customers'],
      helpCrunch: ['GET /customers', 'POST /customers/search'],
    });
    const more = page.getByRole('button', { name: 'More people' });
    await expect
      .poll(async () => {
        await page.mouse.wheel(0, 100_000);
        return more.count();
      }, LATER)
      .toBe(0);
    const links = await page.locator('.rows a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    expect(links.length).toBeGreaterThan(100);
    expect(new Set(links).size).toBe(links.length);
    // For a page at most one request for its rows, and one for whose they are.
    const pages = Math.ceil(links.length / 20);
    const { careCloud, helpCrunch } = gateway.upstreamRequests();
    expect(careCloud.length).toBeLessThanOrEqual(2 * pages);
    expect(helpCrunch.length).toBeLessThanOrEqual(2 * pages);
    expect(complaints).toEqual([]);
  });

  it('finds people while somebody types, asks once for what was typed fast, and shows everybody again after', async () => {
    const asked: unknown[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/graphql')) asked.push(request.postDataJSON().variables.text);
    });
    await open();
    gateway.resetRequests();
    await box().pressSequentially('nov');
    await expect.poll(() => rows().allInnerTexts(), SOON).toEqual([expect.stringMatching(/Nov/)]);
    await shoot('search');
    // Two names by last and by first name, an email and an id; HelpCrunch finds beginnings.
    expect(gateway.upstreamRequests().careCloud.length).toBeLessThanOrEqual(4);
    expect(gateway.upstreamRequests().helpCrunch).toEqual(['POST /customers/search']);
    expect(await page.getByRole('status').innerText()).toMatch(/press Enter for members/);

    await box().fill('no');
    await expect.poll(() => page.getByRole('status').innerText(), SOON).toMatch(/three letters/);
    await box().fill('  ');
    await expect.poll(() => rows().count(), SOON).toBeGreaterThanOrEqual(20);
    expect(asked.filter((text) => text !== undefined)).toEqual(['nov', 'no']);
    expect(complaints).toEqual([]);
  });

  it('gives up an earlier text for a later one, and takes Enter for the end of typing', async () => {
    await using other = await startGateway();
    await ask(other);
    await open();
    let release = () => {};
    other.sandbox.helpCrunch.injectFault({ until: new Promise<void>((resolve) => (release = resolve)) });
    other.resetRequests();
    const givenUp = page.waitForEvent('requestfailed');
    await box().fill('svoboda');
    await box().press('Enter');
    await other.sandbox.helpCrunch.received(1);
    await box().fill('Dvořák');
    await box().press('Enter');
    expect((await givenUp).postDataJSON().variables).toEqual({ text: 'svoboda' });
    release();
    await expect.poll(() => rows().first().innerText(), SOON).toMatch(/Dvořák/);
    expect((await rows().allInnerTexts()).some((row) => row.includes('member'))).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('shows tier, points and last chat of whoever is opened, and closes', async () => {
    await open();
    gateway.resetRequests();
    await rows().filter({ hasText: 'member' }).filter({ hasText: 'chat' }).first().click();
    await expect.poll(() => panel().innerText(), SOON).toMatch(/Tier\n.+\nPoints\n\d[\s\S]*Last chat\n\d/);
    await shoot('panel');
    expect(gateway.upstreamRequests()).toEqual({
      careCloud: [
        expect.stringMatching(/^GET \/customers\/\w+$/),
        'GET /wallet/actions/points-overview',
        expect.stringMatching(/status-records$/),
        'GET /statuses',
      ],
      helpCrunch: ['POST /chats/search'],
    });
    await panel().getByRole('button', { name: 'Close' }).click();
    await panel().waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('shows rows and a banner while HelpCrunch is down, and the rest at the press of a button after it', async () => {
    const breaker = { sampleSize: 20, leastAttempts: 6, openMs: 1 };
    await using other = await startGateway({ gateway: { upstream: { breaker } } });
    other.sandbox.helpCrunch.injectFault({ status: 503 });
    await ask(other);
    await open();
    expect(await banner().innerText()).toMatch(
      /^HelpCrunch failed to answer\. Try again in a moment\. Its data is missing here\./,
    );
    await shoot('down');
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot('down-dark');
    expect((await rows().allInnerTexts()).join()).not.toContain('seen');

    await rows().first().click();
    await expect
      .poll(() => panel().innerText(), SOON)
      .toMatch(/HelpCrunch[\s\S]*Tier\n[\s\S]*Last chat\nUnknown/);

    other.sandbox.helpCrunch.injectFault(null);
    other.resetRequests();
    await page.locator('main').getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => page.locator('main .banner').count(), SOON).toBe(0);
    await expect.poll(async () => (await rows().allInnerTexts()).join(), SOON).toContain('seen');
    expect(other.upstreamRequests().helpCrunch.length).toBeLessThanOrEqual(2);
    expect(complaints).toEqual([]);
  });

  it('asks for a key where the gateway wants one, and says when there is no gateway or no such person', async () => {
    const hash = createHash('sha256').update('open-sesame').digest('hex');
    const scopes = 'customers:read+customers:pii+customers:conversations';
    await using other = await startGateway({ env: { AUTH_API_KEYS: `desk:${hash}:${scopes}` } });
    await ask(other);
    await page.goto(`${desk.url}#nobody`);
    const key = page.locator('main').getByLabel('API key');
    await key.fill('wrong');
    await key.press('Enter');
    await expect.poll(() => banner().first().innerText(), SOON).toMatch(/a key that is not known here/);
    await shoot('key');
    await key.fill('open-sesame');
    await key.press('Enter');
    await rows().nth(19).waitFor(SOON);
    await expect.poll(() => panel().innerText(), SOON).toMatch(/expected the `id` of a Customer/);
    await shoot('nobody');

    await page.unroute('**/graphql');
    await page.route('**/graphql', (route) => route.abort());
    await box().fill('nov');
    await expect.poll(() => banner().first().innerText(), SOON).toMatch(/gateway cannot be reached/);
    await page.unroute('**/graphql');
    await ask(other);
    await page.locator('main').getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => rows().first().innerText(), SOON).toMatch(/Nov/);
  });
});
