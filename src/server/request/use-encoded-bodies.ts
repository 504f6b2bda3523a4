import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import { GatewayError } from '../../errors/gateway-error.ts';
import { badRequest, httpError, tooComplex } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';

type Decompress = (body: Uint8Array, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const DECOMPRESSORS: ReadonlyMap<string, Decompress> = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['br', promisify(brotliDecompress)],
]);

/**
 * Decodes request bodies in gzip and brotli, as routers may send them. The body limit also applies to the decoded body.
 * Other encodings, and several at once, are refused with 415 (RFC 9110 section 15.5.16).
 */
export function useEncodedBodies(maxBodyBytes: number): GatewayPlugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser, fetchAPI }) {
      const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? '';
      if (requestParser === undefined || request.method !== 'POST' || ['', 'identity'].includes(encoding))
        return;
      const decompress = DECOMPRESSORS.get(encoding);
      if (decompress === undefined) throw unsupported();
      setRequestParser(async (original) => {
        const packed = new Uint8Array(await original.arrayBuffer());
        const body = (await decompress(packed, { maxOutputLength: maxBodyBytes }).catch((error) => {
          throw isTooLarge(error) ? tooLarge(maxBodyBytes) : badRequest(`Expected a body in ${encoding}.`);
        })) as BodyInit;
        const { url, method, headers, signal } = original;
        return requestParser(new fetchAPI.Request(url, { method, headers, signal, body }));
      });
    },
  };
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

function tooLarge(maximum: number) {
  return tooComplex(
    `The request body has more than ${maximum} bytes once unpacked; at most ${maximum} are allowed.`,
    413,
  );
}

function unsupported() {
  const message = 'Expected the header content-encoding to be gzip or br, or absent.';
  return httpError(new GatewayError('BAD_USER_INPUT', message), 415, { 'accept-encoding': 'br, gzip' });
}
