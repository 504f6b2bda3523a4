import type { UpstreamCall } from './upstream-call.ts';

/** How requests to a source are authorized. */
export interface Authorize {
  /** Headers to add, lower-case names. May log in first. Answer without a promise when nothing has to be waited for. */
  headers(call: UpstreamCall): Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>;
  /**
   * Called when the vendor answered 401 to these headers; once for all requests that wait on the same rejected headers.
   * True: `headers` now gives better ones, and each of those requests is replayed once. False: the 401 stands.
   */
  renew?(rejected: Readonly<Record<string, string>>, call: UpstreamCall): Promise<boolean>;
}
