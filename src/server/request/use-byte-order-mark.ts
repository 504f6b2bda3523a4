import type { GatewayPlugin } from '../request-state.ts';

/** Accepts a JSON body with a byte order mark, as some clients send it. A parser may ignore it (RFC 8259, §8.1). */
export function useByteOrderMark(): GatewayPlugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      if (requestParser === undefined || request.method !== 'POST') return;
      setRequestParser((one) => requestParser(withoutMark(one)));
    },
  };
}

function withoutMark(request: Request): Request {
  const json = async () => {
    const text = await request.text();
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  };
  return Object.defineProperty(request, 'json', { value: json });
}
