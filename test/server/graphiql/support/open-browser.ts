import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The path of an installed browser, from Debian's package or another; undefined without one. */
export const BROWSER: string | undefined = PLACES.find((path) => existsSync(path));

/** Headless, without the browser's own requests to other hosts. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: BROWSER ?? 'chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
