import { pathOf } from '../request/use-routes.ts';
import type { GatewayPlugin } from '../request-state.ts';
import type { GraphiQLExample } from './graphiql-examples.ts';

/** The page brings everything along: nothing is loaded from elsewhere, and nobody may frame it. */
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

/** GraphiQL for browsers at /graphql, working without internet, with the examples as tabs on the first visit. */
export function useGraphiql(title: string, examples: readonly GraphiQLExample[]): GatewayPlugin {
  let page: Promise<string> | null = null;
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      const isWanted = request.method === 'GET' && request.headers.get('accept')?.includes('text/html');
      if (!isWanted || pathOf(request.url) !== '/graphql') return;
      page ??= renderPage(title, examples.map(toTab));
      const headers = {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'cache-control': 'no-store',
      };
      return page.then((text) => endResponse(new fetchAPI.Response(text, { headers })));
    },
  };
}

/** Loaded when first wanted: the page is 9 MB, and production has no use for it. */
async function renderPage(title: string, tabs: readonly Tab[]): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return renderGraphiQL({ title, defaultTabs: [...tabs] }).replace(
    '<div id="root">',
    (root) => `${STEADY_TABS}${rememberTabs(tabs)}${AGREEING_TABS}${root}`,
  );
}

/** GraphiQL animates its tabs; under the pointer one then jumps away, and the first click on it is lost. */
const STEADY_TABS = '<style>.graphiql-tab { transform: none !important; }</style>';

/**
 * Puts the tabs where GraphiQL keeps them, before its first start in this browser. Given as its `defaultTabs` alone, the
 * first tab lacks its variables, and a reload adds a tab without a name.
 */
function rememberTabs(tabs: readonly Tab[]): string {
  const [first] = tabs;
  const kept = {
    'graphiql:tabState': JSON.stringify({ activeTabIndex: 0, tabs }),
    'graphiql:query': first?.query ?? '',
    'graphiql:variables': first?.variables ?? '',
  };
  // No text may end the script early.
  const json = JSON.stringify(kept).replaceAll('<', '\\u003c');
  return `<script>if (!localStorage.getItem('graphiql:tabState')) for (const [key, value] of Object.entries(${json})) localStorage.setItem(key, value);</script>`;
}

/**
 * GraphiQL keeps its tabs, and what is in the editors, at different moments up to half a second apart. A page left in
 * between would come back with one tab more: what the editors held belongs to the tab with that query, or to the active one.
 */
const AGREEING_TABS = `<script>
try {
  const kept = JSON.parse(localStorage.getItem('graphiql:tabState'));
  const query = localStorage.getItem('graphiql:query') || '';
  const same = kept.tabs.findIndex((tab) => (tab.query || '') === query);
  if (same >= 0) kept.activeTabIndex = same;
  const tab = kept.tabs[kept.activeTabIndex];
  tab.query = query;
  localStorage.setItem('graphiql:variables', tab.variables || '');
  if (localStorage.getItem('graphiql:shouldPersistHeaders') === 'true') localStorage.setItem('graphiql:headers', tab.headers || '');
  localStorage.setItem('graphiql:tabState', JSON.stringify(kept));
} catch {
  // What GraphiQL cannot read, it replaces with the tabs of a first visit.
}
</script>`;

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
