import type { SourceCost } from '../operation-meter.ts';
import type { GatewayPlugin, RequestState } from '../request-state.ts';

/**
 * Sets how long a response may be cached (always private), and which sources it waited for (Server-Timing). A browser
 * may keep a GET response as long as this gateway would keep the oldest upstream response in it. It must not keep a
 * POST response, an error, a stale or incomplete response, or one with parts still to come.
 */
export function useHttpCaching(ttlSeconds: number): GatewayPlugin {
  return {
    onResponse({ request, response, serverContext }) {
      const { requestState } = serverContext;
      if (!requestState.isOperation) return;
      const isWhole = response.headers.get('content-type')?.includes('json') ?? false;
      const asked = { method: request.method, status: response.status, isWhole };
      for (const [name, value] of Object.entries(cachingHeaders(requestState, asked, ttlSeconds))) {
        response.headers.set(name, value);
      }
      response.headers.append('vary', 'Accept, Accept-Encoding, Authorization, X-Api-Key');
    },
  };
}

/** `cache-control`, and `server-timing` if a source was needed: headers that change while the body stays the same. */
export function cachingHeaders(
  requestState: RequestState,
  {
    method,
    status,
    isWhole,
  }: { readonly method: string; readonly status: number; readonly isWhole: boolean },
  ttlSeconds: number,
): Readonly<Record<string, string>> {
  const maxAge = method === 'GET' && status === 200 && isWhole ? freshSeconds(requestState, ttlSeconds) : 0;
  const timings = [...requestState.meter.costs].map(([source, cost]) => timing(source, cost));
  return {
    'cache-control': maxAge > 0 ? `private, max-age=${maxAge}` : 'private, no-store',
    ...(timings.length > 0 && { 'server-timing': timings.join(', ') }),
  };
}

function freshSeconds(
  { errorCount, meter, isVolatile, sandboxFaults }: RequestState,
  ttlSeconds: number,
): number {
  if (sandboxFaults !== null) return 0;
  const costs = [...meter.costs.values()];
  if (isVolatile && costs.length === 0) return 0;
  if (errorCount > 0 || costs.some(({ isStale, failure }) => isStale || failure !== null)) return 0;
  return Math.floor(ttlSeconds - Math.max(0, ...costs.map(({ oldestSeconds }) => oldestSeconds)));
}

function timing(source: string, { requests, cached, waitedMs }: SourceCost): string {
  const duration = waitedMs === null ? '' : `;dur=${waitedMs.toFixed(1)}`;
  return `${source}${duration};desc="${requests} requests, ${cached} cached"`;
}
