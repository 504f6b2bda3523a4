import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CareCloudCustomer } from '../../../../src/customers/model/care-cloud-customer.ts';
import type { SourceCall } from '../../../../src/customers/source-call.ts';

/** An account with only the given values. */
export function account(values: Partial<CareCloudCustomer> = {}): CareCloudCustomer {
  return {
    customerId: 'a1',
    salutation: null,
    firstName: null,
    lastName: null,
    preNominals: null,
    postNominals: null,
    gender: null,
    birthdate: null,
    email: null,
    phone: null,
    languageId: null,
    storeId: null,
    photoUrl: null,
    address: null,
    agreement: null,
    consents: [],
    doiEmailAt: null,
    doiPhoneAt: null,
    lastChangeAt: null,
    state: null,
    ...values,
  };
}

export interface TestCall extends SourceCall {
  /** Each request as a plan shows it. */
  readonly lines: string[];
  abort(reason: unknown): void;
}

/** A call that records its cost. */
export function testCall(values: Partial<SourceCall> = {}): TestCall {
  const lines: string[] = [];
  const controller = new AbortController();
  return {
    signal: controller.signal,
    deadlineAt: Date.now() + 10_000,
    bypassCache: false,
    client: 'test',
    meter: {
      sent: (_source, { method, path, parameters }) =>
        lines.push([method, path, parameters.join(',')].filter(Boolean).join(' ')),
      saved: () => {},
    },
    lines,
    abort: (reason) => controller.abort(reason),
    ...values,
  };
}

export interface ScriptedRequest {
  readonly method: string;
  /** As received, still encoded. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is, anything else as JSON. */
  readonly body?: unknown;
}

export interface ScriptedServer extends AsyncDisposable {
  readonly baseUrl: string;
  /** All requests received. */
  readonly requests: readonly ScriptedRequest[];
  /** `METHOD /path?query` of all requests received. */
  readonly asked: readonly string[];
}

const BASE = '/webservice/rest-api/enterprise-interface/v1.0';

/** A small real server with scripted responses, below the vendor's usual base path. */
export async function startScriptedServer(
  answer: (request: ScriptedRequest) => ScriptedAnswer | Promise<ScriptedAnswer>,
): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = [];
  const asked: string[] = [];
  const server = createServer({ maxHeaderSize: 262_144 }, async (message, response) => {
    let body = '';
    for await (const piece of message) body += piece;
    const url = (message.url ?? '').slice(BASE.length);
    const request = { method: message.method ?? '', url, headers: message.headers, body };
    requests.push(request);
    asked.push(`${request.method} ${url}`);
    const { status = 200, headers = {}, body: reply } = await answer(request);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(typeof reply === 'string' ? reply : JSON.stringify(reply));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}${BASE}`,
    requests,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
