import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { TransportFailure } from './transport-failure.ts';

type Unpack = (packed: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const UNPACK: Readonly<Record<string, Unpack>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/**
 * Decodes a body by its content-encoding; null if it has none. We request `identity`, but some servers encode anyway.
 * Rejects with TOO_LARGE if the decoded body exceeds the maximum, and with MALFORMED if it cannot be decoded.
 */
export function unpackBody(
  pieces: readonly Buffer[],
  encoding: string | string[] | undefined,
  maxBytes: number,
): Promise<Buffer> | null {
  const name = typeof encoding === 'string' ? encoding.trim().toLowerCase() : '';
  const unpack = Object.hasOwn(UNPACK, name) ? UNPACK[name] : undefined;
  if (unpack === undefined) return null;
  return unpack(Buffer.concat(pieces), { maxOutputLength: maxBytes }).catch((cause) => {
    const isLarge =
      cause instanceof RangeError || (cause as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new TransportFailure(isLarge ? 'TOO_LARGE' : 'MALFORMED', cause);
  });
}
