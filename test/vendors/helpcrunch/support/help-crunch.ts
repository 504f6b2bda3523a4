import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { CustomerSource } from '../../../../src/customers/customer-source.ts';
import type { HelpCrunchCustomer } from '../../../../src/customers/model/help-crunch-customer.ts';
import type { SourceCall } from '../../../../src/customers/source-call.ts';
import { createUpstreamClient } from '../../../../src/upstream/upstream-client.ts';
import {
  createHelpCrunchSource,
  type HelpCrunchSourceOptions,
} from '../../../../src/vendors/helpcrunch/source.ts';

export interface ScriptedRequest {
  readonly method: string;
  /** Below the base URL, as received. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** Parsed JSON; undefined without a body. */
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
  readonly body: any;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is, anything else as JSON. */
  readonly body?: unknown;
}

export interface Opened {
  readonly source: CustomerSource<HelpCrunchCustomer>;
  readonly requests: readonly ScriptedRequest[];
  /** Paths of values that did not decode. */
  readonly undecodable: readonly string[];
}

const BASE = '/v1';

/** A source over a small real server with scripted responses; both are closed with the test. */
export async function openSource(
  answer: (request: ScriptedRequest, index: number) => ScriptedAnswer,
  options: Partial<HelpCrunchSourceOptions> = {},
): Promise<Opened> {
  const requests: ScriptedRequest[] = [];
  const server = createServer(async (message, response) => {
    let text = '';
    for await (const piece of message) text += piece;
    const request = {
      method: message.method ?? '',
      url: (message.url ?? '').slice(BASE.length),
      headers: message.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    requests.push(request);
    const { status = 200, headers = {}, body } = answer(request, requests.length - 1);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { requests, ...openSourceAt(`http://127.0.0.1:${port}${BASE}`, options) };
}

/** A source over any HelpCrunch-like server at a base URL, without cache and retries. */
export function openSourceAt(baseUrl: string, options: Partial<HelpCrunchSourceOptions> = {}) {
  const undecodable: string[] = [];
  const source = createHelpCrunchSource({
    openClient: (parts) => {
      const client = createUpstreamClient({
        ...parts,
        baseUrl,
        cacheFreshMs: 0,
        cacheStaleMs: 0,
        retry: { mostAttempts: 1, baseMs: 1, capMs: 1 },
      });
      onTestFinished(() => client.close());
      return client;
    },
    apiKey: 'key-123',
    searchBatch: 100,
    metrics: { decodeFailed: (_source, field) => undecodable.push(field) },
    ...options,
  });
  return { source, undecodable };
}

/** A call that records its cost, as a plan shows it. */
export function testCall(values: Partial<SourceCall> = {}): SourceCall & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    signal: new AbortController().signal,
    deadlineAt: Date.now() + 10_000,
    bypassCache: false,
    client: 'test',
    meter: {
      sent: (_source, { method, path, parameters }) =>
        lines.push([method, path, parameters.join(',')].filter(Boolean).join(' ')),
      saved: () => {},
    },
    lines,
    ...values,
  };
}

/** A page in the vendor's envelope. */
export function pageOf(rows: readonly object[], total: number = rows.length): ScriptedAnswer {
  return { body: { total, data: rows } };
}
