import type { UpstreamCall } from './upstream-call.ts';

/** How requests to a source are authorized. */
export interface Authorize {
  /**
   * Headers to add, with lower-case names. May log in first. Returns without a promise if there is nothing to wait for.
   */
  headers(call: UpstreamCall): Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>;
  /**
   * Called when the vendor answered 401 to these headers, once for all requests that sent them. Unless it resolves to
   * false, each of those requests is replayed with the headers that `headers` then returns.
   */
  renew?(rejected: Readonly<Record<string, string>>, call: UpstreamCall): Promise<Renewal>;
}

/**
 * True: `headers` now returns new ones. TAKEN_OVER: it returns those of another replica, which are renewed in turn if
 * the vendor rejects them, too. False: there are none, and the 401 stands.
 */
export type Renewal = boolean | 'TAKEN_OVER';
