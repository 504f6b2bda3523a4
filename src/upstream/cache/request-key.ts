import { hash } from 'node:crypto';
import type { UpstreamRequest } from '../upstream-request.ts';

/** What makes requests of one source the same, in one place. */
export interface KeyParts {
  /** A hash that tells apart base URLs and credentials. */
  readonly scope: string;
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  readonly body: string | null;
  readonly headers: UpstreamRequest<unknown>['headers'];
  /** A 404 is a value to some and an error to others. */
  readonly acceptsNotFound: boolean;
  /** Of the tags of its response; `''` while none was dropped. */
  readonly version: string;
}

/** The name of a request's response: SHA-256, since paths and bodies hold personal data. */
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

/** Tells apart two deployments that share a Redis, without naming either. */
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
