import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pathOf } from '../request/use-routes.ts';
import type { GatewayPlugin } from '../request-state.ts';
import type { GraphiQLExample } from './graphiql-examples.ts';

/** The page is self-contained: it loads nothing from elsewhere and cannot be framed. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' blob:",
  'worker-src blob:',
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves GraphiQL to browsers at /graphql. It works offline and opens the examples as tabs on the first visit. */
export function useGraphiql(title: string, examples: readonly GraphiQLExample[]): GatewayPlugin {
  let page: Promise<Page> | null = null;
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      const isWanted = request.method === 'GET' && request.headers.get('accept')?.includes('text/html');
      if (!isWanted || pathOf(request.url) !== '/graphql') return;
      page ??= renderPage(title, examples.map(toTab));
      return page.then(({ text, etag }) => {
        const headers = {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': CONTENT_SECURITY_POLICY,
          // Browsers need not download nine megabytes again.
          'cache-control': 'no-cache',
          etag,
          vary: 'accept, accept-encoding',
        };
        const isKnown = request.headers.get('if-none-match')?.slice(0, LONGEST_HEADER).includes(etag);
        endResponse(
          isKnown
            ? new fetchAPI.Response(null, { status: 304, headers })
            : new fetchAPI.Response(text, { headers }),
        );
      });
    },
  };
}

const LONGEST_HEADER = 1_000;

interface Page {
  readonly text: string;
  readonly etag: string;
}

/** Loaded on first use: the page is 9 MB, and production does not need it. */
async function renderPage(title: string, tabs: readonly Tab[]): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const beside = await readPageParts(tabs);
  const text = renderGraphiQL({ title, defaultTabs: [...tabs], shouldPersistHeaders: false }).replace(
    '<div id="root">',
    (root) => `${beside}${root}`,
  );
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url')}"` };
}

/** The scripts on the page next to GraphiQL, in the order they run. */
const PARTS = ['tabs.js', 'api-key.js', 'cost-strip.js', 'start.js'] as const;

async function readPageParts(tabs: readonly Tab[]): Promise<string> {
  const read = (name: string) => readFile(new URL(`page/${name}`, import.meta.url), 'utf8');
  const [styles, ...scripts] = await Promise.all(['page.css', ...PARTS].map(read));
  // Modules joined into one inline script need no imports.
  const plain = scripts.map((script) => script.replace(/^import .*\n/gm, '').replace(/^export /gm, ''));
  // No text may end the script early.
  const examples = JSON.stringify(tabs).replaceAll('<', '\\u003c');
  const start = `prepareTabs(${examples}, localStorage, location.search);\nstartPage('/graphql');`;
  return `<style>${styles}</style><script>(() => {\n${plain.join('\n')}\n${start}\n})();</script>`;
}

interface Tab {
  readonly id: string;
  readonly title: string;
  readonly query: string;
  readonly operationName: string;
  readonly variables: string | null;
  readonly headers: string | null;
  readonly response: null;
}

function toTab({ query, variables, headers }: GraphiQLExample, index: number): Tab {
  const name = /^query (\w+)/m.exec(query)?.[1] ?? `Example ${index + 1}`;
  return {
    id: `example-${index + 1}`,
    title: name,
    query,
    operationName: name,
    variables: variables ? JSON.stringify(variables, null, 2) : null,
    headers: headers ? JSON.stringify(headers, null, 2) : null,
    response: null,
  };
}
