import type { GatewayPlugin } from '../request-state.ts';

const EXPOSED = 'x-request-id, server-timing';
const PREFLIGHT_SECONDS = '600';

/**
 * Lets browser pages of the listed origins, and no others, read responses. There is no credentials mode: keys and
 * tokens travel in headers that a page sets itself, never in cookies. Answers every OPTIONS request, with or without
 * permission.
 */
export function useCors(origins: readonly string[]): GatewayPlugin {
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      if (request.method !== 'OPTIONS') return;
      const headers: Record<string, string> = { allow: 'GET, POST, OPTIONS' };
      if (isAllowedOrigin(origins, request.headers.get('origin'))) {
        headers['access-control-allow-methods'] = 'GET, POST';
        headers['access-control-allow-headers'] =
          request.headers.get('access-control-request-headers') ?? 'content-type';
        headers['access-control-max-age'] = PREFLIGHT_SECONDS;
      }
      endResponse(new fetchAPI.Response(null, { status: 204, headers }));
    },
    onResponse({ request, response }) {
      if (origins.length === 0) return;
      response.headers.append('vary', 'Origin');
      const origin = request.headers.get('origin');
      if (origin === null || !isAllowedOrigin(origins, origin)) return;
      response.headers.set('access-control-allow-origin', origins.includes('*') ? '*' : origin);
      response.headers.set('access-control-expose-headers', EXPOSED);
    },
  };
}

/** Whether a page of this origin may read responses. */
export function isAllowedOrigin(origins: readonly string[], origin: string | null): boolean {
  return origin !== null && (origins.includes('*') || origins.includes(origin.toLowerCase()));
}
