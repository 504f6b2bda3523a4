import { GatewayError } from '../../errors/gateway-error.ts';
import { httpError } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';

/** Host names that reach only this machine. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

export interface HostCheckOptions {
  /** The setting HOST. */
  readonly host: string;
  /** The setting ALLOWED_HOSTS, lower case. */
  readonly allowedHosts: readonly string[];
}

/**
 * Refuses (421) requests for a host name other than the gateway's. This protects gateways without authentication:
 * otherwise a page whose host name was rebound to this address (DNS rebinding) could read responses.
 */
export function useHostCheck({ host, allowedHosts }: HostCheckOptions): GatewayPlugin {
  const own = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const allowed = new Set([own.toLowerCase(), ...allowedHosts]);
  return {
    onRequestParse({ request }) {
      const called = request.headers.get('host');
      if (called === null || isOwnName(called.toLowerCase(), allowed)) return;
      const message =
        'Without credentials the gateway answers only where it is called localhost, 127.0.0.1, [::1], by HOST or by a name of ALLOWED_HOSTS. Add the name to ALLOWED_HOSTS, or set AUTH_API_KEYS or AUTH_JWKS_URL.';
      throw httpError(new GatewayError('FORBIDDEN', message), 421);
    },
  };
}

function isOwnName(called: string, allowed: ReadonlySet<string>): boolean {
  const name = called.replace(/:\d{1,5}$/, '');
  return LOOPBACK.test(name) || allowed.has('*') || allowed.has(name) || allowed.has(called);
}
