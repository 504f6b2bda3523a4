import type { HeldPermit } from './budget/held-permit.ts';
import { toRequestKey } from './cache/request-key.ts';
import type { WireResponse } from './http/buffered-response.ts';
import { toPathAndQuery } from './http/request-url.ts';
import type { RequestParts } from './request-parts.ts';
import type { PendingCall } from './single-flight/pending.ts';
import type { UpstreamCall } from './upstream-call.ts';
import type { PreparedRequest, UpstreamRequest } from './upstream-request.ts';

/** How a request uses earlier responses and joins identical pending requests. */
export type CacheBehavior =
  /** A write, a login, or an operation with a simulated fault: always its own request, never stored. */
  | { readonly mode: 'NONE' }
  /** The default: a fresh response is served, a pending request joined, and a stale response replaces a failure. */
  | { readonly mode: 'CACHED'; readonly key: string }
  /**
   * `Cache-Control: no-cache`: joins only pending requests that also refresh. The response is stored; a failure is not
   * hidden.
   */
  | { readonly mode: 'REFRESH'; readonly key: string };

/** A request in the reading policies. */
export interface Reading {
  readonly prepared: PreparedRequest;
  readonly cache: CacheBehavior;
  readonly call: UpstreamCall;
}

/** The same once it is shared, with a call of its own. */
export interface Fetching extends Reading {
  readonly call: PendingCall;
  /** A permit that was waited for already; absent: the request waits for one. */
  readonly permit?: HeldPermit;
}

/** The result of a read. */
export interface Outcome {
  /** Decoded. It may be shared, so it is never modified. */
  readonly value: unknown;
  /** When it was fetched, in milliseconds since the epoch. */
  readonly storedAt: number;
  /** SOURCE: by this caller's own request. PENDING: by a request that another caller started. The others are caches. */
  readonly from: 'SOURCE' | 'PENDING' | 'MEMORY' | 'REDIS' | 'STALE';
  /** The raw response; only from SOURCE. */
  readonly response?: WireResponse;
  /** About as many characters of a response that several requests share. */
  readonly characters?: number;
  /** The key under which other replicas find that response; absent: they do not. */
  readonly joinedKey?: string;
}

/**
 * Prepares a request: its wire form, and its cache key if it has one. `scope` distinguishes base URLs and credentials.
 */
export function toReading(
  request: UpstreamRequest<unknown>,
  call: UpstreamCall,
  { base, scope, options }: Pick<RequestParts, 'base' | 'scope' | 'options'>,
): Reading {
  const prepared = prepare(request, base);
  if (request.isRead === false || call.sandboxFaults !== undefined)
    return { prepared, cache: NOT_CACHED, call };
  const isRefresh = call.bypassCache && request.lane?.ignoresNoCache !== true;
  const key = keyOf(prepared, { scope, options });
  return { prepared, cache: { mode: isRefresh ? 'REFRESH' : 'CACHED', key }, call };
}

/** The cache key of a request that reads. */
export function keyOf(
  { request, path, body }: PreparedRequest,
  { scope, options }: Pick<RequestParts, 'scope' | 'options'>,
): string {
  const { method, headers, ifNotFound, tags } = request;
  const version = options.tagVersions?.of(options.source, tags) ?? '';
  const acceptsNotFound = ifNotFound !== undefined;
  return toRequestKey({ scope, method, path, body, headers, acceptsNotFound, version });
}

/** A request in its wire form. */
export function prepare(
  request: UpstreamRequest<unknown>,
  { prefix }: Pick<RequestParts['base'], 'prefix'>,
): PreparedRequest {
  const body = request.body === undefined ? null : JSON.stringify(request.body);
  return { request, path: toPathAndQuery(prefix, request), body };
}

const NOT_CACHED: CacheBehavior = { mode: 'NONE' };
