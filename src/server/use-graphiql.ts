import type { GraphiQLOptions } from 'graphql-yoga';
import type { GatewayPlugin } from './exchange.ts';
import type { GraphiQLExample } from './graphiql-examples.ts';
import { pathOf } from './use-routes.ts';

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
    async onRequest({ request, fetchAPI, endResponse }) {
      const isWanted = request.method === 'GET' && request.headers.get('accept')?.includes('text/html');
      if (!isWanted || pathOf(request.url) !== '/graphql') return;
      page ??= renderPage({ title, defaultTabs: examples.map(toTab) });
      const headers = {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'cache-control': 'no-store',
      };
      endResponse(new fetchAPI.Response(await page, { headers }));
    },
  };
}

/** Loaded when first wanted: the page is 9 MB, and production has no use for it. */
async function renderPage(options: GraphiQLOptions): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return renderGraphiQL(options);
}

function toTab({ query, variables, headers }: GraphiQLExample) {
  return {
    query,
    ...(variables && { variables: JSON.stringify(variables, null, 2) }),
    ...(headers && { headers: JSON.stringify(headers, null, 2) }),
  };
}
