import type { UpstreamRequest } from '../upstream-request.ts';

/** A source's base URL: the origin that undici connects to, and the prefix of its paths. */
export interface BaseUrl {
  readonly origin: string;
  /** Without a trailing slash; '' if the base URL has no path. */
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
    // A source may have cut a surrogate pair in half, and encodeURIComponent would throw.
    text += `${separator}${name}=${encodeURIComponent(value.toWellFormed())}`;
    separator = '&';
  }
  return text;
}
