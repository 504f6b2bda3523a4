/** A vendor's answer as its `toError` sees it. */
export interface UpstreamResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The parsed JSON; null when the body is no JSON. */
  readonly body: unknown;
}
