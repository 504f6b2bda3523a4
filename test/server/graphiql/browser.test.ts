import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedGateway, startGateway } from '../../support/start-gateway.ts';
import { BROWSER, openBrowser } from './support/open-browser.ts';

/** Each tab: part of its variables, and part of its response. */
const TABS: Readonly<Record<string, readonly [variables: string, answer: RegExp]>> = {
  EveryonePageByPage: ['"first": 10', /"sources": \[\s*"CARECLOUD",\s*"HELPCRUNCH"/],
  PersonByEmail: ['"email": "', /"careCloud": \{[\s\S]*"helpCrunch": \{[\s\S]*"lastSeenAt": "2/],
  SearchBox: ['"text": "dvorak"', /"matches": \[\s*\{\s*"matchedOn": \[[\s\S]*"name": "[^"]*Dvořák/],
  ChatLeads: ['"tag": "Lead"', /"lastSeenAt": "2/],
  ConsentsByTag: ['"tag": "VIP"', /"consents": \[\s*\{\s*"consentId"/],
  Entities: ['', /"_entities": \[\s*\{\s*"name": "/],
  SupportPanel: ['"email": "', /"careCloud": \{\s*"tier": \{[\s\S]*"points": \{/],
  Inbox: ['"first": ', /"status": "(NEW|OPENED|PENDING)"/],
  WhatItCosts: ['"first": 5', /"extensions": \{\s*"upstream": \{[\s\S]*"plan": /],
  OneSourceDown: ['"first": 5', /"status": "UNAVAILABLE",\s*"error": \{/],
};

/** The time a busy machine may take to render. */
const SOON = { timeout: 10_000 };

// In CI a missing browser is a failure, so that skipping does not go unnoticed.
const isSkipped = BROWSER === undefined && !process.env.CI;
const WHERE = isSkipped ? ' (skipped: no Chromium here; `apt-get install chromium`)' : '';

describe.skipIf(isSkipped)(`GraphiQL in a browser without internet${WHERE}`, { timeout: 60_000 }, () => {
  let gateway: StartedGateway;
  let browser: Browser;
  let page: Page;
  /** Screenshots, for inspection. */
  let folder: string;
  const complaints: string[] = [];
  const elsewhere: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graphiql-'));
    // The examples refer to the people of `npm start`.
    gateway = await startGateway({ sandbox: { people: 4500 } });
    browser = await openBrowser();
    page = await openGraphiql();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await gateway?.[Symbol.asyncDispose]();
  });

  /** A first visit: nothing is stored. */
  async function openGraphiql(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
    const opened = await context.newPage();
    opened.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    opened.on('pageerror', (error) => void complaints.push(error.message));
    opened.on('request', (request) => {
      const url = request.url();
      if (!/^(data|blob):/.test(url) && !url.startsWith(new URL(gateway.url).origin)) elsewhere.push(url);
    });
    await opened.goto(gateway.url);
    await opened.locator('.graphiql-execute-button').waitFor();
    return opened;
  }

  it('opens with a tab for each example, named after its purpose', async () => {
    expect(await tabsOf(page)).toEqual(Object.keys(TABS));
  });

  const tabs = Object.entries(TABS);
  it.each(tabs)('%s is filled in, runs with the button and shows data', async (name, tab) => {
    const [variables, shown] = tab;
    await openTab(page, name);
    await expect.poll(() => variablesOf(page), SOON).toContain(variables);
    const answered = page.waitForResponse((response) => operationOf(response.request()) === name);
    await page.locator('.graphiql-execute-button').click();
    const answer = await (await answered).json();
    expect(answer.errors).toBeUndefined();
    expect(JSON.stringify(answer, null, 2)).toMatch(shown);
    expect(Object.keys(answer.extensions.upstream).length).toBeGreaterThan(0);

    // Under the response, its cost: a bar for each request.
    const strip = page.locator('.cost-strip');
    await expect.poll(() => strip.innerText(), SOON).toMatch(/^200\b[\s\S]* ms[\s\S]*sent/);
    const requests = answer.extensions.plan.requests.length;
    await expect.poll(() => strip.locator('.cost-request').count(), SOON).toBe(requests);

    const result = page.locator('.result-window .view-lines');
    await result.getByText('"data"').waitFor();
    await page.screenshot({ path: join(folder, `${name}.png`) });
  });

  it('opens the documentation, down to the fields of a filter', async () => {
    await page.getByLabel('Show Documentation Explorer').click();
    const docs = page.locator('.graphiql-plugin');
    for (const link of ['Query', 'customers', 'CustomerFilter']) {
      await docs.getByText(link, { exact: true }).first().click();
      await page.screenshot({ path: join(folder, `docs-${link}.png`) });
    }
    await expect.poll(() => docs.innerText(), SOON).toContain('notInSources');
  });

  // Three bugs of GraphiQL that use-graphiql.ts works around.
  it('has the first tab’s variables, needs one click per tab, and keeps the number of tabs after a reload', async () => {
    const fresh = await openGraphiql();
    await expect.poll(() => variablesOf(fresh), SOON).toContain('"first": 10');
    await fresh.locator('.graphiql-tab-button', { hasText: 'PersonByEmail' }).click();
    await expect.poll(() => fresh.locator('.graphiql-tab-active').innerText(), SOON).toBe('PersonByEmail');
    await expect.poll(() => variablesOf(fresh), SOON).toContain('"email": ');
    await fresh.reload();
    await fresh.locator('.graphiql-execute-button').waitFor();
    expect(await tabsOf(fresh)).toEqual(Object.keys(TABS));
  });

  // GraphiQL stores its editors and its tabs at different moments, so a page may be left in any of these states.
  it.each([
    ['the query of another tab', 'query', (tabs: KeptTabs) => tabs.tabs[3]?.query ?? '', 'ChatLeads'],
    ['variables of another tab', 'variables', () => '{ "email": "a@example.com" }', 'EveryonePageByPage'],
    ['a query just edited', 'query', () => 'query JustEdited { __typename }', 'JustEdited'],
  ])('keeps the number of tabs after a reload when it was left with %s', async (_, key, written, active) => {
    const fresh = await openGraphiql();
    const kept: KeptTabs = JSON.parse(
      await fresh.evaluate<string>(
        `new Promise((resolve) => setTimeout(() => resolve(localStorage.getItem('graphiql:tabState')), 1500))`,
      ),
    );
    await fresh.evaluate(`localStorage.setItem('graphiql:${key}', ${JSON.stringify(written(kept))})`);
    await fresh.reload();
    await fresh.locator('.graphiql-execute-button').waitFor();
    expect(await fresh.locator('.graphiql-tab-button').count()).toBe(Object.keys(TABS).length);
    await expect.poll(() => queryOf(fresh), SOON).toContain(active);
  });

  it('has no errors in the console, and contacts no other host', () => {
    expect(complaints).toEqual([]);
    expect(elsewhere).toEqual([]);
  });
});

/** GraphiQL knows which operation a tab runs shortly after showing it; by then it is in storage. */
async function openTab(page: Page, name: string): Promise<void> {
  if ((await page.locator('.graphiql-tab-active').innerText()) === name) return;
  await page.locator('.graphiql-tab-button', { hasText: name }).press('Enter');
  const query = () => page.evaluate<string | null>(`localStorage.getItem('graphiql:query')`);
  await expect.poll(query, SOON).toContain(`query ${name}`);
}

function tabsOf(page: Page): Promise<readonly string[]> {
  return page.locator('.graphiql-tab-button').allInnerTexts();
}

async function variablesOf(page: Page): Promise<string> {
  return (await page.locator('.graphiql-editor-tool .view-lines').first().innerText()).replaceAll(
    '\u00a0',
    ' ',
  );
}

async function queryOf(page: Page): Promise<string> {
  return (await page.locator('.graphiql-query-editor .view-lines').first().innerText()).replaceAll(
    '\u00a0',
    ' ',
  );
}

interface KeptTabs {
  readonly tabs: readonly { readonly query: string | null }[];
}

function operationOf(request: {
  postDataJSON(): { readonly operationName?: string } | null;
}): string | undefined {
  return request.postDataJSON()?.operationName;
}
