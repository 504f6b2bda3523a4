import { GatewayError } from '../../errors/gateway-error.ts';
import { httpError } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';
import { isAllowedOrigin } from './use-cors.ts';

/** Headers that a page of another site cannot send without asking first (a preflight, answered by use-cors). */
const PREFLIGHTED = [
  'x-graphql-yoga-csrf',
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'graphql-require-preflight',
  'authorization',
  'x-api-key',
];
const SIMPLE_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];

/** Names by which only this machine is reached. */
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

export interface CsrfOptions {
  readonly corsOrigins: readonly string[];
  /** Nobody needs credentials because only this machine can connect: then the name used must be this machine's, too. */
  readonly loopbackOnly: boolean;
}

/**
 * Refuses what a page of another site could make somebody's browser send: requests that need no preflight and come from
 * elsewhere. GraphiQL, Apollo Client, Relay, urql and curl send JSON or are of no other site, and are left alone. A page
 * whose name was made to point at this machine (DNS rebinding) is refused by the name it uses.
 */
export function useCsrfPrevention(options: CsrfOptions): GatewayPlugin {
  return {
    onRequestParse({ request }) {
      const host = request.headers.get('host');
      if (options.loopbackOnly && host !== null && !LOOPBACK_HOST.test(host)) {
        throw refusal(
          'Without credentials the gateway answers only to localhost, 127.0.0.1 and [::1]. Use one of these, or set AUTH_API_KEYS, AUTH_JWKS_URL or AUTH=none.',
        );
      }
      if (isForged(request, options.corsOrigins)) {
        throw refusal(
          `Expected content-type application/json or one of the headers ${PREFLIGHTED.slice(0, 4).join(', ')} on a request from another site.`,
        );
      }
    },
  };
}

function isForged(request: Request, origins: readonly string[]): boolean {
  const { headers } = request;
  const type = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type !== '' && !SIMPLE_TYPES.includes(type)) return false;
  if (PREFLIGHTED.some((name) => headers.has(name))) return false;
  if (request.method === 'POST' && type !== '') return true;
  const origin = headers.get('origin');
  if (isAllowedOrigin(origins, origin)) return false;
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  const elsewhere = origin ?? headers.get('referer');
  return elsewhere !== null && hostOf(elsewhere) !== headers.get('host');
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : '';
}

function refusal(message: string) {
  return httpError(new GatewayError('FORBIDDEN', message), 403);
}
