import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer of the script. Without a script left, the server answers 200 `{"ok":true}`. */
export type ScriptedAnswer =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Sent as JSON. */
      readonly json?: unknown;
      /** Sent as it is. */
      readonly text?: string;
    }
  | ((request: ReceivedRequest, response: ServerResponse) => void);

interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The client hung up before the answer. */
  isAborted: boolean;
}

/** A vendor that answers from a script and remembers what it was asked. */
export interface ScriptedServer extends AsyncDisposable {
  readonly baseUrl: string;
  readonly requests: readonly ReceivedRequest[];
  /** Adds answers to the script, first come first served. */
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

/** An answer that waits until the test lets it go. */
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
