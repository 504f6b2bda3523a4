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
 * A body as its content-encoding says; null when it came as it is. `identity` is asked for, but some send what they like.
 * Rejects with TOO_LARGE over so many bytes unpacked, and with MALFORMED when it cannot be unpacked.
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
