import { hash } from 'node:crypto';
import type { UpstreamRequest } from '../upstream-request.ts';

/** Everything that identifies a request to one source. */
export interface KeyParts {
  /** A hash that distinguishes base URLs and credentials. */
  readonly scope: string;
  readonly method: string;
  /** Including the query string. */
  readonly path: string;
  readonly body: string | null;
  readonly headers: UpstreamRequest<unknown>['headers'];
  /** Some requests treat a 404 as a value, others as an error. */
  readonly acceptsNotFound: boolean;
  /** Of the tags of its response; `''` if none was ever dropped. */
  readonly version: string;
}

/** The cache key of a request: SHA-256, since paths and bodies hold personal data. */
export function toRequestKey({
  scope,
  method,
  path,
  body,
  headers,
  acceptsNotFound,
  version,
}: KeyParts): string {
  const mark = acceptsNotFound ? '?' : '!';
  return hash(
    'sha256',
    `${scope}\n${mark}${method} ${path}\n${toHeaderText(headers)}\n${body ?? ''}${version === '' ? '' : `\n${version}`}`,
    'base64url',
  );
}

/** Distinguishes two deployments that share a Redis, without naming either. */
export function toKeyScope(source: string, baseUrl: string, identity: string): string {
  return hash('sha256', JSON.stringify([source, baseUrl, identity]), 'base64url');
}

function toHeaderText(headers: KeyParts['headers']): string {
  if (headers === undefined) return '';
  return Object.entries(headers)
    .map(([name, value]) => `${name.toLowerCase()}:${value}`)
    .sort()
    .join('\r');
}
