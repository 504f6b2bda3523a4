import { GatewayError } from '../../errors/gateway-error.ts';
import { httpError } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';
import { isAllowedOrigin } from './use-cors.ts';

/** Headers that a page of another site cannot send without a preflight (answered by use-cors). */
const PREFLIGHTED = [
  'x-graphql-yoga-csrf',
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'graphql-require-preflight',
  'authorization',
  'x-api-key',
];
const SIMPLE_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];

export interface CsrfOptions {
  readonly corsOrigins: readonly string[];
  /** Whether authentication is off. A request must then show that no other site's page caused it. */
  readonly isOpen: boolean;
}

/**
 * Refuses requests that another site's page could make a browser send: those that need no preflight and come from
 * elsewhere. GraphiQL, Apollo Client, Relay, urql and curl send JSON or are not cross-site, so they are unaffected.
 */
export function useCsrfPrevention({ corsOrigins, isOpen }: CsrfOptions): GatewayPlugin {
  const expected = `Expected content-type application/json or one of the headers ${PREFLIGHTED.slice(0, 4).join(', ')}`;
  return {
    onRequestParse({ request: { method, headers } }) {
      if (needsPreflight(headers)) return;
      if (isForged(method, headers, corsOrigins))
        throw refusal(`${expected} on a request from another site.`);
      if (isOpen && tellsNoOrigin(headers)) {
        throw refusal(`${expected} on a request that does not say where it comes from.`);
      }
    },
  };
}

/** Whether a browser sends a preflight before this request from another site's page. */
function needsPreflight(headers: Headers): boolean {
  const type = typeOf(headers);
  return (type !== '' && !SIMPLE_TYPES.includes(type)) || PREFLIGHTED.some((name) => headers.has(name));
}

function isForged(method: string, headers: Headers, origins: readonly string[]): boolean {
  if (method === 'POST' && typeOf(headers) !== '') return true;
  const origin = headers.get('origin');
  if (isAllowedOrigin(origins, origin)) return false;
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  const elsewhere = origin ?? headers.get('referer');
  return elsewhere !== null && hostOf(elsewhere) !== headers.get('host');
}

/**
 * An image of another site, fetched over plain HTTP with `referrerpolicy="no-referrer"`, looks like this. Browsers that
 * send `Sec-Fetch-Mode` also send `Sec-Fetch-Site`; the mode alone comes from a server's `fetch`.
 */
function tellsNoOrigin(headers: Headers): boolean {
  return !ORIGINS.some((name) => headers.has(name));
}

const ORIGINS = ['origin', 'referer', 'sec-fetch-site', 'sec-fetch-mode'];

function typeOf(headers: Headers): string {
  return headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : '';
}

function refusal(message: string) {
  return httpError(new GatewayError('FORBIDDEN', message), 403);
}
