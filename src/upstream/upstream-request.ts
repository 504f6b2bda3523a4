import type { RequestLane } from './lanes/request-lane.ts';

/**
 * One request to a vendor, as its adapter describes it. Requests with equal method, path, query, body and headers are
 * the same: they share one HTTP request and one decoded response, so they must decode alike.
 */
export interface UpstreamRequest<T> {
  readonly method: 'GET' | 'POST';
  /** Expanded and percent-encoded, appended to the source's base URL: `/customers/8af3`. */
  readonly path: string;
  /** The documented path for logs, metrics and plans, with placeholders: `/customers/{customer_id}`. */
  readonly route: string;
  /** In this order; names are sent literally (`email_list[]`), values percent-encoded. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Lower-case names, e.g. `accept-language`. They are part of a request's identity. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Names of query parameters or searched fields, for the plan. No values. */
  readonly parameters: readonly string[];
  /**
   * Decodes the JSON of a 2xx response. Throws a DecodeError for an invalid envelope, which becomes
   * UPSTREAM_INVALID_RESPONSE.
   */
  readonly decode: (body: unknown) => T;
  /** How many rows a decoded response has, for the plan. */
  countRows?(value: T): number;
  /** If present, a 404 returns this value instead of an error. */
  readonly ifNotFound?: T;
  /** Whether a 404 with this body means that; absent: every 404 does. */
  readonly meansNotFound?: (body: unknown) => boolean;
  /**
   * Whether it may be retried, shared in flight and cached. Default true (a HelpCrunch search is a POST that reads);
   * false for a login.
   */
  readonly isRead?: boolean;
  /** The lane, cached and failing apart from the source's usual requests; absent for a usual one. */
  readonly lane?: RequestLane;
  /**
   * What its response is about: when one of these tags is dropped, the response is no longer served
   * (UpstreamClient.drop).
   */
  readonly tags?: readonly string[];
  /** How it is combined with others of its kind that wait for the budget; absent: never. */
  // biome-ignore lint/suspicious/noExplicitAny: each kind knows its parts.
  readonly joins?: Joins<any, any>;
  /** Whether it carries `authorize`'s headers. Default true; false for the login that obtains them. */
  readonly isAuthorized?: boolean;
}

/**
 * Requests that may become one while they wait for the source's budget: searches by OR, for instance, whose rows tell
 * which of the searches found them. One object per kind; requests of different kinds are never combined.
 */
export interface JoinKind<T, Part> {
  /** Whether one request certainly holds all these, and its response will probably tell them apart. */
  fits(parts: readonly Part[]): boolean;
  /** The request for all of them. */
  request(parts: readonly Part[]): UpstreamRequest<T>;
  /**
   * Whether somebody may be typing on, who then needs no answer: such a request waits a little even if it does not fit.
   * Absent: no.
   */
  isTyped?(part: Part): boolean;
  /** What the request for this part would have returned; null if the response for all of them does not tell. */
  partOf(all: T, part: Part): T | null;
  /** Whether a failure may be due to the combination, so that each is sent by itself. */
  mayBeJoining(error: unknown): boolean;
}

/** How a request is combined with others. */
interface Joins<T, Part> {
  readonly kind: JoinKind<T, Part>;
  readonly part: Part;
}

/** A request with its wire form, computed once for the cache key and for sending. */
export interface PreparedRequest {
  readonly request: UpstreamRequest<unknown>;
  /** With base path and query string. */
  readonly path: string;
  /** JSON text. */
  readonly body: string | null;
}

/** A vendor's response as passed to `toError`. Retry-After is not part of it: upstream parses that for all vendors. */
export interface UpstreamResponse {
  readonly status: number;
  /** The parsed JSON; null if the body is not JSON. */
  readonly body: unknown;
}

/** 2xx, or a 404 that the request treats as a value. */
export function isAccepted(
  { status, text }: { readonly status: number; readonly text: string },
  { ifNotFound, meansNotFound }: UpstreamRequest<unknown>,
): boolean {
  if (status !== 404) return status >= 200 && status < 300;
  return ifNotFound !== undefined && (meansNotFound === undefined || meansNotFound(parseJson(text)));
}

/** Null if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
