import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One response of the script. After the end of the script, the server returns 200 `{"ok":true}`. */
export type ScriptedAnswer =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Sent as JSON. */
      readonly json?: unknown;
      /** Sent unchanged. */
      readonly text?: string;
    }
  | ((request: ReceivedRequest, response: ServerResponse) => void);

interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Whether the client disconnected before the response. */
  isAborted: boolean;
}

/** A vendor that responds from a script and records its requests. */
export interface ScriptedServer extends AsyncDisposable {
  readonly baseUrl: string;
  readonly requests: readonly ReceivedRequest[];
  /** Adds responses to the script, in order. */
  script(...answers: ScriptedAnswer[]): void;
}

export async function startScriptedServer(...script: ScriptedAnswer[]): Promise<ScriptedServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const received = await receive(incoming, response);
    requests.push(received);
    const answer = script.shift() ?? { json: { ok: true } };
    if (typeof answer === 'function') return answer(received, response);
    const text = answer.text ?? JSON.stringify(answer.json ?? { ok: true });
    response
      .writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
      .end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    script: (...answers) => void script.push(...answers),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function receive(incoming: IncomingMessage, response: ServerResponse): Promise<ReceivedRequest> {
  const received = {
    method: incoming.method ?? '',
    url: incoming.url ?? '',
    headers: incoming.headers,
    body: '',
    isAborted: false,
  };
  response.on('close', () => {
    received.isAborted = !response.writableFinished;
  });
  for await (const piece of incoming) received.body += piece;
  return received;
}

/** A response that waits until the test releases it. */
export function heldAnswer(json: unknown = { ok: true }) {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const answer: ScriptedAnswer = async (_, response) => {
    await released;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  };
  return { answer, release };
}
