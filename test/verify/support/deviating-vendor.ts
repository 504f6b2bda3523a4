import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request to a simulated vendor; modify it, or answer it. */
export interface Passing {
  readonly path: string;
  readonly query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are the vendor's.
  body: any;
}

/** How a vendor differs from the sandbox: before the request, and in its response. */
export interface Deviation {
  readonly request?: (request: Passing) => { readonly status: number; readonly body: unknown } | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are the vendor's.
  readonly answer?: (body: any, request: Passing) => void;
}

/** A vendor that behaves like the one at `baseUrl` except for one thing. */
export async function deviatingVendor(baseUrl: string, { request, answer }: Deviation) {
  const { origin, pathname } = new URL(baseUrl);
  const server = createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const url = new URL(message.url ?? '/', origin);
    const passing: Passing = {
      path: url.pathname.slice(pathname.length),
      query: url.searchParams,
      body: text && JSON.parse(text),
    };
    const early = request?.(passing);
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (early) {
      send(early.status, early.body);
      return;
    }
    const inner = await fetch(url, {
      method: message.method ?? 'GET',
      headers: { authorization: message.headers.authorization ?? '', 'content-type': 'application/json' },
      ...(text && { body: JSON.stringify(passing.body) }),
    });
    const body = await inner.json();
    if (inner.ok) answer?.(body, passing);
    send(inner.status, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}${pathname}`,
    [Symbol.dispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}
