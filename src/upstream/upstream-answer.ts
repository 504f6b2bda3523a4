/** A vendor's response as its `toError` sees it. Retry-After is not part of it: upstream reads that for all vendors. */
export interface UpstreamResponse {
  readonly status: number;
  /** The parsed JSON; null when the body is no JSON. */
  readonly body: unknown;
}
