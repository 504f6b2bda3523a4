import type { UpstreamRequest } from '../upstream-request.ts';

/** Where a source lives: what undici connects to, and what its paths begin with. */
export interface BaseUrl {
  readonly origin: string;
  /** Without a trailing slash; '' when the base URL has no path. */
  readonly prefix: string;
}

/** Splits a base URL such as `https://api.helpcrunch.com/v1`. */
export function toBaseUrl(url: string): BaseUrl {
  const { origin, pathname } = new URL(url);
  return { origin, prefix: pathname.replace(/\/+$/, '') };
}

/** The path and query string of a request below its base URL. */
export function toPathAndQuery(
  prefix: string,
  request: Pick<UpstreamRequest<unknown>, 'path' | 'query'>,
): string {
  let text = prefix + request.path;
  if (request.query === undefined) return text;
  let separator = '?';
  for (const [name, value] of request.query) {
    // A source may have cut a letter in half; encodeURIComponent throws at that.
    text += `${separator}${name}=${encodeURIComponent(value.toWellFormed())}`;
    separator = '&';
  }
  return text;
}
