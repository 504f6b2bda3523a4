import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Debian's package, or another, put a browser; undefined when there is none. */
export const BROWSER: string | undefined = PLACES.find((path) => existsSync(path));

/** Without a window, and without any talk of the browser's own to other hosts. */
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
