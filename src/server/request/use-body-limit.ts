import { tooComplex } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';

/**
 * Refuses larger request bodies with 413: by the stated length before reading, or while reading a body without one. The
 * HTTP parser enforces a stated length, so those bodies are not counted again.
 */
export function useBodyLimit(maxBodyBytes: number): GatewayPlugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser, fetchAPI }) {
      const stated = request.headers.get('content-length');
      if (stated !== null && /^\d{1,15}$/.test(stated)) {
        if (Number(stated) > maxBodyBytes) throw tooLarge(`${Number(stated)} bytes`, maxBodyBytes);
        return;
      }
      if (requestParser === undefined || request.body === null) return;
      setRequestParser(async (original) => {
        const body = (await readUpTo(original.body, maxBodyBytes)) as BodyInit;
        const { url, method, headers, signal } = original;
        return requestParser(new fetchAPI.Request(url, { method, headers, signal, body }));
      });
    },
  };
}

/** Leaves the excess unread without cancelling: cancelling would close the connection that the refusal is sent on. */
export async function readUpTo(body: Request['body'], maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = body?.getReader();
  for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
    bytes += next.value.byteLength;
    if (bytes > maxBytes) throw tooLarge(`more than ${maxBytes} bytes`, maxBytes);
    chunks.push(next.value);
  }
  return Buffer.concat(chunks);
}

function tooLarge(measure: string, maximum: number) {
  return tooComplex(`The request body has ${measure}; at most ${maximum} are allowed.`, 413);
}
