import { badRequest } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';

/**
 * Reads a JSON body: UTF-8, and nothing else (RFC 8259, §8.1), since a letter that cannot be read would silently be
 * another one. It may begin with a byte order mark, as some clients send it.
 */
export function useJsonText(): GatewayPlugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      if (requestParser === undefined || request.method !== 'POST') return;
      setRequestParser((one) => requestParser(withUtf8(one)));
    },
  };
}

/** Also leaves out the byte order mark. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });

function withUtf8(request: Request): Request {
  const json = async () => JSON.parse(textOf(await request.arrayBuffer()));
  return Object.defineProperty(request, 'json', { value: json });
}

function textOf(bytes: ArrayBuffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw badRequest('Expected the body in UTF-8: some of its bytes are not.');
  }
}
