import type { GatewayPlugin, RequestState } from '../request-state.ts';

/** The handler of one path. */
export type Route = (request: Request, requestState: RequestState) => Promise<RouteAnswer> | RouteAnswer;

interface RouteAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Routes by path: `graphqlPath` goes on to Yoga, the given routes are handled here, `/` redirects to GraphQL (where a
 * browser finds GraphiQL), and all else is 404. Paths are compared whole (Yoga's own checks look at the end of the URL,
 * including the query).
 */
export function useRoutes(routes: ReadonlyMap<string, Route>, graphqlPath: string | null): GatewayPlugin {
  return {
    onRequest({ request, fetchAPI, endResponse, serverContext }) {
      const path = pathOf(request.url);
      // Operations return no promise, which each of them would have to await.
      if (path === graphqlPath) return;
      return answer();

      async function answer(): Promise<void> {
        const { status, body, headers } = await answerTo(path, request, serverContext.requestState);
        const plain = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
        endResponse(new fetchAPI.Response(body, { status, headers: { ...plain, ...headers } }));
      }
    },
  };

  function answerTo(path: string, request: Request, requestState: RequestState) {
    if (path === '/' && graphqlPath !== null)
      return { status: 302, body: '', headers: { location: graphqlPath } };
    const route = routes.get(path);
    if (route === undefined) return { status: 404, body: notFound(routes, graphqlPath) };
    if (request.method === 'GET' || request.method === 'HEAD') return route(request, requestState);
    return { status: 405, body: 'Only GET is allowed here.\n', headers: { allow: 'GET, HEAD' } };
  }
}

/** Lists the existing paths. */
function notFound(routes: ReadonlyMap<string, Route>, graphqlPath: string | null): string {
  const others = [...routes.keys()].join(', ');
  const graphql = graphqlPath === null ? '' : ` GraphQL is at ${graphqlPath}.`;
  return `Not found.${graphql}${others === '' ? '' : ` There is also ${others}.`}\n`;
}

/** The path of a URL as received, even if `new URL` refuses it. */
export function pathOf(url: string): string {
  const path = /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? '';
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}
