import type { Policy } from '../compose.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import type { Sending } from '../sending.ts';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Longer chains are not followed. */
const MOST_REDIRECTS = 3;

/**
 * Follows a GET redirect within the same origin. Elsewhere the credentials would be sent along, so such a response is
 * returned as it is. Each hop is a normal request: budget, breaker and telemetry come after this.
 *
 * @param origin Of the source's base URL.
 */
export function withRedirects(origin: string): Policy<Sending, WireResponse> {
  return (next) => async (sending) => {
    sending.redirectedTo = null;
    let response = await next(sending);
    if (sending.prepared.request.method !== 'GET') return response;
    for (let hops = 0; hops < MOST_REDIRECTS && REDIRECTS.has(response.status); hops++) {
      const path = pathOf(response, origin, sending.redirectedTo ?? sending.prepared.path);
      if (path === null) return response;
      sending.redirectedTo = path;
      response = await next(sending);
    }
    return response;
  };
}

function pathOf({ headers }: WireResponse, origin: string, from: string): string | null {
  const { location } = headers;
  if (typeof location !== 'string') return null;
  const base = new URL(from, origin);
  if (!URL.canParse(location, base)) return null;
  const target = new URL(location, base);
  return target.origin === origin ? target.pathname + target.search : null;
}
