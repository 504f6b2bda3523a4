import type { UpstreamCall } from './upstream-call.ts';

/** How requests to a source are authorized. */
export interface Authorize {
  /**
   * Headers to add, with lower-case names. May log in first. Returns without a promise if there is nothing to wait for.
   */
  headers(call: UpstreamCall): Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>;
  /**
   * Called when the vendor answered 401 to these headers, once for all requests that sent them. True: `headers` now
   * returns better ones, and each of those requests is replayed once. False: the 401 stands.
   */
  renew?(rejected: Readonly<Record<string, string>>, call: UpstreamCall): Promise<boolean>;
}
