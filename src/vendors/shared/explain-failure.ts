import { UpstreamError } from '../../errors/gateway-error.ts';
import type { SourceAccess } from './source-access.ts';

/**
 * Why a source did not respond, and which setting to check, for the log and the terminal. It names the operator's own
 * addresses and settings, but never a key or any part of a body.
 */
export function explainFailure(error: unknown, access: SourceAccess): string {
  if (!(error instanceof UpstreamError)) return 'the request failed inside the gateway';
  const { settings } = access;
  const status = statusOf(error);
  const isLogin = error.cause instanceof UpstreamError;
  if (status === 404) return `no such address (404): ${addressAdvice(access)}`;
  if (isLogin && status !== null && status < 500 && status !== 429) {
    return `the login was refused (${status}): check ${inWords(settings.credentials)}`;
  }
  if (status === 401) return `refused the credentials (401): check ${inWords(settings.credentials)}`;
  if (status === 403) {
    return `does not allow these credentials to read customers (403): check ${inWords(settings.credentials)} and their rights`;
  }
  if (status === 402) return 'requires payment for the account (402)';
  if (status === 429) return 'its request limit is spent (429): who else uses it? Try again in a minute';
  if (status !== null && status >= 500) return `failed (${status}): try again, or contact its operator`;
  if (status !== null && status >= 400) return `refused the request (${status}): check ${settings.address}`;
  if (status !== null) return `the address leads elsewhere (${status}): check ${settings.address}`;
  return transportWords(error, access);
}

function transportWords(error: UpstreamError, { address, settings }: SourceAccess): string {
  const { host, hostname } = new URL(address);
  const code = codeOf(error);
  if (code === 'ENOTFOUND') return `no such host: ${hostname} (check ${settings.address})`;
  if (code === 'EAI_AGAIN') return `the name ${hostname} cannot be looked up now: is there a network?`;
  if (code === 'ECONNREFUSED') return `nothing listens at ${host}: check ${settings.address}`;
  if (code !== null && /CERT|SIGNATURE|ALTNAME/.test(code)) {
    return `the certificate of ${host} is not trusted (${code}): check ${settings.address}, or set NODE_EXTRA_CA_CERTS`;
  }
  if (code !== null && /SSL|EPROTO/.test(code))
    return `no TLS at ${host}: https or http in ${settings.address}?`;
  if (error.code === 'UPSTREAM_TIMEOUT') return `no answer in time from ${host}: is it reachable from here?`;
  if (error.code === 'UPSTREAM_RATE_LIMITED') return 'the request budget is spent: try again in a minute';
  if (error.code === 'UPSTREAM_INVALID_RESPONSE') {
    return `what came is not a list of customers: ${addressAdvice({ address, settings })}`;
  }
  return `cannot be reached at ${host}: check ${settings.address}`;
}

function addressAdvice({ address, settings }: Pick<SourceAccess, 'address' | 'settings'>): string {
  return address.endsWith(settings.addressEnd)
    ? `check ${settings.address}`
    : `should ${settings.address} end in ${settings.addressEnd}?`;
}

function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The HTTP status behind an error, if there was a response. */
function statusOf(error: unknown, depth = 0): number | null {
  if (!(error instanceof Error) || depth > MOST_CAUSES) return null;
  if ('status' in error && typeof error.status === 'number') return error.status;
  return statusOf(error.cause, depth + 1);
}

/** The system's error code behind an error: `ENOTFOUND`. */
function codeOf(error: unknown, depth = 0): string | null {
  if (!(error instanceof Error) || depth > MOST_CAUSES) return null;
  const isOurs = error instanceof UpstreamError;
  if (!isOurs && 'code' in error && typeof error.code === 'string' && !error.code.startsWith('UND_')) {
    return error.code;
  }
  const parts = error instanceof AggregateError ? error.errors : [];
  return codeOf(error.cause ?? parts[0], depth + 1);
}

const MOST_CAUSES = 6;
